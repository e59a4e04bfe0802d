// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.Compression;
import io.directio.FileMetadata;
import io.directio.FileRef;
import io.directio.StoredRange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

  private static final FileMetadata FILE = TestFile.random(1, "a", 1000, 100).metadata();

  @TempDir Path directory;
  private Path journal;

  @BeforeEach
  void place() {
    journal = directory.resolve("journal");
  }

  @Test
  void remembersWhatAllWritersWrote() throws Exception {
    Journal.append(journal, "one", FILE, List.of(receipt(500, 100, 5), receipt(0, 100, 1)));
    Journal.append(journal, "two", FILE, List.of(receipt(100, 100, 2), receipt(0, 100, 1)));
    Journal.append(journal, "one", FILE, List.of(receipt(900, 100, 9)));

    assertThat(Journal.read(journal, FILE))
        .containsExactly(
            range(0, 100, 1), range(100, 100, 2), range(500, 100, 5), range(900, 100, 9));
  }

  @Test
  void knowsNothingWhereThereIsNoJournal() throws Exception {
    assertThat(Journal.read(journal, FILE)).isEmpty();
    Journal.delete(journal);
  }

  @Test
  void leavesOutWhatWasTornOrDamaged() throws Exception {
    Journal.append(journal, "w", FILE, List.of(receipt(0, 100, 1), receipt(100, 100, 2)));
    byte[] bytes = Files.readAllBytes(journal.resolve("w"));
    for (int length = 0; length < bytes.length; length++) {
      Files.write(journal.resolve("w"), Arrays.copyOf(bytes, length));
      assertThat(Journal.read(journal, FILE)).hasSize(length / Journal.RECORD);
    }
    for (int i = 0; i < bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= 0x10;
      Files.write(journal.resolve("w"), damaged);
      assertThat(Journal.read(journal, FILE)).hasSize(1);
    }
    Files.write(journal.resolve("w"), new byte[3 * Journal.RECORD]);
    assertThat(Journal.read(journal, FILE)).isEmpty();
  }

  @Test
  void goesOnAfterATornRecord() throws Exception {
    Journal.append(journal, "w", FILE, List.of(receipt(0, 100, 1)));
    Files.write(journal.resolve("w"), new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
    Journal.append(journal, "w", FILE, List.of(receipt(100, 100, 2)));

    assertThat(Journal.read(journal, FILE)).containsExactly(range(0, 100, 1), range(100, 100, 2));
  }

  @Test
  void believesNoRecordOfAnotherFileOrVersion() throws Exception {
    Journal.append(journal, "w", FILE, List.of(receipt(0, 100, 1)));

    assertThat(Journal.read(journal, TestFile.random(2, "a", 1000, 100).metadata())).isEmpty();
    assertThat(Journal.read(journal, TestFile.random(1, "a", 1000, 50).metadata())).isEmpty();
    assertThat(Journal.read(journal, FILE)).hasSize(1);
  }

  @Test
  void leavesOutWhatContradictsItself() throws Exception {
    Journal.append(
        journal,
        "w",
        FILE,
        List.of(
            receipt(0, 100, 1),
            receipt(100, 100, 2),
            receipt(100, 100, 3),
            receipt(100, 100, 2),
            receipt(300, 100, 4),
            receipt(350, 100, 5),
            receipt(400, 100, 6),
            receipt(500, 100, 7),
            receipt(600, 300, 8),
            receipt(700, 100, 9),
            receipt(900, 100, 10)));

    assertThat(Journal.read(journal, FILE))
        .containsExactly(range(0, 100, 1), range(500, 100, 7), range(900, 100, 10));
  }

  @Test
  void keepsItsFormat() throws Exception {
    FileMetadata file =
        new FileMetadata(
            new FileRef(0x1122, "a", 1000, 1),
            1000,
            10,
            Compression.NONE,
            false,
            0x0123456789abcdefL);
    Journal.append(journal, "w", file, List.of(new Receipt(file, 256, 3, 0xcafebabe, false)));

    assertThat(HexFormat.of().formatHex(Files.readAllBytes(journal.resolve("w"))))
        .isEqualTo("d10c000100000000000001000000000000000003cafebabe0000000020bfb6b9");
  }

  private static Receipt receipt(long offset, long length, int crc32c) {
    return new Receipt(FILE, offset, length, crc32c, false);
  }

  private static StoredRange range(long offset, long length, int crc32c) {
    return new StoredRange(FILE, offset, length, crc32c);
  }
}
