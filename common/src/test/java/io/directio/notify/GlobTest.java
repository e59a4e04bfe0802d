// SPDX-License-Identifier: Apache-2.0
package io.directio.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What patterns for paths fit, and that none of them can do harm. */
class GlobTest {

  @ParameterizedTest(name = "{0} and {1}: {2}")
  @CsvSource({
    "*.pdf,             a.pdf,                true",
    "*.pdf,             docs/deep/a.pdf,      true",
    "*.pdf,             a.pdf/b,              false",
    "*.PDF,             a.pdf,                false",
    "report?.txt,       x/report1.txt,        true",
    "report?.txt,       x/report12.txt,       false",
    "report?.txt,       x/report.txt,         false",
    "docs/*,            docs/a.txt,           true",
    "docs/*,            docs/deep/a.txt,      false",
    "/docs/*,           docs/a.txt,           true",
    "docs/*,            my/docs/a.txt,        false",
    "docs/**,           docs/deep/er/a.txt,   true",
    "docs/**,           docs,                 true",
    "docs/**,           docs2/a.txt,          false",
    "**/deep/*.txt,     deep/a.txt,           true",
    "**/deep/*.txt,     x/y/deep/a.txt,       true",
    "**/deep/*.txt,     x/deep/y/a.txt,       false",
    "a/**/z,            a/z,                  true",
    "a/**/z,            a/b/c/z,              true",
    "a/**/m/**/z,       a/m/b/m/z,            true",
    "a/**/m/**/z,       a/b/z,                false",
    "**,                anything/at/all,      true",
    "a**z,              abcz,                 true",
    "a/b**,             a/bcd,                true",
    "a/b**,             a/b/c,                false",
    "[a].txt,           [a].txt,              true",
    "[a].txt,           a.txt,                false",
    "'{a,b}.txt',       a.txt,                false",
    "a\\*,              a\\b,                 true",
    "(.*)+$,            x,                    false",
  })
  void fits(String pattern, String path, boolean expected) {
    assertThat(new Glob(pattern).matches(path)).isEqualTo(expected);
  }

  @Test
  void takesAnyNameThatAPortalCouldHave() {
    for (String name : new String[] {"a\u0000b", "..", "\ud83d\ude00", "\ud83d", "x\ny", " ", ""}) {
      assertThat(new Glob("*").matches(name)).isTrue();
      assertThat(new Glob("**/" + name + "*").matches("d/" + name)).isTrue();
      assertThat(new Glob("nothing").matches(name)).isFalse();
    }
    // One character, though it is two of Java's.
    assertThat(new Glob("?.txt").matches("\ud83d\ude00.txt")).isTrue();
  }

  @Test
  void takesNoLongTimeForHostilePatternsAndNames() {
    String stars = "*a".repeat(200) + "b";
    String depths = "**/a/".repeat(200) + "b";
    // It takes milliseconds, or else more years than there are.
    assertTimeoutPreemptively(
        Duration.ofMinutes(1),
        () -> {
          assertThat(new Glob(stars).matches("a".repeat(20_000))).isFalse();
          assertThat(new Glob(depths).matches("a/".repeat(20_000))).isFalse();
        });
  }

  @Test
  void isNeverEmpty() {
    assertThatThrownBy(() -> new Glob("")).isInstanceOf(IllegalArgumentException.class);
  }

  @Property(tries = 2000)
  void fitsWhatTheRegularExpressionFits(
      @ForAll("patterns") String pattern, @ForAll("paths") String path) {
    assertThat(new Glob(pattern).matches(path))
        .isEqualTo(Pattern.compile(regex(pattern)).matcher(path).matches());
  }

  @Provide
  Arbitrary<String> patterns() {
    return Arbitraries.of("a", "b", "*", "?", "**", "a*", "*b", "ab")
        .list()
        .ofMinSize(2)
        .ofMaxSize(5)
        .map(components -> String.join("/", components));
  }

  @Provide
  Arbitrary<String> paths() {
    return Arbitraries.of("a", "b", "ab", "aab", "ba")
        .list()
        .ofMinSize(1)
        .ofMaxSize(6)
        .map(components -> String.join("/", components));
  }

  /** The same said in another way: each component with the slash behind it. */
  private static String regex(String pattern) {
    StringBuilder regex = new StringBuilder();
    String[] components = pattern.split("/");
    for (int i = 0; i < components.length; i++) {
      if (components[i].equals("**")) {
        regex.append("(?:[^/]+(?:/|$))*");
      } else {
        String one = components[i].replace("*", "[^/]*").replace("?", "[^/]");
        regex.append("(?=[^/])(?:").append(one).append(")(?:/|$)");
      }
    }
    return regex.toString();
  }
}
