// SPDX-License-Identifier: Apache-2.0
package io.directio.notify;

import io.directio.FileEvent;
import io.directio.FileRef;
import java.io.Serializable;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Which events are wanted. Judged by what an event tells: what it doesn't tell (a size, a time)
 * can't keep it out. A deletion is judged by its type and its path alone, and one whose path isn't
 * known any more always passes: better one too many than a file that stays for ever.
 *
 * <p>Immutable.
 *
 * @param include a path must fit one of these; empty: any path
 * @param exclude a path must fit none of these
 * @param minSize fewest bytes of a file
 * @param maxSize most bytes of a file
 * @param modifiedSince a file must have been changed at that time or later, by the timestamp of its
 *     content or else by the portal's; null: at any time
 * @param types what events must be about; empty: anything
 */
public record EventFilter(
    List<Glob> include,
    List<Glob> exclude,
    long minSize,
    long maxSize,
    Instant modifiedSince,
    Set<FileEvent.Type> types)
    implements Serializable {

  /** Everything. */
  public static final EventFilter ALL = builder().build();

  /**
   * @throws IllegalArgumentException if a size is negative, or the sizes contradict each other
   */
  public EventFilter {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
    types = Set.copyOf(types);
    if (minSize < 0 || maxSize < minSize) {
      throw new IllegalArgumentException(
          "No file has between " + minSize + " and " + maxSize + " bytes");
    }
  }

  /** A builder that starts with everything. */
  public static Builder builder() {
    return new Builder();
  }

  /** Whether it can only judge events whose paths are known. */
  public boolean needsPaths() {
    return !include.isEmpty() || !exclude.isEmpty();
  }

  /** Whether an event is wanted, whatever its path is. */
  public boolean acceptsAnywhere(FileEvent event) {
    boolean type = types.isEmpty() || types.contains(event.type());
    return type && (event.deleted() || event.type() != FileEvent.Type.FILE || file(event));
  }

  /** Whether an event is wanted. */
  public boolean accepts(FileEvent event) {
    return acceptsAnywhere(event) && path(event);
  }

  private boolean file(FileEvent event) {
    boolean size =
        event.size() == FileRef.UNKNOWN || event.size() >= minSize && event.size() <= maxSize;
    Instant changed = event.fileTimestamp() != null ? event.fileTimestamp() : event.modified();
    return size && (modifiedSince == null || changed == null || !changed.isBefore(modifiedSince));
  }

  private boolean path(FileEvent event) {
    if (!needsPaths()) {
      return true;
    }
    if (event.path() == null) {
      return event.deleted();
    }
    boolean included = include.isEmpty() || include.stream().anyMatch(g -> g.matches(event.path()));
    return included && exclude.stream().noneMatch(g -> g.matches(event.path()));
  }

  /** Builds filters. */
  public static final class Builder {

    private List<Glob> include = List.of();
    private List<Glob> exclude = List.of();
    private long minSize;
    private long maxSize = Long.MAX_VALUE;
    private Instant modifiedSince;
    private Set<FileEvent.Type> types = Set.of();

    private Builder() {}

    /** Only paths that fit one of these patterns, see {@link Glob}. */
    public Builder include(String... patterns) {
      this.include = globs(patterns);
      return this;
    }

    /** No paths that fit one of these patterns, see {@link Glob}. */
    public Builder exclude(String... patterns) {
      this.exclude = globs(patterns);
      return this;
    }

    /** Only files of at least so many bytes. */
    public Builder minSize(long bytes) {
      this.minSize = bytes;
      return this;
    }

    /** Only files of at most so many bytes. */
    public Builder maxSize(long bytes) {
      this.maxSize = bytes;
      return this;
    }

    /** Only files that were changed at that time or later. */
    public Builder modifiedSince(Instant time) {
      this.modifiedSince = Objects.requireNonNull(time, "time");
      return this;
    }

    /** Only events about these. */
    public Builder types(FileEvent.Type first, FileEvent.Type... more) {
      this.types = EnumSet.of(first, more);
      return this;
    }

    /**
     * The filter.
     *
     * @throws IllegalArgumentException if a size is negative, or the sizes contradict each other
     */
    public EventFilter build() {
      return new EventFilter(include, exclude, minSize, maxSize, modifiedSince, types);
    }

    private static List<Glob> globs(String... patterns) {
      return List.of(patterns).stream().map(Glob::new).toList();
    }
  }
}
