// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/** A certificate authority of our own, made anew for each test run. */
public final class TestAuthority {

  /** A certificate with its key. */
  public record Identity(KeyPair keys, X509Certificate certificate) {}

  private static final AtomicLong SERIAL = new AtomicLong(1);
  private static final char[] NO_PASSWORD = new char[0];

  private final Identity root;

  private TestAuthority(Identity root) {
    this.root = root;
  }

  public static TestAuthority create() throws Exception {
    KeyPair keys = ecKeys();
    X500Name name = new X500Name("CN=Test authority " + SERIAL.incrementAndGet());
    Instant now = Instant.now();
    X509v3CertificateBuilder builder =
        builder(name, name, keys, now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)));
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    return new TestAuthority(new Identity(keys, sign(builder, keys)));
  }

  public X509Certificate certificate() {
    return root.certificate();
  }

  /** A certificate for an IP address, valid from yesterday until tomorrow. */
  public Identity issue(String ipAddress) throws Exception {
    return issue(ipAddress, ecKeys(), Duration.ofDays(1));
  }

  /** A certificate that ends in some time, or ended before now if the time is negative. */
  public Identity issue(String ipAddress, KeyPair keys, Duration until) throws Exception {
    Instant now = Instant.now();
    X509v3CertificateBuilder builder =
        builder(
            new X500Name(root.certificate().getSubjectX500Principal().getName()),
            new X500Name("CN=Test " + ipAddress),
            keys,
            now.minus(Duration.ofDays(2)),
            now.plus(until));
    GeneralName name = new GeneralName(GeneralName.iPAddress, ipAddress);
    builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(name));
    return new Identity(keys, sign(builder, root.keys()));
  }

  /** What a server needs to show an identity, and to trust what this authority issued. */
  public SSLContext server(Identity identity) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "server",
        identity.keys().getPrivate(),
        NO_PASSWORD,
        new Certificate[] {identity.certificate()});
    store.setCertificateEntry("authority", root.certificate());
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, NO_PASSWORD);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  /** Writes objects in PEM form, one after the other. */
  public static String pem(Path file, Object... objects) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      for (Object object : objects) {
        writer.writeObject(object);
      }
    }
    Files.writeString(file, text.toString());
    return file.toString();
  }

  public static KeyPair ecKeys() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  /** A key as openssl ecparam writes it: with its curve, which Java's own encoding leaves out. */
  public static PemObject sec1(KeyPair keys) throws Exception {
    ECPrivateKey key =
        new ECPrivateKey(
            256,
            ((java.security.interfaces.ECPrivateKey) keys.getPrivate()).getS(),
            SECObjectIdentifiers.secp256r1);
    return new PemObject("EC PRIVATE KEY", key.getEncoded());
  }

  public static KeyPair rsaKeys() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  private static X509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, KeyPair keys, Instant from, Instant until) {
    return new JcaX509v3CertificateBuilder(
        issuer,
        BigInteger.valueOf(SERIAL.incrementAndGet()),
        Date.from(from),
        Date.from(until),
        subject,
        keys.getPublic());
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, KeyPair signer)
      throws Exception {
    ContentSigner signature =
        new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate());
    return new JcaX509CertificateConverter().getCertificate(builder.build(signature));
  }
}
