// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.directio.emulator.EmulatedFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What must be found nowhere: the credentials, and what listings hold in the way of signatures and
 * wrapped keys.
 */
final class Canaries {

  static final String ACCESS_KEY_ID = "canary-access-key-id";

  private static final String SECRET = "canary-secret-key-of-30-bytes!";

  static final String SECRET_ACCESS_KEY =
      Base64.getEncoder().encodeToString(SECRET.getBytes(StandardCharsets.US_ASCII));

  static final String USER = "user-of-the-portal";

  /** Of the user who is told what is in the portal's folders. */
  static final String PASSWORD = "canary-password-of-a-user";

  /** Opens the bucket that exports go to. */
  static final String BUCKET_SECRET = "canary-secret-of-a-bucket";

  private static final Pattern SIGNER = Pattern.compile("X-Amz-Credential=([^%/&]+)");
  private static final int MANY = 256;

  /** Of a secret, in characters. */
  private static final int LONGEST = 1024;

  private static final int PIECE = 1 << 20;

  private final Set<String> secrets = new LinkedHashSet<>();

  private Canaries() {
    secrets.addAll(
        Set.of(
            ACCESS_KEY_ID,
            SECRET_ACCESS_KEY,
            SECRET,
            PASSWORD,
            BUCKET_SECRET,
            "X-Amz-Signature",
            "X-Amz-Credential"));
  }

  /** The credentials, and what the listings of a portal show. */
  static Canaries of(Portal portal) throws IOException, InterruptedException {
    Canaries canaries = new Canaries();
    HttpClient http = HttpClient.newHttpClient();
    for (EmulatedFile file : portal.files()) {
      URI uri = portal.emulator().portalUri().resolve("/directio/" + file.id());
      HttpRequest request =
          HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + ACCESS_KEY_ID).build();
      canaries.see(http.send(request, BodyHandlers.ofString()).body());
    }
    assertThat(canaries.secrets).hasSizeGreaterThan(portal.files().size());
    return canaries;
  }

  private void see(String listing) throws IOException {
    JsonNode json = new ObjectMapper().readTree(listing);
    secrets.add(json.at("/encrypt_info/wrapped_key").asText());
    for (JsonNode chunk : json.get("chunks")) {
      Matcher signer = SIGNER.matcher(chunk.get("url").asText());
      assertThat(signer.find()).isTrue();
      secrets.add(signer.group(1));
    }
    assertThat(secrets)
        .hasSizeLessThan(MANY)
        .allSatisfy(secret -> assertThat(secret).hasSizeBetween(1, LONGEST));
  }

  /** Nothing secret may be in these texts. */
  void assertAbsentFrom(Map<String, String> texts) {
    texts.forEach(this::assertAbsentFrom);
  }

  /** Nothing secret may be in any file below these directories; gives the bytes that were read. */
  long assertAbsentBelow(Path... directories) throws IOException {
    long bytes = 0;
    for (Path directory : directories) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          bytes += assertAbsentFrom(file);
        }
      }
    }
    return bytes;
  }

  private long assertAbsentFrom(Path file) throws IOException {
    long size = 0;
    String before = "";
    try (InputStream in = Files.newInputStream(file)) {
      for (byte[] piece = in.readNBytes(PIECE); piece.length > 0; piece = in.readNBytes(PIECE)) {
        String text = before + new String(piece, StandardCharsets.ISO_8859_1);
        assertAbsentFrom(file.toString(), text);
        before = text.substring(Math.max(0, text.length() - LONGEST));
        size += piece.length;
      }
    } catch (NoSuchFileException e) {
      // Of a cluster that goes on.
    }
    return size;
  }

  private void assertAbsentFrom(String where, String text) {
    for (String secret : secrets) {
      assertThat(text.contains(secret)).as("%s holds %s", where, secret).isFalse();
    }
  }
}
