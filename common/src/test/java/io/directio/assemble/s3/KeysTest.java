// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.Compression;
import io.directio.FileMetadata;
import io.directio.FileRef;
import io.directio.assemble.Revision;
import io.directio.assemble.objects.Piece;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and metadata in a bucket are a format: a later release must find what this one stored. */
class KeysTest {

  private static final FileMetadata FILE =
      new FileMetadata(
          new FileRef(42, "a/b", 9_000_000, 7),
          9_000_000,
          9,
          Compression.GZIP,
          true,
          0x00ab_cdef_0123_4567L);

  private final Keys keys = new Keys("some/folder/");

  @Test
  void namesPiecesByWhatTheyHold() {
    Piece piece = new Piece(5_242_880, 1_048_576, 0x0badcafe);
    String key = keys.piece(FILE, piece);
    assertThat(key)
        .isEqualTo(
            "some/folder/.directio/partial/42-00abcdef01234567/0000000000005242880-1048576-0badcafe");
    assertThat(Keys.parse(key)).contains(piece);
    assertThat(key).startsWith(keys.partialsOf(42)).startsWith(keys.partialsOf(FILE));
    assertThat(Keys.isUpload(key)).isFalse();
    assertThat(Keys.isUpload(keys.upload(FILE, "x"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p/upload-x",
        "p/0000000000000000000-0-00000000",
        "p/9223372036854775807-9223372036854775807-00000000",
        "p/9999999999999999999-1-00000000",
        "p/0000000000000000000-1-0000000g",
        "p/",
      })
  void ignoresNamesThatAreNone(String key) {
    assertThat(Keys.parse(key)).isEmpty();
  }

  @Test
  void marksWhatIsPublished() {
    Revision revision = new Revision(9, Instant.ofEpochMilli(1_700_000_000_123L));
    Mark mark = new Mark(42, 0x00ab_cdef_0123_4567L, 9_000_000, 0x0badcafe, revision);
    Map<String, String> metadata =
        Map.of("directio", "2:42:00abcdef01234567:9000000:0badcafe:9:1700000000123");
    assertThat(mark.toMetadata()).isEqualTo(metadata);
    assertThat(Mark.parse(metadata)).contains(mark);
    assertThat(mark.isOf(FILE)).isTrue();
    Mark bare = new Mark(42, 1, 2, 3, Revision.UNKNOWN);
    assertThat(Mark.parse(bare.toMetadata())).contains(bare);
  }

  @Test
  void readsMarksOfTheFirstFormat() {
    assertThat(Mark.parse(Map.of("directio", "1:42:00abcdef01234567:9000000:0badcafe")))
        .contains(new Mark(42, 0x00ab_cdef_0123_4567L, 9_000_000, 0x0badcafe, Revision.UNKNOWN));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3:42:00abcdef01234567:9000000:0badcafe:9:1", "1:42:00:9:0", "1:x"})
  void takesNoMarkForGranted(String text) {
    assertThat(Mark.parse(Map.of("directio", text))).isEmpty();
    assertThat(Mark.parse(Map.of())).isEmpty();
  }

  @Test
  void readsAddresses() {
    S3DestinationSpec spec = S3DestinationSpec.of("s3://my-bucket/some/folder");
    assertThat(spec.bucket()).isEqualTo("my-bucket");
    assertThat(spec.prefix()).isEqualTo("some/folder/");
    assertThat(spec.url()).isEqualTo("s3://my-bucket/some/folder/");
    assertThat(S3DestinationSpec.of("s3://my-bucket").prefix()).isEmpty();
    assertThat(spec.unit(1000)).isEqualTo(16 << 20);
    // Ten thousand parts of 105 MiB hold a tebibyte; of 104 they don't.
    assertThat(spec.unit(1L << 40)).isEqualTo(105 << 20);
    URI withUser = URI.create("http://user:secret@host");
    assertThatThrownBy(() -> spec.withEndpoint(withUser))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://", "s3:///x", "http://x", "s3://b/a//b", "s3://b//a", "/local"})
  void refusesWhatIsNoAddress(String url) {
    assertThatThrownBy(() -> S3DestinationSpec.of(url))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
