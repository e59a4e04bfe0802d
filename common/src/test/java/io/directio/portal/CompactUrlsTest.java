// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** That compacted URLs come back as they were, and are compact. */
class CompactUrlsTest {

  private static CompactUrls of(List<String> urls) {
    try (CompactUrls.Builder builder = new CompactUrls.Builder()) {
      urls.forEach(builder::add);
      return builder.build();
    }
  }

  /** Like those of S3, with a name and a signature of their own: 560 characters. */
  static List<String> signed(int count) {
    Random random = new Random(5);
    List<String> urls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] name = new byte[20];
      byte[] signature = new byte[32];
      random.nextBytes(name);
      random.nextBytes(signature);
      urls.add(
          "https://ctera-blocks-eu-west-1.s3.eu-west-1.amazonaws.com/tenant-0042/"
              + HexFormat.of().formatHex(name)
              + "?X-Amz-Algorithm=AWS4-HMAC-SHA256"
              + "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261122%2Feu-west-1%2Fs3%2Faws4_request"
              + "&X-Amz-Date=20261122T100000Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host"
              + "&X-Amz-Security-Token="
              + "IQoJb3JpZ2luX2VjEJr%2F%2F%2F%2F%2F%2F".repeat(4)
              + "&X-Amz-Signature="
              + HexFormat.of().formatHex(signature));
    }
    return urls;
  }

  @Property(tries = 200)
  void givesBackWhatItTook(@ForAll @Size(max = 200) List<String> urls) {
    List<String> clean =
        urls.stream()
            .map(url -> new String(url.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
            .toList();
    CompactUrls compact = of(clean);

    assertThat(compact.count()).isEqualTo(clean.size());
    for (int i = clean.size() - 1; i >= 0; i--) {
      assertThat(compact.get(i)).isEqualTo(clean.get(i));
    }
  }

  @Test
  void givesBackTheLastOfAFullAndOfAHalfFullGroup() {
    for (int count : new int[] {1, 4, 5, 63, 64, 65, 128, 200}) {
      List<String> urls = signed(count);
      CompactUrls compact = of(urls);
      assertThat(compact.get(count - 1)).isEqualTo(urls.get(count - 1));
      assertThat(compact.get(0)).isEqualTo(urls.get(0));
      assertThatThrownBy(() -> compact.get(count)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void takesAQuarterOfTheirLengthAtMost() {
    List<String> urls = signed(10_000);
    long length = urls.stream().mapToLong(String::length).sum();

    assertThat(of(urls).weight()).isLessThan(length / 4);
  }

  @Test
  void takesUrlsThatDoNotCompress() {
    Random random = new Random(6);
    List<String> urls = new ArrayList<>();
    for (int i = 0; i < 130; i++) {
      StringBuilder url = new StringBuilder();
      for (int j = 0; j < 5000; j++) {
        url.append((char) (33 + random.nextInt(94)));
      }
      urls.add(url.toString());
    }
    CompactUrls compact = of(urls);
    for (int i = 0; i < urls.size(); i++) {
      assertThat(compact.get(i)).isEqualTo(urls.get(i));
    }
  }

  @Test
  void canBeReadByManyThreads() throws Exception {
    List<String> urls = signed(1000);
    CompactUrls compact = of(urls);
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Boolean>> readers = new ArrayList<>();
      for (int seed = 0; seed < 4; seed++) {
        Random random = new Random(seed);
        readers.add(
            () -> {
              for (int i = 0; i < 2000; i++) {
                int index = random.nextInt(1000);
                if (!compact.get(index).equals(urls.get(index))) {
                  return false;
                }
              }
              return true;
            });
      }
      for (Future<Boolean> result : pool.invokeAll(readers)) {
        assertThat(result.get()).isTrue();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void showsOnlyHowMany() {
    assertThat(of(signed(3))).hasToString("3 URLs");
  }
}
