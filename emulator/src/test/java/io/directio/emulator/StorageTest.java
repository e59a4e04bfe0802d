// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The store keeps to what S3 does with signed URLs, and the counters tell what happened. */
class StorageTest {
  private static final byte[] NOISE = noise(100_000);

  private final Emulator emulator =
      Emulator.builder()
          .file("native", NOISE)
          .codec(Codec.NONE)
          .unencrypted()
          .blockSize(BlockSize.fixed(30_000))
          .storageHosts(2)
          .start();
  private final PlainReader reader = new PlainReader(emulator);

  @AfterEach
  void closeEmulator() {
    emulator.close();
  }

  @Test
  void refusesAnExpiredUrl() throws Exception {
    emulator.faults().portal().once().listing(edit -> edit.urlTtl(Duration.ofSeconds(1)));
    String url = reader.list("native").chunks().get(0).url();
    String lasting = reader.list("native").chunks().get(0).url();
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(reader.get(url).statusCode()).isEqualTo(403));
    assertThat(new String(reader.get(url).body())).contains("Request has expired");
    assertThat(reader.get(lasting).statusCode()).isEqualTo(200);
  }

  @Test
  void refusesATamperedUrl() throws Exception {
    String url = reader.list("native").chunks().get(0).url();
    for (String tampered :
        new String[] {
          url.replace("blocks/0", "blocks/1"),
          url.replace("X-Amz-Expires=900", "X-Amz-Expires=9999"),
          url.replace(".1&", ".2&"),
          url + "&more=1",
          url.substring(0, url.length() - 1) + (url.endsWith("0") ? "1" : "0")
        }) {
      assertThat(tampered).isNotEqualTo(url);
      HttpResponse<byte[]> answer = reader.get(tampered);
      assertThat(answer.statusCode()).as(tampered).isEqualTo(403);
      assertThat(new String(answer.body())).contains("SignatureDoesNotMatch");
    }
    String unsigned = url.substring(0, url.indexOf('?'));
    assertThat(reader.get(unsigned).statusCode()).isEqualTo(403);
  }

  @Test
  void refusesAReencodedPath() throws Exception {
    String url = reader.list("native").chunks().get(0).url();
    assertThat(url).contains("%20a%2Bb%3Dc~.blk");
    assertThat(reader.get(url.replace("%2B", "+")).statusCode()).isEqualTo(403);
  }

  @Test
  void servesRanges() throws Exception {
    String url = reader.list("native").chunks().get(1).url();
    HttpResponse<byte[]> middle = reader.get(url, "Range", "bytes=10-19");
    assertThat(middle.statusCode()).isEqualTo(206);
    assertThat(middle.headers().firstValue("Content-Range")).contains("bytes 10-19/30000");
    assertThat(middle.body()).isEqualTo(Arrays.copyOfRange(NOISE, 30_010, 30_020));
    assertThat(reader.get(url, "Range", "bytes=29990-").body())
        .isEqualTo(Arrays.copyOfRange(NOISE, 59_990, 60_000));
    assertThat(reader.get(url, "Range", "bytes=-5").body())
        .isEqualTo(Arrays.copyOfRange(NOISE, 59_995, 60_000));
    assertThat(reader.get(url, "Range", "bytes=29000-99999").body()).hasSize(1000);
    assertThat(reader.get(url, "Range", "bytes=30000-30001").statusCode()).isEqualTo(416);
    assertThat(emulator.requests().ranges("native", 2))
        .containsExactly(
            "bytes=10-19", "bytes=29990-", "bytes=-5", "bytes=29000-99999", "bytes=30000-30001");
  }

  @Test
  void spreadsBlocksOverHostsAndCounts() throws Exception {
    assertThat(reader.read("native")).isEqualTo(NOISE);
    assertThat(reader.read("native")).isEqualTo(NOISE);
    assertThat(emulator.requests().portalCalls("native")).isEqualTo(2);
    assertThat(emulator.requests().gets("native")).isEqualTo(8);
    assertThat(emulator.requests().gets("native", 4)).isEqualTo(2);
    assertThat(emulator.requests().getsOfHost(0)).isEqualTo(4);
    assertThat(emulator.requests().getsOfHost(1)).isEqualTo(4);
    assertThat(emulator.requests().storageStatuses()).containsOnlyKeys(200).containsValue(8L);
    assertThat(emulator.storageUris()).extracting(uri -> uri.getHost()).doesNotHaveDuplicates();
    assertThat(emulator.requests().peakConcurrency()).isEqualTo(1);
  }

  @Test
  void remembersAnAuthorizationHeaderAsViolation() throws Exception {
    String url = reader.list("native").chunks().get(0).url();
    HttpResponse<byte[]> answer = reader.get(url, "Authorization", "Bearer my-secret");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(emulator.requests().violations()).hasSize(1);
    assertThatThrownBy(() -> emulator.requests().assertNoViolations())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Authorization")
        .hasMessageNotContaining("my-secret")
        .hasMessageNotContaining("X-Amz");
    emulator.requests().reset();
    reader.get(url, "Referer", "http://x/" + emulator.accessKeyId());
    assertThat(emulator.requests().violations())
        .singleElement()
        .asString()
        .contains("credential")
        .doesNotContain(emulator.accessKeyId());
    emulator.requests().reset();
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(42).nextBytes(bytes);
    return bytes;
  }
}
