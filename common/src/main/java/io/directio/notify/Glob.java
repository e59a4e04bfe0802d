// SPDX-License-Identifier: Apache-2.0
package io.directio.notify;

import java.io.Serializable;
import java.util.Objects;

/**
 * A pattern for paths. {@code *} stands for any characters of one component, {@code ?} for one of
 * them, {@code **} as a whole component for any number of components; everything else stands for
 * itself, case included. A pattern without {@code /} is for the last component, wherever it is; one
 * with {@code /} is for the whole path.
 *
 * <p>Patterns and names can be hostile: matching takes time in proportion to the product of their
 * lengths at most, and any text is both a valid pattern and a valid path. Immutable.
 *
 * @param pattern the pattern, not empty
 */
public record Glob(String pattern) implements Serializable {

  private static final String ANY_DEPTH = "**";

  /**
   * @throws IllegalArgumentException if the pattern is empty
   */
  public Glob {
    Objects.requireNonNull(pattern, "pattern");
    if (pattern.isEmpty()) {
      throw new IllegalArgumentException("A pattern for paths can't be empty");
    }
  }

  /**
   * Whether a path fits.
   *
   * @param path components separated by {@code /}, not beginning with one
   */
  public boolean matches(String path) {
    if (pattern.indexOf('/') < 0 && !pattern.equals(ANY_DEPTH)) {
      return component(pattern, path.substring(path.lastIndexOf('/') + 1));
    }
    String anchored = pattern.startsWith("/") ? pattern.substring(1) : pattern;
    return components(anchored.split("/", -1), path.split("/", -1));
  }

  /** Goes back to the last {@code **} only, which is enough: an earlier one can't do better. */
  private static boolean components(String[] patterns, String[] path) {
    int p = 0;
    int c = 0;
    int star = -1;
    int resume = 0;
    while (c < path.length) {
      if (p < patterns.length && patterns[p].equals(ANY_DEPTH)) {
        star = p++;
        resume = c;
      } else if (p < patterns.length && component(patterns[p], path[c])) {
        p++;
        c++;
      } else if (star >= 0) {
        p = star + 1;
        c = ++resume;
      } else {
        return false;
      }
    }
    while (p < patterns.length && patterns[p].equals(ANY_DEPTH)) {
      p++;
    }
    return p == patterns.length;
  }

  private static boolean component(String pattern, String name) {
    int p = 0;
    int c = 0;
    int star = -1;
    int resume = 0;
    while (c < name.length()) {
      char wanted = p < pattern.length() ? pattern.charAt(p) : 0;
      if (p < pattern.length() && wanted == '*') {
        star = p++;
        resume = c;
      } else if (p < pattern.length() && wanted == '?') {
        p++;
        c += Character.charCount(name.codePointAt(c));
      } else if (p < pattern.length() && wanted == name.charAt(c)) {
        p++;
        c++;
      } else if (star >= 0) {
        p = star + 1;
        c = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  @Override
  public String toString() {
    return pattern;
  }
}
