// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.tls;

import java.io.IOException;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObjectGenerator;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * A private certificate authority, new with every call: the server certificates that it signs, and
 * PEM files for clients, in a directory of the caller's.
 *
 * <p><em>Threading:</em> immutable once created.
 */
public final class TlsAuthority {
  private static final Duration DAY = Duration.ofDays(1);

  private final KeyPair caKey;
  private final X509Certificate ca;
  private final Path caFile;
  private final Path clientCertificateFile;
  private final Path clientKeyFile;

  private TlsAuthority(Path directory) throws IOException {
    caKey = keyPair();
    ca = sign("CN=Emulated private CA", caKey, List.of(), Instant.now().plus(DAY), true);
    KeyPair clientKey = keyPair();
    X509Certificate client =
        sign("CN=client", clientKey, List.of(), Instant.now().plus(DAY), false);
    caFile = write(directory.resolve("ca.pem"), new JcaMiscPEMGenerator(ca));
    clientCertificateFile = write(directory.resolve("client.pem"), new JcaMiscPEMGenerator(client));
    clientKeyFile =
        write(
            directory.resolve("client-key.pem"),
            new JcaPKCS8Generator(clientKey.getPrivate(), null));
  }

  /** A new authority whose PEM files are written to this directory. */
  public static TlsAuthority create(Path directory) throws IOException {
    return new TlsAuthority(Files.createDirectories(directory));
  }

  /** PEM: the certificate of the authority. */
  public Path caFile() {
    return caFile;
  }

  /** PEM: a client's certificate. */
  public Path clientCertificateFile() {
    return clientCertificateFile;
  }

  /** PEM: the private key for the client's certificate, PKCS#8, not encrypted. */
  public Path clientKeyFile() {
    return clientKeyFile;
  }

  /** A valid server certificate for {@code localhost} and {@code 127.0.0.1}. */
  public ServerTls server() {
    return serverFor("localhost", "127.0.0.1");
  }

  /** A valid server certificate for these host names and IPv4 addresses. */
  public ServerTls serverFor(String... hosts) {
    return server(List.of(hosts), Instant.now().plus(DAY));
  }

  /** A server certificate for {@code localhost} and {@code 127.0.0.1} that expired an hour ago. */
  public ServerTls expiredServer() {
    return server(List.of("localhost", "127.0.0.1"), Instant.now().minus(Duration.ofHours(1)));
  }

  private ServerTls server(List<String> hosts, Instant until) {
    KeyPair key = keyPair();
    return new ServerTls(
        context(key.getPrivate(), sign("CN=" + hosts.get(0), key, hosts, until, false)), false);
  }

  private SSLContext context(PrivateKey key, X509Certificate certificate) {
    try {
      char[] password = new char[0];
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(null, password);
      keys.setKeyEntry("server", key, password, new Certificate[] {certificate, ca});
      KeyManagerFactory keyManagers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keyManagers.init(keys, password);
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, password);
      trusted.setCertificateEntry("ca", ca);
      TrustManagerFactory trustManagers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trustManagers.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("no TLS with the certificates of the emulator", e);
    }
  }

  private X509Certificate sign(
      String subject, KeyPair key, List<String> hosts, Instant until, boolean authority) {
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              authority
                  ? new X500Name(subject)
                  : X500Name.getInstance(ca.getSubjectX500Principal().getEncoded()),
              new BigInteger(64, new SecureRandom()),
              Date.from(until.minus(DAY.multipliedBy(2))),
              Date.from(until),
              new X500Name(subject),
              key.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      if (!hosts.isEmpty()) {
        builder.addExtension(Extension.subjectAlternativeName, false, names(hosts));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(caKey.getPrivate())));
    } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException("no certificate for " + subject, e);
    }
  }

  private static GeneralNames names(List<String> hosts) {
    return new GeneralNames(
        hosts.stream()
            .map(
                host ->
                    new GeneralName(
                        host.matches("[0-9.]+") ? GeneralName.iPAddress : GeneralName.dNSName,
                        host))
            .toArray(GeneralName[]::new));
  }

  private static KeyPair keyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }

  private static Path write(Path file, PemObjectGenerator object) throws IOException {
    try (Writer text = Files.newBufferedWriter(file);
        PemWriter pem = new PemWriter(text)) {
      pem.writeObject(object);
    }
    return file;
  }
}
