// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.DestinationException;
import io.directio.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SafePathTest {

  @Example
  void keepsWhatIsHarmless() throws Exception {
    String[] names = {
      "a",
      "a/b/c.txt",
      ".hidden",
      "..name",
      "a..b",
      "x.tar.gz",
      " leading",
      "12:30",
      "100%",
      "caf\u00e9",
      "cafe\u0301",
      "\u65e5\u672c\u8a9e.txt",
      "\ud83d\ude00",
      "console",
      "nulls.txt",
      "sub/.directio",
      "a~b",
      "-rf",
      "\u0627\u0644\u0639\u0631\u0628\u064a\u0629",
    };
    for (String name : names) {
      assertThat(SafePath.of(name, PathPolicy.QUARANTINE)).hasToString(name);
      assertThat(SafePath.of(name, PathPolicy.SANITISE)).hasToString(name);
    }
  }

  @Example
  void makesAHarmlessNameFromAHarmfulOne() throws Exception {
    Map<String, String> names = new HashMap<>();
    names.put("../../etc/passwd", "__/__/etc/passwd~#");
    names.put("/etc/passwd", "etc/passwd~#");
    names.put("a//b.txt", "a/b~#.txt");
    names.put("./a", "a~#");
    names.put("a/..", "a/__~#");
    names.put("C:\\x.txt", "C__x~#.txt");
    names.put("c:/x.txt", "c_/x~#.txt");
    names.put("a\\b", "a_b~#");
    names.put("a\0b\nc", "a_b_c~#");
    names.put("a\u202egnp.exe", "a_gnp~#.exe");
    names.put("a\u2028b", "a_b~#");
    names.put("a\ud800b", "a_b~#");
    names.put("name.", "name_~#");
    names.put("name. . ", "name____~#");
    names.put("dir /file", "dir_/file~#");
    names.put("CON", "_CON~#");
    names.put("a/nul.txt", "a/_nul~#.txt");
    names.put("com1.tar.gz", "_com1.tar~#.gz");
    names.put("LPT\u00b9", "_LPT\u00b9~#");
    names.put(".directio/x", "_directio/x~#");
    names.put(".DirectIO", "_DirectIO~#");
    names.put(".directio.", ".directio_~#");
    names.put("", "_~#");
    names.put("/", "_~#");
    names.put("...", "___~#");
    for (Map.Entry<String, String> name : names.entrySet()) {
      String expected = name.getValue().replace("#", "[0-9a-f]{12}").replace(".", "\\.");
      assertThat(SafePath.of(name.getKey(), PathPolicy.SANITISE).toString()).matches(expected);
      assertThatThrownBy(() -> SafePath.of(name.getKey(), PathPolicy.QUARANTINE))
          .isInstanceOf(DestinationException.class)
          .extracting("code")
          .isEqualTo(ErrorCode.UNSAFE_PATH);
    }
  }

  @Example
  void cutsWhatIsTooLong() throws Exception {
    String name = "\u00e4".repeat(200) + ".txt";
    SafePath cut = SafePath.of(name, PathPolicy.SANITISE);
    assertThat(cut.toString()).matches("\u00e4+~[0-9a-f]{12}\\.txt");
    assertThat(bytes(cut.toString())).isBetween(250, 255);

    String deep = "directory/".repeat(400) + "file.txt";
    assertThat(SafePath.of(deep, PathPolicy.SANITISE).toString())
        .matches("_long/file~[0-9a-f]{12}\\.txt");
    String longExtension = "a." + "x".repeat(300);
    assertThat(SafePath.of(longExtension, PathPolicy.SANITISE).name())
        .hasSize(255)
        .matches("a\\.x+~[0-9a-f]{12}");
  }

  @Property(tries = 3000)
  void staysBelowTheRootWhateverItIsGiven(@ForAll("nasty") String text) throws Exception {
    SafePath path = SafePath.of(text, PathPolicy.SANITISE);

    Path root = Path.of("/root");
    Path resolved = root.resolve(path.toString());
    assertThat(resolved.normalize()).isEqualTo(resolved).startsWithRaw(root).isNotEqualTo(root);
    assertThat(path.components().get(0)).isNotEqualToIgnoringCase(".directio");
    assertThat(bytes(path.toString())).isLessThanOrEqualTo(SafePath.MAX_PATH);
    assertThat(path.components())
        .allSatisfy(name -> assertThat(bytes(name)).isBetween(1, SafePath.MAX_COMPONENT));
    assertThat(SafePath.of(path.toString(), PathPolicy.QUARANTINE)).isEqualTo(path);
    assertThat(SafePath.of(text, PathPolicy.SANITISE)).isEqualTo(path);
  }

  @Property(tries = 3000)
  void keepsDifferentNamesDifferent(@ForAll("nasty") String one, @ForAll("nasty") String other)
      throws Exception {
    if (!one.equals(other)) {
      assertThat(SafePath.of(one, PathPolicy.SANITISE))
          .isNotEqualTo(SafePath.of(other, PathPolicy.SANITISE));
    }
  }

  @Example
  void messagesArePrintableAndShort() {
    String name = "evil\u001b[2J\n\u202etxt.exe" + "x".repeat(5000);
    assertThatThrownBy(() -> SafePath.of(name, PathPolicy.QUARANTINE))
        .message()
        .hasSizeLessThan(500)
        .contains("evil\\u001B[2J\\u000A\\u202Etxt.exe")
        .matches(text -> text.chars().noneMatch(c -> c < ' ' || c == 0x202e));
  }

  @Provide
  Arbitrary<String> nasty() {
    Arbitrary<String> parts =
        Arbitraries.of(
            "a",
            "b",
            "..",
            ".",
            "/",
            "//",
            "\\",
            "C:",
            "\0",
            " ",
            "NUL",
            ".txt",
            "\u202e",
            "\ud800",
            "\u00e9",
            "\ud83d\ude00",
            ".directio",
            "~",
            "\n",
            "x".repeat(260),
            "dir/".repeat(300));
    return parts.list().ofMaxSize(8).map(list -> String.join("", list));
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
