// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a URL is taken apart. */
class RawUrlTest {

  @ParameterizedTest
  @CsvSource({
    "https://h.example/a?b, h.example, 443, h.example, /a?b",
    "https://h.example:443/a, h.example, 443, h.example, /a",
    "http://h.example:80/, h.example, 80, h.example, /",
    "https://h.example:80/, h.example, 80, h.example:80, /",
    "http://H.Example.:8080, H.Example., 8080, H.Example.:8080, /",
    "https://[::1]:9000//x, ::1, 9000, [::1]:9000, //x",
    "https://[2001:DB8::1]/x, 2001:DB8::1, 443, [2001:DB8::1], /x",
    "https://h.example?q=/x, h.example, 443, h.example, /?q=/x",
  })
  void keepsWhatTheSignatureCovers(
      String text, String host, int port, String authority, String target) throws Exception {
    RawUrl url = RawUrl.parse(text);

    assertThat(url.host()).isEqualTo(host);
    assertThat(url.port()).isEqualTo(port);
    assertThat(url.authority()).isEqualTo(authority);
    assertThat(url.target()).isEqualTo(target);
  }

  @Test
  void showsNeitherAQueryNorAllOfALongPath() throws Exception {
    RawUrl url = RawUrl.parse("https://h.example:9/" + "p".repeat(500) + "?secret");

    assertThat(url.toString())
        .startsWith("https://h.example:9/ppp")
        .hasSizeLessThan(200)
        .doesNotContain("secret");
  }
}
