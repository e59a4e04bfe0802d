// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.emulator.portal.ListingEdit;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every fault of the portal shows on the wire what it says. */
class PortalFaultsTest {
  private static final int BLOCK = 1000;

  private final Emulator emulator =
      Emulator.builder()
          .file("a", new byte[2500])
          .file("b", new byte[10])
          .blockSize(BlockSize.fixed(BLOCK))
          .start();
  private final PlainReader reader = new PlainReader(emulator);

  @AfterEach
  void closeEmulator() {
    emulator.close();
  }

  @Test
  void answersWithStatusesAndPages() throws Exception {
    emulator.faults().portal().forFile("a").once().respond(422);
    assertThat(list("b").statusCode()).isEqualTo(200);
    assertThat(list("a").statusCode()).isEqualTo(422);
    emulator.faults().portal().once().loginPage();
    assertThat(list("a").body()).contains("<title>Login</title>");
    emulator.faults().portal().once().redirectToLogin();
    HttpResponse<String> redirect = list("a");
    assertThat(redirect.statusCode()).isEqualTo(302);
    assertThat(redirect.headers().firstValue("Location")).contains("/ServicesPortal/login");
    emulator.faults().portal().once().json("{}");
    assertThat(list("a").body()).isEqualTo("{}");
    emulator.faults().portal().once().truncateBody(50);
    assertThat(list("a").body()).hasSize(50);
    assertThat(reader.get(emulator.portalUri() + "/").body()).asString().contains("j_username");
  }

  @Test
  void breaksListingsOff() throws Exception {
    emulator.faults().portal().once().closeAfter(60);
    RawClient.Answer cut = rawList();
    assertThat(cut.status()).isEqualTo(200);
    assertThat(new String(cut.body())).contains("{\"encrypt_info\"").doesNotContain("]}");
    emulator.faults().portal().once().reset();
    assertThat(rawList().end()).isEqualTo(RawClient.End.RESET);
    emulator.faults().portal().once().stall();
    assertThat(rawList().end()).isEqualTo(RawClient.End.SILENT);
  }

  @Test
  void editsListings() throws Exception {
    assertThat(edited(e -> e.length(2, -1))).contains("\"len\":1000}").contains("\"len\":-1}");
    assertThat(edited(e -> e.length(2, 1L << 50))).contains("\"len\":1125899906842624}");
    assertThat(edited(e -> e.withoutLength(3))).doesNotContain("\"len\":500");
    assertThat(edited(e -> e.lengthJson(1, "\"x\""))).contains("\"len\":\"x\"}");
    assertThat(edited(e -> e.nullUrl(1))).contains("{\"url\":null,\"len\":1000}");
    assertThat(edited(e -> e.url(1, "ftp://x/"))).contains("{\"url\":\"ftp://x/\",");
    assertThat(edited(e -> e.mapUrls(url -> url.replace("127.0.0.1", "169.254.169.254"))))
        .contains("http://169.254.169.254:")
        .doesNotContain("127.0.0.1");
    assertThat(edited(e -> e.blocks(1))).containsOnlyOnce("\"url\"");
    assertThat(edited(e -> e.blocks(9000)).split("\\{\"url\"")).hasSize(9001);
    assertThat(edited(ListingEdit::noBlocks)).endsWith("\"chunks\":[]}");
    assertThat(edited(ListingEdit::nullBlocks)).endsWith("\"chunks\":null}");
    assertThat(edited(e -> e.wrappedKey("bm9uc2Vuc2U=")))
        .contains("\"wrapped_key\":\"bm9uc2Vuc2U=\"");
    assertThat(edited(e -> e.compression("LZ4").encrypted(false)))
        .contains("\"compression_type\":\"LZ4\"", "\"data_encrypted\":false");
    assertThat(edited(ListingEdit::legacy)).contains("\"location\"").doesNotContain("encrypt_info");
    assertThat(edited(e -> e.urlTtl(Duration.ofSeconds(5)))).contains("X-Amz-Expires=5");
    assertThat(edited(ListingEdit::unknownFields)).contains("new_text", "\"len\":1000");
    assertThat(list("a").body()).doesNotContain("new_text");
  }

  @Test
  void handsOutExpiredUrls() throws Exception {
    emulator.faults().portal().once().listing(e -> e.signedAgo(Duration.ofHours(1)));
    assertThat(reader.get(reader.list("a").chunks().get(0).url()).statusCode()).isEqualTo(403);
    assertThat(reader.get(reader.list("a").chunks().get(0).url()).statusCode()).isEqualTo(200);
  }

  private String edited(Consumer<ListingEdit> edit) throws Exception {
    emulator.faults().portal().once().listing(edit);
    return list("a").body();
  }

  private HttpResponse<String> list(String path) throws Exception {
    return reader.list(Long.toString(emulator.file(path).id()), emulator.accessKeyId());
  }

  private RawClient.Answer rawList() throws Exception {
    return RawClient.get(
        emulator.portalUri() + "/directio/" + emulator.file("a").id(),
        300,
        "Authorization: Bearer " + emulator.accessKeyId());
  }
}
