// SPDX-License-Identifier: Apache-2.0
package io.directio.notify;

import io.directio.portal.PortalContext;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Which events are wanted, and how they are asked for. Immutable; holds no secret.
 *
 * @param context which side of the portal is asked; default {@link PortalContext#ADMIN}
 * @param folderIds cloud drive folders, by id
 * @param folderNames cloud drive folders, by name, which are looked up when a feed is first used;
 *     all that have the name, whoever they belong to. With neither ids nor names, the default: all
 *     folders that the user may see
 * @param pageSize most events of a page; default 2000
 * @param longPoll how long the portal may hold a call that waits for changes, from 1 ms to 10 min;
 *     default 10 s
 * @param filter which events are wanted; default all
 * @param rejectedCursors what to do with a position that is of no use any more; default: fail
 * @param resolvePaths whether events get their full path, which costs a call for each folder that
 *     is met; default true
 * @param pathMemory bytes of folders whose paths are remembered; default 64 MiB
 */
public record NotificationOptions(
    PortalContext context,
    List<Long> folderIds,
    List<String> folderNames,
    int pageSize,
    Duration longPoll,
    EventFilter filter,
    CursorPolicy rejectedCursors,
    boolean resolvePaths,
    long pathMemory)
    implements Serializable {

  private static final Duration LONGEST_POLL = Duration.ofMinutes(10);

  /** The defaults. */
  public static final NotificationOptions DEFAULT = builder().build();

  /**
   * @throws IllegalArgumentException if a value is out of its bounds, or a path filter is wanted
   *     without paths
   */
  public NotificationOptions {
    Objects.requireNonNull(context, "context");
    folderIds = folderIds.stream().distinct().sorted().toList();
    folderNames = folderNames.stream().distinct().sorted().toList();
    Objects.requireNonNull(filter, "filter");
    Objects.requireNonNull(rejectedCursors, "rejectedCursors");
    if (pageSize < 1) {
      throw new IllegalArgumentException("pageSize must be at least 1, not " + pageSize);
    }
    if (longPoll.toMillis() < 1 || longPoll.compareTo(LONGEST_POLL) > 0) {
      throw new IllegalArgumentException(
          "longPoll must lie between a millisecond and ten minutes, not " + longPoll);
    }
    if (pathMemory < 0) {
      throw new IllegalArgumentException("pathMemory must not be negative");
    }
    if (filter.needsPaths() && !resolvePaths) {
      throw new IllegalArgumentException("A filter of paths needs resolvePaths");
    }
  }

  /** A builder that starts with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder that starts with these options. */
  public Builder toBuilder() {
    return new Builder()
        .context(context)
        .folderIds(folderIds)
        .folderNames(folderNames)
        .pageSize(pageSize)
        .longPoll(longPoll)
        .filter(filter)
        .rejectedCursors(rejectedCursors)
        .resolvePaths(resolvePaths)
        .pathMemory(pathMemory);
  }

  /** Builds options; what is not set keeps its default. */
  public static final class Builder {

    private PortalContext context = PortalContext.ADMIN;
    private List<Long> folderIds = List.of();
    private List<String> folderNames = List.of();
    private int pageSize = 2000;
    private Duration longPoll = Duration.ofSeconds(10);
    private EventFilter filter = EventFilter.ALL;
    private CursorPolicy rejectedCursors = CursorPolicy.FAIL;
    private boolean resolvePaths = true;
    private long pathMemory = 64L << 20;

    private Builder() {}

    /** See {@link NotificationOptions#context()}. */
    public Builder context(PortalContext side) {
      this.context = side;
      return this;
    }

    /** See {@link NotificationOptions#folderIds()}. */
    public Builder folderIds(List<Long> ids) {
      this.folderIds = ids;
      return this;
    }

    /** See {@link NotificationOptions#folderNames()}. */
    public Builder folderNames(List<String> names) {
      this.folderNames = names;
      return this;
    }

    /** See {@link NotificationOptions#pageSize()}. */
    public Builder pageSize(int events) {
      this.pageSize = events;
      return this;
    }

    /** See {@link NotificationOptions#longPoll()}. */
    public Builder longPoll(Duration timeout) {
      this.longPoll = timeout;
      return this;
    }

    /** See {@link NotificationOptions#filter()}. */
    public Builder filter(EventFilter wanted) {
      this.filter = wanted;
      return this;
    }

    /** See {@link NotificationOptions#rejectedCursors()}. */
    public Builder rejectedCursors(CursorPolicy policy) {
      this.rejectedCursors = policy;
      return this;
    }

    /** See {@link NotificationOptions#resolvePaths()}. */
    public Builder resolvePaths(boolean resolve) {
      this.resolvePaths = resolve;
      return this;
    }

    /** See {@link NotificationOptions#pathMemory()}. */
    public Builder pathMemory(long bytes) {
      this.pathMemory = bytes;
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException if a value is out of its bounds
     */
    public NotificationOptions build() {
      return new NotificationOptions(
          context,
          folderIds,
          folderNames,
          pageSize,
          longPoll,
          filter,
          rejectedCursors,
          resolvePaths,
          pathMemory);
    }
  }
}
