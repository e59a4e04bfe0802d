// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble.s3;

import io.directio.DestinationException;
import io.directio.assemble.DestinationSpec;
import io.directio.assemble.PathPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;

/**
 * A bucket of Amazon S3, or of anything that speaks its language, as a destination.
 *
 * <p><b>Credentials</b> are no part of it: each worker finds them by the default chain of the AWS
 * SDK (environment, system properties, profile, web identity, container, instance).
 *
 * @param bucket the bucket, which must exist
 * @param prefix what the names of all objects begin with: empty, or ending with {@code /}
 * @param endpoint URL of the service; null for Amazon's own
 * @param region the region; null for what the SDK finds in its environment, or, with an endpoint,
 *     {@code us-east-1}
 * @param pathStyle whether the bucket is named in the path of a URL instead of its host, as most
 *     services other than Amazon's need it; default false
 * @param paths what becomes of files whose names can't be used as they are; default {@link
 *     PathPolicy#SANITISE}
 * @param partBytes size in bytes that parts of a file should have, at least {@link #MIN_PART};
 *     larger files get larger ones. Default 16 MiB
 * @param memory bytes that one open destination may hold while it puts blocks together and sends
 *     them; 0, the default, for a sixteenth of the heap, but from 16 to 128 MiB
 * @param requests how many requests one open destination makes at the same time; default 16
 * @param staleAfter after how long without a change the parts of a file count as left behind by a
 *     dead run, for {@link io.directio.assemble.Destination#cleanUp()}; default 7 days
 * @param overwriteForeign whether an object that stands under the name of an exported file, and was
 *     not published by Direct IO, is replaced; default false: the exported file fails with {@link
 *     io.directio.ErrorCode#PATH_COLLISION}
 * @param deletions whether deletions and renamings are followed, see {@link #withDeletions};
 *     default false
 */
public record S3DestinationSpec(
    String bucket,
    String prefix,
    String endpoint,
    String region,
    boolean pathStyle,
    PathPolicy paths,
    int partBytes,
    long memory,
    int requests,
    Duration staleAfter,
    boolean overwriteForeign,
    boolean deletions)
    implements DestinationSpec {

  private static final long serialVersionUID = 1L;

  /** Smallest part, in bytes, that S3 takes anywhere but at the end of an object. */
  public static final int MIN_PART = 5 << 20;

  /** Most parts that S3 takes of one object. */
  static final int MAX_PARTS = 10_000;

  private static final int MAX_PREFIX = 512;
  private static final long MEBI = 1L << 20;

  public S3DestinationSpec {
    Objects.requireNonNull(paths, "paths");
    Objects.requireNonNull(staleAfter, "staleAfter");
    if (bucket == null || !bucket.matches("[A-Za-z0-9][A-Za-z0-9._-]{1,253}")) {
      throw new IllegalArgumentException("Not the name of a bucket: '" + bucket + "'");
    }
    if (!prefix.isEmpty()
        && (!prefix.endsWith("/") || prefix.startsWith("/") || prefix.contains("//"))) {
      throw new IllegalArgumentException("Not a prefix: '" + prefix + "'");
    }
    if (prefix.length() > MAX_PREFIX) {
      throw new IllegalArgumentException("A prefix has at most " + MAX_PREFIX + " characters");
    }
    if (endpoint != null && !endpoint.matches("https?://[^/?#@]+/?")) {
      throw new IllegalArgumentException(
          "An endpoint is a URL such as https://s3.example.com, without path and user");
    }
    if (partBytes < MIN_PART || memory < 0 || requests < 1 || staleAfter.isNegative()) {
      throw new IllegalArgumentException(
          "Parts have at least "
              + MIN_PART
              + " bytes, there is at least one request, and nothing is negative");
    }
  }

  /**
   * A bucket, or a folder in one, with the defaults.
   *
   * @param url {@code s3://BUCKET} or {@code s3://BUCKET/PREFIX}
   * @throws IllegalArgumentException if it is something else
   */
  public static S3DestinationSpec of(String url) {
    if (!isS3(url)) {
      throw new IllegalArgumentException("Not an address like s3://bucket/prefix: '" + url + "'");
    }
    String rest = url.substring("s3://".length());
    int slash = rest.indexOf('/');
    String bucket = slash < 0 ? rest : rest.substring(0, slash);
    if (bucket.isEmpty()) {
      throw new IllegalArgumentException(
          "'" + url + "' names no bucket: it comes first, as in s3://bucket/prefix");
    }
    String prefix = slash < 0 ? "" : rest.substring(slash + 1);
    String folder = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
    return new S3DestinationSpec(
        bucket,
        folder,
        null,
        null,
        false,
        PathPolicy.SANITISE,
        16 << 20,
        0,
        16,
        Duration.ofDays(7),
        false,
        false);
  }

  /** Whether a text is meant as the address of a bucket: whether it begins with {@code s3://}. */
  public static boolean isS3(String text) {
    return text.regionMatches(true, 0, "s3://", 0, 5);
  }

  /** The address, {@code s3://BUCKET/PREFIX}. */
  public String url() {
    return "s3://" + bucket + "/" + prefix;
  }

  /** The same at another service; null for Amazon's own. */
  public S3DestinationSpec withEndpoint(URI service) {
    return new S3DestinationSpec(
        bucket,
        prefix,
        service == null ? null : service.toString(),
        region,
        pathStyle,
        paths,
        partBytes,
        memory,
        requests,
        staleAfter,
        overwriteForeign,
        deletions);
  }

  /** The same in another region. */
  public S3DestinationSpec withRegion(String name) {
    return new S3DestinationSpec(
        bucket,
        prefix,
        endpoint,
        name,
        pathStyle,
        paths,
        partBytes,
        memory,
        requests,
        staleAfter,
        overwriteForeign,
        deletions);
  }

  /** The same with the bucket in the path of URLs, or in the host. */
  public S3DestinationSpec withPathStyle(boolean inPath) {
    return new S3DestinationSpec(
        bucket,
        prefix,
        endpoint,
        region,
        inPath,
        paths,
        partBytes,
        memory,
        requests,
        staleAfter,
        overwriteForeign,
        deletions);
  }

  /** The same with another policy for names. */
  public S3DestinationSpec withPaths(PathPolicy policy) {
    return new S3DestinationSpec(
        bucket,
        prefix,
        endpoint,
        region,
        pathStyle,
        policy,
        partBytes,
        memory,
        requests,
        staleAfter,
        overwriteForeign,
        deletions);
  }

  /** The same with another size of parts, in bytes. */
  public S3DestinationSpec withPartBytes(int bytes) {
    return new S3DestinationSpec(
        bucket,
        prefix,
        endpoint,
        region,
        pathStyle,
        paths,
        bytes,
        memory,
        requests,
        staleAfter,
        overwriteForeign,
        deletions);
  }

  /** The same with another bound for memory, in bytes. */
  public S3DestinationSpec withMemory(long bytes) {
    return new S3DestinationSpec(
        bucket,
        prefix,
        endpoint,
        region,
        pathStyle,
        paths,
        partBytes,
        bytes,
        requests,
        staleAfter,
        overwriteForeign,
        deletions);
  }

  /** The same with another number of requests at a time. */
  public S3DestinationSpec withRequests(int atOnce) {
    return new S3DestinationSpec(
        bucket,
        prefix,
        endpoint,
        region,
        pathStyle,
        paths,
        partBytes,
        memory,
        atOnce,
        staleAfter,
        overwriteForeign,
        deletions);
  }

  /** The same with another age from which on parts are stale. */
  public S3DestinationSpec withStaleAfter(Duration age) {
    return new S3DestinationSpec(
        bucket,
        prefix,
        endpoint,
        region,
        pathStyle,
        paths,
        partBytes,
        memory,
        requests,
        age,
        overwriteForeign,
        deletions);
  }

  /** The same with or without replacing objects that Direct IO did not publish. */
  public S3DestinationSpec withOverwriteForeign(boolean overwrite) {
    return new S3DestinationSpec(
        bucket,
        prefix,
        endpoint,
        region,
        pathStyle,
        paths,
        partBytes,
        memory,
        requests,
        staleAfter,
        overwrite,
        deletions);
  }

  @Override
  public S3DestinationSpec withDeletions(boolean follow) {
    return new S3DestinationSpec(
        bucket,
        prefix,
        endpoint,
        region,
        pathStyle,
        paths,
        partBytes,
        memory,
        requests,
        staleAfter,
        overwriteForeign,
        follow);
  }

  /**
   * The size of a part: what was asked for, or so much, in whole MiB, that {@value #MAX_PARTS}
   * parts hold the file.
   */
  @Override
  public long unit(long fileSize) {
    long least = (fileSize + MAX_PARTS - 1) / MAX_PARTS;
    return Math.max(partBytes, (least + MEBI - 1) / MEBI * MEBI);
  }

  /** What {@link #memory()} comes to in this JVM. */
  long memoryHere() {
    long share = Runtime.getRuntime().maxMemory() / 16;
    return memory > 0 ? memory : Math.max(16 * MEBI, Math.min(128 * MEBI, share));
  }

  @Override
  public S3Destination open() throws DestinationException {
    return S3Destination.open(this);
  }

  @Override
  public S3Destination look() throws DestinationException {
    return S3Destination.open(withDeletions(false));
  }
}
