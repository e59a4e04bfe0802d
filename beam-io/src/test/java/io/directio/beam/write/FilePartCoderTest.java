// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.Compression;
import io.directio.ErrorCode;
import io.directio.FileMetadata;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.assemble.Receipt;
import java.io.EOFException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

class FilePartCoderTest {

  private static final FileMetadata FILE =
      new FileMetadata(
          new FileRef(7, "ü", 300, 9), 300, 3, Compression.GZIP, true, 0x0123456789abcdefL);

  private static final String WRITTEN =
      "0100"
          + "000000000000000700000002c3bc000000000000012c0000000000000009"
          + "000000000000012c0000000301010123456789abcdef"
          + "00000002"
          + "000000000000000000000000000000640000cafe00"
          + "000000000000006400000000000000c8fffffffe01";

  private static void assertBytes(FilePart part, String hex) throws Exception {
    assertThat(HexFormat.of().formatHex(CoderUtils.encodeToByteArray(FilePartCoder.of(), part)))
        .isEqualTo(hex);
    assertThat(CoderUtils.decodeFromByteArray(FilePartCoder.of(), HexFormat.of().parseHex(hex)))
        .isEqualTo(part);
  }

  @Test
  void keepsItsFormat() throws Exception {
    assertBytes(
        new FilePart.Written(
            FILE,
            List.of(
                new Receipt(FILE, 0, 100, 0xcafe, false), new Receipt(FILE, 100, 200, -2, true))),
        WRITTEN);
    assertBytes(
        new FilePart.Ended(
            new ManifestEntry(
                3,
                "3",
                -1,
                -1,
                0,
                null,
                ManifestEntry.Status.FAILED,
                new ManifestEntry.Failure(ErrorCode.NOT_FOUND, "no such file"))),
        "0101"
            + "00000000000000030000000133ffffffffffffffff000000000002000000094e4f545f464f554e44"
            + "0000000c6e6f20737563682066696c65");
  }

  @Test
  void refusesBytesThatEndTooEarly() {
    byte[] bytes = HexFormat.of().parseHex(WRITTEN);
    for (int length = 0; length < bytes.length; length++) {
      byte[] part = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> CoderUtils.decodeFromByteArray(FilePartCoder.of(), part))
          .hasRootCauseInstanceOf(EOFException.class);
    }
  }
}
