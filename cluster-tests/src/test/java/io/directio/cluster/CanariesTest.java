// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the tests on clusters rely on: that a secret is found where there is one. */
class CanariesTest {

  @TempDir Path directory;

  @Test
  void findsCredentialsAndPartsOfListings() throws Exception {
    try (Portal portal = Portal.start(Duration.ZERO)) {
      Canaries canaries = Canaries.of(portal);
      URI uri = portal.emulator().portalUri().resolve("/directio/" + portal.files().get(0).id());
      String listing =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(uri)
                      .header("Authorization", "Bearer " + Canaries.ACCESS_KEY_ID)
                      .build(),
                  BodyHandlers.ofString())
              .body();
      String wrappedKey = listing.replaceFirst("(?s).*\"wrapped_key\" *: *\"([^\"]+)\".*", "$1");
      assertThat(wrappedKey).hasSizeLessThan(200);
      assertFound(canaries, wrappedKey);
      assertFound(canaries, listing.replace(wrappedKey, ""));
      assertFound(canaries, Canaries.ACCESS_KEY_ID);
      assertFound(canaries, Canaries.SECRET_ACCESS_KEY);

      canaries.assertAbsentFrom(Map.of("/jobs", "nothing to see"));
      Files.writeString(directory.resolve("clean.log"), "nothing to see");
      assertThat(canaries.assertAbsentBelow(directory)).isEqualTo(14);
    }
  }

  private void assertFound(Canaries canaries, String secret) throws Exception {
    Path log = Files.writeString(directory.resolve("a.log"), "DEBUG " + secret + " read");
    assertThatThrownBy(() -> canaries.assertAbsentBelow(directory)).hasMessageContaining("a.log");
    assertThatThrownBy(() -> canaries.assertAbsentFrom(Map.of("/jobs", secret)))
        .hasMessageContaining("/jobs holds");
    // Where it is cut when it is read.
    Files.writeString(log, "x".repeat((1 << 20) - 3) + secret);
    assertThatThrownBy(() -> canaries.assertAbsentBelow(directory)).hasMessageContaining("a.log");
    Files.delete(log);
  }
}
