// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import io.directio.BlockDownloadException;
import io.directio.BlockUrlRefusedException;
import io.directio.BlockValidationException;
import io.directio.ChunkSlice;
import io.directio.http.Cancellation;
import io.directio.http.HostPolicy;
import io.directio.http.HostThrottle;
import io.directio.http.HttpAnswer;
import io.directio.http.HttpCall;
import io.directio.http.HttpTransport;
import io.directio.http.RetryAfter;
import io.directio.read.FetchFailure.Remedy;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Gets a block's object from the storage: one GET of its signed URL, with a range if the block is
 * part of a native object, and nothing else: neither an Authorization header, which S3 answers with
 * 400, nor anything added to the URL, whose signature it would break.
 *
 * <p><b>Threading:</b> safe for use by many threads.
 */
final class ObjectSource {

  private static final int MOST_REDIRECTS = 3;

  private final HttpTransport http;
  private final HostPolicy hosts;
  private final boolean followRedirects;
  private final ArrayPool arrays;
  private final Clock clock;

  ObjectSource(
      HttpTransport http,
      HostPolicy hosts,
      boolean followRedirects,
      ArrayPool arrays,
      Clock clock) {
    this.http = http;
    this.hosts = hosts;
    this.followRedirects = followRedirects;
    this.arrays = arrays;
    this.clock = clock;
  }

  /**
   * Gets an object.
   *
   * @param permit is told how the host took it
   * @param cancellation ends the call
   * @throws IOException if the exchange failed
   * @throws FetchFailure if what came is not the object
   */
  StoredObject get(
      BlockFetch fetch, String url, HostThrottle.Permit permit, Cancellation cancellation)
      throws IOException, FetchFailure {
    String target = url;
    for (int redirects = 0; ; redirects++) {
      try (HttpAnswer answer = http.send(call(fetch, target), cancellation)) {
        int status = answer.status();
        if (status == 200 || status == 206) {
          permit.succeeded();
          return body(fetch, answer);
        }
        if (status / 100 != 3 || status == 304) {
          throw failure(fetch, answer, permit);
        }
        target = redirect(fetch, answer, target, redirects);
      }
    }
  }

  /** Whether requests or objects have to wait at this moment, because of the client's limits. */
  boolean areHeldBack() {
    return http.isHeldBack();
  }

  private static HttpCall call(BlockFetch fetch, String url) {
    HttpCall call = HttpCall.get(url);
    ChunkSlice slice = fetch.slice();
    return slice.isWhole()
        ? call
        : call.header(
            "Range", "bytes=" + slice.offset() + "-" + (slice.offset() + slice.length() - 1));
  }

  private StoredObject body(BlockFetch fetch, HttpAnswer answer) throws IOException, FetchFailure {
    if (answer.status() == 206 && fetch.slice().isWhole()) {
      throw new FetchFailure(
          Remedy.REFETCH,
          new BlockValidationException(
              fetch.fileId(), fetch.block(), "the storage sent only a part of the object"));
    }
    ObjectBody body = new ObjectBody(fetch, arrays);
    return fetch.file().isNative() ? body.plain(answer) : body.encoded(answer);
  }

  private FetchFailure failure(BlockFetch fetch, HttpAnswer answer, HostThrottle.Permit permit) {
    Optional<Duration> retryAfter = RetryAfter.of(answer, clock.instant());
    if (StorageStatus.remedy(answer.status()) == Remedy.WAIT) {
      permit.throttled(retryAfter);
    }
    String code;
    try {
      String page = new String(answer.head(ErrorPage.HEAD), StandardCharsets.ISO_8859_1);
      code = ErrorPage.code(page).orElse("");
    } catch (IOException unreadable) {
      code = "";
    }
    return StorageStatus.failure(fetch.fileId(), fetch.block(), answer.status(), code, retryAfter);
  }

  private String redirect(BlockFetch fetch, HttpAnswer answer, String url, int redirects)
      throws FetchFailure {
    if (!followRedirects || redirects == MOST_REDIRECTS) {
      throw new FetchFailure(
          Remedy.NONE,
          new BlockDownloadException(
              fetch.fileId(),
              fetch.block(),
              followRedirects
                  ? "the storage redirects again and again"
                  : "the storage redirects (status "
                      + answer.status()
                      + "), which is not followed unless storage redirects are allowed"));
    }
    String target = target(fetch, answer, url);
    Optional<String> refusal = hosts.refusal(target);
    if (refusal.isPresent()) {
      throw new FetchFailure(
          Remedy.NONE,
          new BlockUrlRefusedException(
              fetch.fileId(), fetch.block(), "the storage redirects. " + refusal.get()));
    }
    return target;
  }

  private static String target(BlockFetch fetch, HttpAnswer answer, String url)
      throws FetchFailure {
    String location = answer.header("Location").orElse("");
    if (location.startsWith("http://") || location.startsWith("https://")) {
      return location;
    }
    try {
      // Only the place that it is relative to matters, and that must not fail on an odd query.
      String base = url.substring(0, url.indexOf("://") + 3) + StorageUrl.authority(url) + "/";
      return URI.create(base).resolve(location).toString();
    } catch (IllegalArgumentException e) {
      throw new FetchFailure(
          Remedy.NONE,
          new BlockDownloadException(
              fetch.fileId(), fetch.block(), "the storage redirects to nowhere"));
    }
  }
}
