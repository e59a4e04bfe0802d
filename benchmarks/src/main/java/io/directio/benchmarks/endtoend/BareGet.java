// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

import io.directio.benchmarks.endtoend.StoredBlocks.StoredBlock;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;

/**
 * The least that fetching must do: a blocking GET of each object with plain HttpClient 5, on as
 * many threads as the core has fetches in flight, each into one array that it keeps.
 */
final class BareGet implements Work {

  private final Job job;
  private final CloseableHttpClient http;
  private final Crew<StoredBlock> crew;
  private List<StoredBlock> blocks;

  BareGet(Job job) {
    this.job = job;
    this.http = client(job.fetches());
    this.crew = new Crew<>(job.fetches(), () -> new Getter(http));
  }

  static CloseableHttpClient client(int connections) {
    return HttpClients.custom()
        .setConnectionManager(
            PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(connections)
                .setMaxConnPerRoute(connections)
                .build())
        .disableAuthCaching()
        .disableAutomaticRetries()
        .disableContentCompression()
        .disableCookieManagement()
        .disableRedirectHandling()
        .build();
  }

  @Override
  public void prepare() throws Exception {
    blocks = StoredBlocks.list(job);
  }

  @Override
  public Round read() throws Exception {
    return new Round(crew.handle(blocks));
  }

  @Override
  public void close() throws IOException {
    crew.close();
    http.close();
  }

  /** Gets objects one after the other. */
  static final class Getter implements Crew.Hand<StoredBlock> {

    private final CloseableHttpClient http;
    private byte[] array = new byte[0];

    Getter(CloseableHttpClient http) {
      this.http = http;
    }

    @Override
    public long handle(StoredBlock block) throws IOException {
      get(block);
      return block.length();
    }

    /** The array of the object that was got last. */
    byte[] array() {
      return array;
    }

    /** Returns the length of the object. */
    int get(StoredBlock block) throws IOException {
      if (array.length < block.longest()) {
        array = new byte[block.longest()];
      }
      return http.execute(
          new HttpGet(block.url()),
          answer -> {
            if (answer.getCode() != 200) {
              throw new IOException("Status " + answer.getCode());
            }
            try (InputStream body = answer.getEntity().getContent()) {
              int length = 0;
              int count = body.read(array, 0, array.length);
              while (count > 0) {
                length += count;
                count = body.read(array, length, array.length - length);
              }
              return length;
            }
          });
    }
  }
}
