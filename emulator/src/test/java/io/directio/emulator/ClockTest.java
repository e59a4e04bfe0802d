// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server whose clock is wrong is wrong in everything that it says and judges. */
class ClockTest {
  private final Emulator emulator =
      Emulator.builder()
          .file("a", new byte[2500])
          .blockSize(BlockSize.fixed(1000))
          .storageHosts(2)
          .urlTtl(Duration.ofMinutes(15))
          .start();
  private final PlainReader reader = new PlainReader(emulator);

  @AfterEach
  void closeEmulator() {
    emulator.close();
  }

  @Test
  void servesUrlsOfItsOwnTime() throws Exception {
    for (Duration skew : List.of(Duration.ofMinutes(20), Duration.ofMinutes(-20))) {
      emulator.clockSkew(skew);
      assertThat(reader.read("a")).hasSize(2500);
      HttpResponse<byte[]> answer = reader.get(reader.list("a").chunks().get(0).url());
      ZonedDateTime date =
          ZonedDateTime.parse(
              answer.headers().firstValue("Date").orElseThrow(),
              DateTimeFormatter.RFC_1123_DATE_TIME);
      assertThat(Duration.between(ZonedDateTime.now(), date).minus(skew).abs())
          .isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void refusesUrlsThatExpiredByItsOwnTime() throws Exception {
    String url = reader.list("a").chunks().get(0).url();
    emulator.clockSkew(Duration.ofMinutes(16));
    HttpResponse<byte[]> answer = reader.get(url);
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(new String(answer.body())).contains("Request has expired");
    emulator.clockSkew(Duration.ZERO);
    assertThat(reader.get(url).statusCode()).isEqualTo(200);
  }

  @Test
  void stillChecksSignatures() throws Exception {
    emulator.clockSkew(Duration.ofMinutes(20));
    String url = reader.list("a").chunks().get(0).url();
    assertThat(reader.get(url.replace("blocks/0", "blocks/1")).statusCode()).isEqualTo(403);
    assertThat(reader.get(url.replace("X-Amz-Expires=900", "X-Amz-Expires=901")).statusCode())
        .isEqualTo(403);
  }
}
