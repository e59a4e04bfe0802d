// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignedUrlTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://b.s3.amazonaws.com/k?X-Amz-Algorithm=A&X-Amz-Date=20260102T030405Z&X-Amz-Expires=900&X-Amz-Signature=f"
            + "|2026-01-02T03:19:05Z",
        "https://h/k?X-Amz-Expires=60&X-Amz-Date=20260102T030405Z|2026-01-02T03:05:05Z",
        "https://storage.googleapis.com/b/k?X-Goog-Date=20260102T030405Z&X-Goog-Expires=3600"
            + "|2026-01-02T04:04:05Z",
        "https://a.blob.core.windows.net/c/k?sv=1&se=2026-01-02T03%3A04%3A05Z&sig=x"
            + "|2026-01-02T03:04:05Z",
        "https://a.blob.core.windows.net/c/k?se=2026-01-02T03:04Z&sig=x|2026-01-02T03:04:00Z",
        "https://a.blob.core.windows.net/c/k?sig=x&se=2026-01-02|2026-01-02T00:00:00Z",
        "https://h/k?AWSAccessKeyId=A&Expires=1767323045&Signature=s|2026-01-02T03:04:05Z",
        "https://h/k?GoogleAccessId=A&Expires=1767323045|2026-01-02T03:04:05Z",
      })
  void readsTheExpiryOfEachCloud(String url, Instant expiry) {
    assertThat(SignedUrl.expiry(url)).contains(expiry);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://h/k",
        "https://h/k?",
        "https://h/k?a",
        "https://h/k?X-Amz-Expires=900",
        "https://h/k?X-Amz-Date=20260102T030405Z",
        "https://h/k?X-Amz-Date=yesterday&X-Amz-Expires=900",
        "https://h/k?X-Amz-Date=20260102T030405Z&X-Amz-Expires=soon",
        "https://h/k?X-Amz-Date=20260102T030405Z&X-Amz-Expires=9223372036854775807",
        "https://h/k?se=2026-01-02",
        "https://h/k?se=someday&sig=x",
        "https://h/k?NotExpires=1767323045",
        "https://h/k?Expires=",
        "https://h/Expires=1767323045",
        "",
      })
  void saysNothingOfUrlsThatSayNothing(String url) {
    assertThat(SignedUrl.expiry(url)).isEmpty();
  }
}
