// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.Block;
import io.directio.BlockInfo;
import io.directio.Compression;
import io.directio.DestinationException;
import io.directio.FileMetadata;
import io.directio.FileRef;
import io.directio.assemble.LocalDestinationSpec;
import io.directio.beam.filesystem.FileSystemDestinationSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteSessionTest {

  private static final GlobalWindow WINDOW = GlobalWindow.INSTANCE;

  @TempDir Path directory;

  private final List<FilePart> left = new ArrayList<>();
  private WriteSession session;

  @BeforeEach
  void open() throws Exception {
    session = WriteSession.open(WriteSettings.to(LocalDestinationSpec.in(directory)));
    session.startBundle();
  }

  @AfterEach
  void close() throws Exception {
    session.close();
  }

  private void take(int files, int from) throws Exception {
    for (int i = from; i < from + files; i++) {
      session.take(file(i), WINDOW, (part, window) -> left.add(part));
    }
  }

  private static Block file(int id) {
    byte[] bytes = {(byte) id, 1, 2};
    FileRef file = new FileRef(id, "f" + id, bytes.length, 1);
    FileMetadata metadata = new FileMetadata(file, bytes.length, 1, Compression.NONE, false, id);
    return new Block(metadata, new BlockInfo(1, 0, bytes.length), crc(bytes), bytes);
  }

  @Test
  void letsEveryPartLeaveOnceAndSomeBeforeTheEndOfALongBundle() throws Exception {
    take(12_500, 0);
    int early = left.size();
    assertThat(early).isPositive().isLessThan(12_500);
    session.finishBundle((part, window) -> left.add(part));
    assertThat(left).extracting(FilePart::fileId).doesNotHaveDuplicates().hasSize(12_500);
  }

  /** The first bundle ends while a flush may be under way. */
  @Test
  void forgetsWhatABundleThatFailedHadWritten() throws Exception {
    take(1_500, 0);
    left.clear();
    session.startBundle();
    take(1, 1_500);
    session.finishBundle((part, window) -> left.add(part));
    assertThat(left).extracting(FilePart::fileId).containsExactly(1_500L);
  }

  /** A file stands where what is partial would lie. */
  @Test
  void letsNothingLeaveThatCouldNotBeMadeDurable() throws Exception {
    session.close();
    session =
        WriteSession.open(
            WriteSettings.to(FileSystemDestinationSpec.in(directory.resolve("fs").toString())));
    session.startBundle();
    Files.createDirectories(directory.resolve("fs"));
    Files.writeString(directory.resolve("fs/.directio"), "in the way");
    assertThatThrownBy(
            () -> {
              take(1_500, 0);
              session.finishBundle((part, window) -> left.add(part));
            })
        .isInstanceOf(DestinationException.class);
    assertThat(left).isEmpty();
  }

  private static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
