// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.Block;
import io.directio.BlockInfo;
import io.directio.Compression;
import io.directio.FileMetadata;
import io.directio.FileRef;
import io.directio.assemble.LocalDestinationSpec;
import io.directio.assemble.s3.S3DestinationSpec;
import java.nio.file.Path;
import java.util.HexFormat;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

class RegroupTest {

  private static final S3DestinationSpec BUCKET = S3DestinationSpec.of("s3://bucket");

  private static Block block(long offset) {
    FileRef ref = FileRef.ofId(7);
    FileMetadata file =
        new FileMetadata(ref, 1L << 30, 1 << 14, Compression.NONE, false, 0x0123456789abcdefL);
    return new Block(file, new BlockInfo((int) (offset >> 16) + 1, offset, 3), 0, new byte[3]);
  }

  @Test
  void isOfUseWhereOneWriterShouldHaveNeighbours() {
    assertThat(Regroup.isOfUse(BUCKET)).isTrue();
    assertThat(Regroup.isOfUse(LocalDestinationSpec.in(Path.of("/x")))).isFalse();
  }

  @Test
  void aBlockBelongsToTheUnitInWhichItBegins() {
    assertThat(Unit.of(block(0), BUCKET).number()).isZero();
    assertThat(Unit.of(block((16 << 20) - 1), BUCKET).number()).isZero();
    assertThat(Unit.of(block(16 << 20), BUCKET)).isEqualTo(new Unit(7, 0x0123456789abcdefL, 1));
  }

  @Test
  void keepsTheFormatOfUnits() throws Exception {
    Unit unit = new Unit(7, 0x0123456789abcdefL, 9);
    String hex = "01" + "0000000000000007" + "0123456789abcdef" + "0000000000000009";
    assertThat(HexFormat.of().formatHex(CoderUtils.encodeToByteArray(UnitCoder.of(), unit)))
        .isEqualTo(hex);
    assertThat(CoderUtils.decodeFromByteArray(UnitCoder.of(), HexFormat.of().parseHex(hex)))
        .isEqualTo(unit);
  }
}
