// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import io.directio.Block;
import io.directio.BlockConnectionException;
import io.directio.BlockDownloadException;
import io.directio.BlockException;
import io.directio.BlockTimeoutException;
import io.directio.BlockUrlRefusedException;
import io.directio.DirectIOException;
import io.directio.ErrorCode;
import io.directio.codec.FileKey;
import io.directio.http.HostPolicy;
import io.directio.http.HostThrottle;
import io.directio.http.HttpException;
import io.directio.http.RetryBudget;
import io.directio.http.RetryPolicy;
import io.directio.read.FetchFailure.Remedy;
import io.directio.read.FetchOutcome.Again;
import io.directio.read.FetchOutcome.Busy;
import io.directio.read.FetchOutcome.Cancelled;
import io.directio.read.FetchOutcome.Failed;
import io.directio.read.FetchOutcome.Fetched;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one attempt at one block: leases, asks, reads, decodes, checks; and says what is to be done
 * if that failed. It never waits for its turn or for a pause to end: whoever calls does other work
 * meanwhile.
 *
 * <p><b>Threading:</b> safe for use by many threads; an attempt blocks its thread for the time of
 * one exchange.
 */
final class BlockFetcher {

  /** What retrying is bounded by, and whose URLs are asked. */
  record Rules(
      HostPolicy hosts,
      RetryPolicy retries,
      RetryBudget retryBudget,
      AzurePrefix azurePrefix,
      RandomGenerator random) {}

  private static final Logger LOG = LoggerFactory.getLogger(BlockFetcher.class);

  private final HedgedSource objects;
  private final HostThrottle throttle;
  private final Decoders decoders;
  private final ArrayPool arrays;
  private final Rules rules;
  private final ReadCounters counters;

  BlockFetcher(
      HedgedSource objects,
      HostThrottle throttle,
      Decoders decoders,
      ArrayPool arrays,
      Rules rules,
      ReadCounters counters) {
    this.objects = objects;
    this.throttle = throttle;
    this.decoders = decoders;
    this.arrays = arrays;
    this.rules = rules;
    this.counters = counters;
  }

  /** Makes one attempt. Does not throw for anything that a server can do. */
  FetchOutcome attempt(BlockFetch fetch) {
    LeasedUrl leased;
    FileKey key;
    try {
      leased = lease(fetch);
      key = leased.lease().key();
    } catch (DirectIOException e) {
      return fetch.isCancelled() ? new Cancelled() : new Failed(e);
    }
    String url = leased.url();
    Optional<String> refusal = rules.hosts().refusal(url);
    if (refusal.isPresent()) {
      return new Failed(refused(fetch, refusal.get()));
    }
    Optional<HostThrottle.Permit> permit = throttle.tryAcquire(StorageUrl.authority(url));
    if (permit.isEmpty()) {
      return new Busy();
    }
    if (fetch.attempts.isFirst()) {
      rules.retryBudget().request();
    }
    try (HostThrottle.Permit held = permit.get()) {
      return new Fetched(fetchAndDecode(fetch, url, key, held));
    } catch (FetchFailure e) {
      return next(fetch, leased, e);
    } catch (HttpException e) {
      if (fetch.isCancelled()) {
        return new Cancelled();
      }
      FetchFailure failure = exchangeFailed(fetch, e);
      boolean stale = failure.remedy() == Remedy.RETRY && leased.mayHaveExpired();
      return next(fetch, leased, stale ? new FetchFailure(Remedy.RENEW, failure.error()) : failure);
    } catch (IOException e) {
      FetchFailure failure =
          e instanceof BlockException corrupt
              ? new FetchFailure(Remedy.REFETCH, corrupt)
              : new FetchFailure(Remedy.RETRY, connection(fetch, e));
      return next(fetch, leased, failure);
    }
  }

  private static LeasedUrl lease(BlockFetch fetch) throws DirectIOException {
    int chunk = fetch.slice().chunk();
    Lease refused = fetch.refused;
    if (refused == null) {
      return fetch.file().url(chunk);
    }
    LeasedUrl leased = fetch.file().renewed(refused, chunk);
    fetch.refused = null;
    return leased;
  }

  private Block fetchAndDecode(
      BlockFetch fetch, String url, FileKey key, HostThrottle.Permit permit)
      throws IOException, FetchFailure {
    long begin = System.nanoTime();
    StoredObject object = objects.get(fetch, url, permit);
    counters.received(object.length(), System.nanoTime() - begin);
    Block block = fetch.file().isNative() ? plain(fetch, object) : decode(fetch, url, key, object);
    counters.read(block.length());
    return block;
  }

  private static Block plain(BlockFetch fetch, StoredObject object) {
    CRC32C digest = new CRC32C();
    digest.update(object.array(), 0, object.length());
    return block(fetch, (int) digest.getValue(), object.array());
  }

  private Block decode(BlockFetch fetch, String url, FileKey key, StoredObject object)
      throws FetchFailure {
    boolean prefix = rules.azurePrefix().isExpectedAt(StorageUrl.host(url));
    Optional<String> page = ErrorPage.recognise(object.array(), object.length());
    byte[] destination = fetch.destination(arrays);
    try {
      int digest =
          decoders.decode(
              decoder -> {
                int crc =
                    decoder.decode(
                        fetch.split(),
                        fetch.file().format(prefix),
                        key,
                        object.array(),
                        object.length(),
                        destination);
                counters.decoded(decoder.decryptNanos(), decoder.decompressNanos());
                return crc;
              });
      return block(fetch, digest, destination);
    } catch (BlockException corrupt) {
      arrays.give(destination);
      throw page.isPresent()
          ? new ObjectBody(fetch, arrays).page(page.get())
          : new FetchFailure(Remedy.REFETCH, corrupt);
    } finally {
      arrays.give(object.array());
    }
  }

  private static Block block(BlockFetch fetch, int digest, byte[] array) {
    return new Block(fetch.file().plan().metadata(), fetch.block(), digest, array);
  }

  /** What follows from a failure, with all that was tried before. */
  private FetchOutcome next(BlockFetch fetch, LeasedUrl leased, FetchFailure failure) {
    if (fetch.isCancelled()) {
      return new Cancelled();
    }
    Attempts attempts = fetch.attempts;
    int allowed = rules.retries().attempts();
    boolean again =
        switch (failure.remedy()) {
          case RETRY -> attempts.mayRetry(allowed);
          case WAIT -> attempts.mayWait(allowed);
          case REFETCH -> attempts.mayRefetch();
          case RENEW -> attempts.mayRenew();
          case RENEW_ONCE -> attempts.mayRenewMissing();
          case NONE -> false;
        };
    if (!again) {
      return new Failed(failure.error());
    }
    counters.repeated(failure.remedy());
    LOG.debug("Once more, by {}: {}", failure.remedy(), failure.error().getMessage());
    Duration pause = rules.retries().pause(attempts.failures(), rules.random());
    switch (failure.remedy()) {
      case RENEW, RENEW_ONCE -> {
        fetch.refused = leased.lease();
        // A new URL is as good as new; only if even that is refused does it make sense to wait.
        return new Again(attempts.renewals() > 1 ? pause : Duration.ZERO, failure.error());
      }
      case WAIT -> {
        // The host's throttle bounds these; a storm at one host must not use up what the blocks
        // of the others may need.
        Duration delay = failure.retryAfter().orElse(Duration.ZERO).plus(pause);
        throttle.waits(delay);
        return new Again(delay, failure.error());
      }
      default -> {
        Optional<Duration> turn = rules.retryBudget().reserve();
        return turn.isPresent()
            ? new Again(pause.plus(turn.get()), failure.error())
            : new Failed(failure.error());
      }
    }
  }

  private static FetchFailure exchangeFailed(BlockFetch fetch, HttpException e) {
    return switch (e.kind()) {
      case TIMEOUT ->
          new FetchFailure(
              Remedy.RETRY,
              new BlockTimeoutException(fetch.fileId(), fetch.block(), e.getMessage(), e));
      case CONNECT, RESET, PROTOCOL, TRUNCATED ->
          new FetchFailure(Remedy.RETRY, connection(fetch, e));
      case TLS ->
          new FetchFailure(
              Remedy.NONE,
              new BlockException(ErrorCode.TLS, fetch.fileId(), fetch.block(), e.getMessage(), e));
      case REFUSED -> new FetchFailure(Remedy.NONE, refused(fetch, e.getMessage()));
      case CANCELLED ->
          new FetchFailure(
              Remedy.NONE,
              new BlockDownloadException(
                  fetch.fileId(), fetch.block(), "the client was closed meanwhile", e));
    };
  }

  private static BlockConnectionException connection(BlockFetch fetch, IOException e) {
    return new BlockConnectionException(fetch.fileId(), fetch.block(), e.getMessage(), e);
  }

  private static BlockUrlRefusedException refused(BlockFetch fetch, String reason) {
    return new BlockUrlRefusedException(fetch.fileId(), fetch.block(), reason);
  }
}
