// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/**
 * Reads certificates and private keys from PEM files. The parser knows all the shapes that tools
 * write; the results are the JDK's own objects, so that TLS runs on the JDK's providers. A message
 * names the file and never repeats anything from it.
 */
final class PemFile {

  private PemFile() {}

  /** All certificates of a file, in its order; at least one. */
  static List<X509Certificate> certificates(String path) throws HttpException {
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (Object object : objects(path)) {
        if (object instanceof X509CertificateHolder holder) {
          certificates.add(
              (X509Certificate)
                  factory.generateCertificate(new ByteArrayInputStream(holder.getEncoded())));
        }
      }
    } catch (GeneralSecurityException | IOException e) {
      if (e instanceof HttpException ours) {
        throw ours;
      }
      throw unusable(path, "holds a certificate that can't be read");
    }
    if (certificates.isEmpty()) {
      throw unusable(path, "holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)");
    }
    return certificates;
  }

  /** The first private key of a file. */
  static PrivateKey privateKey(String path) throws HttpException {
    for (Object object : objects(path)) {
      if (object instanceof PEMKeyPair pair) {
        return converted(path, pair.getPrivateKeyInfo());
      }
      if (object instanceof PrivateKeyInfo info) {
        return converted(path, info);
      }
      if (object instanceof PEMEncryptedKeyPair || object instanceof PKCS8EncryptedPrivateKeyInfo) {
        throw unusable(
            path, "holds an encrypted key; decrypt it first, for instance with openssl pkey");
      }
    }
    throw unusable(path, "holds no private key in PEM form (-----BEGIN PRIVATE KEY-----)");
  }

  private static PrivateKey converted(String path, PrivateKeyInfo info) throws HttpException {
    try {
      ASN1ObjectIdentifier oid = info.getPrivateKeyAlgorithm().getAlgorithm();
      // The JDK's own names: Bouncy Castle's converter asks for some that only its provider has.
      String algorithm =
          X9ObjectIdentifiers.id_ecPublicKey.equals(oid)
              ? "EC"
              : PKCSObjectIdentifiers.rsaEncryption.equals(oid) ? "RSA" : oid.getId();
      return KeyFactory.getInstance(algorithm)
          .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
    } catch (GeneralSecurityException | IOException e) {
      throw unusable(path, "holds a private key of a kind that this JVM can't use");
    }
  }

  private static List<Object> objects(String path) throws HttpException {
    List<Object> objects = new ArrayList<>();
    try (Reader reader = Files.newBufferedReader(Path.of(path), StandardCharsets.ISO_8859_1);
        PEMParser parser = new PEMParser(reader)) {
      for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
        objects.add(next);
      }
    } catch (IOException | RuntimeException e) {
      if (!Files.isReadable(Path.of(path))) {
        throw unusable(path, "does not exist or can't be read by this user");
      }
      throw unusable(path, "is not a valid PEM file");
    }
    return objects;
  }

  private static HttpException unusable(String path, String why) {
    return new HttpException(HttpException.Kind.TLS, "The file " + path + " " + why);
  }
}
