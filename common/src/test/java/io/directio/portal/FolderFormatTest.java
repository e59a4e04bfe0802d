// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How folders are asked for by name. */
class FolderFormatTest {

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void asksAsThePublicSdkDoes() {
    assertThat(FolderFormat.request("R&D", 50, 25))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(
            "<obj><att id=\"type\"><val>db</val></att><att id=\"name\"><val>query</val></att>"
                + "<att id=\"param\"><obj><att id=\"startFrom\"><val>50</val></att>"
                + "<att id=\"countLimit\"><val>25</val></att>"
                + "<att id=\"include\"><list><val>name</val><val>uid</val></list></att>"
                + "<att id=\"filters\"><list><obj class=\"StringFilter\">"
                + "<att id=\"field\"><val>name</val></att>"
                + "<att id=\"restriction\"><val>eq</val></att>"
                + "<att id=\"value\"><val>R&amp;D</val></att>"
                + "</obj></list></att></obj></att></obj>");
  }

  @Test
  void readsFoldersAndSkipsWhatItDoesNotKnow() throws Exception {
    FolderFormat.Page page =
        FolderFormat.parse(
            bytes(
                "<obj><att id=\"objects\"><list>"
                    + "<obj><att id=\"uid\"><val>7</val></att>"
                    + "<att id=\"owner\"><obj><att id=\"name\"><val>ann</val></att></obj></att>"
                    + "<att id=\"name\"><val>R&amp;D</val></att></obj>"
                    + "<obj><att id=\"name\"><val>without id</val></att></obj>"
                    + "<obj><att id=\"name\"><val>b</val></att>"
                    + "<att id=\"uid\"><val> 8 </val></att></obj>"
                    + "</list></att><att id=\"hasMore\"><val>true</val></att></obj>"));

    assertThat(page.folders()).containsExactly(new CloudFolder(7, "R&D"), new CloudFolder(8, "b"));
    assertThat(page.hasMore()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no XML CaNaRy",
        "<obj>",
        "<obj></obj>",
        "<obj><att id=\"hasMore\"><val>false</val></att><att id=\"objects\"><list><obj>"
            + "<att id=\"name\"><val>n</val></att><att id=\"uid\"><val>CaNaRy</val></att></obj>"
            + "</list></att></obj>",
        "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>"
            + "<obj><att id=\"hasMore\"><val>&e;</val></att></obj>",
        "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>"
            + "<obj><att id=\"hasMore\"><val>&b;</val></att></obj>"
      })
  void refusesWhatIsNoListOfFolders(String body) {
    assertThatThrownBy(() -> FolderFormat.parse(bytes(body)))
        .isInstanceOf(ListingSyntaxException.class)
        .hasMessageNotContaining("CaNaRy");
  }
}
