// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import io.directio.FileMetadata;
import io.directio.StoredRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Remembers which ranges of a partial file are durable, so that an interrupted file can be resumed
 * block by block.
 *
 * <p>The journal of a file is a directory with one file per writer, so that writers in several
 * processes need no lock. A file is a sequence of records of 32 bytes, big endian: a magic number
 * (4), offset (8), length (8), CRC-32C of the range (4), four zero bytes, CRC-32C of the record
 * together with file id, fingerprint and size (4). A record that was torn, or that belongs to
 * another file, doesn't pass its check and is left out. Records are written after the bytes that
 * they vouch for are durable; they need not be durable themselves, since losing one only costs a
 * second transfer of a block.
 */
final class Journal {

  static final int RECORD = 32;

  private static final int MAGIC = 0xD10C0001;

  private Journal() {}

  /**
   * Adds records.
   *
   * @param directory the file's journal; made if it isn't there
   * @param writer names the one who writes, and nobody else
   */
  static void append(Path directory, String writer, FileMetadata file, List<Receipt> receipts)
      throws IOException {
    ByteBuffer records = ByteBuffer.allocate(Math.multiplyExact(receipts.size(), RECORD));
    for (Receipt receipt : receipts) {
      int start = records.position();
      records.putInt(MAGIC).putLong(receipt.offset()).putLong(receipt.length());
      records.putInt(receipt.crc32c()).putInt(0);
      records.putInt(check(records, start, file));
    }
    records.flip();
    try (FileChannel channel = open(directory, directory.resolve(writer))) {
      // A write that failed half-way may have left a torn record: go over it.
      long position = channel.size() / RECORD * RECORD;
      while (records.hasRemaining()) {
        position += channel.write(records, position);
      }
    }
  }

  /**
   * The ranges that all writers together vouch for, in order. Ranges that overlap without being the
   * same are left out, all of them: it is not known which was written last.
   */
  static List<StoredRange> read(Path directory, FileMetadata file) throws IOException {
    List<StoredRange> ranges = new ArrayList<>();
    try (DirectoryStream<Path> writers = Files.newDirectoryStream(directory)) {
      for (Path writer : writers) {
        readOne(writer, file, ranges);
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
    ranges.sort(
        Comparator.comparingLong(StoredRange::offset).thenComparingLong(StoredRange::length));
    return withoutOverlaps(ranges);
  }

  /** Deletes the journal of a file, whoever wrote it. */
  static void delete(Path directory) throws IOException {
    try (DirectoryStream<Path> writers = Files.newDirectoryStream(directory)) {
      for (Path writer : writers) {
        Files.deleteIfExists(writer);
      }
    } catch (NoSuchFileException e) {
      return;
    }
    Files.deleteIfExists(directory);
  }

  private static FileChannel open(Path directory, Path writer) throws IOException {
    try {
      return FileChannel.open(writer, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (NoSuchFileException e) {
      DurableDirectories.make(directory);
      return FileChannel.open(writer, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
  }

  private static void readOne(Path writer, FileMetadata file, List<StoredRange> ranges)
      throws IOException {
    ByteBuffer records = ByteBuffer.allocate(2048 * RECORD);
    try (FileChannel channel = FileChannel.open(writer, StandardOpenOption.READ)) {
      while (channel.read(records) >= 0) {
        records.flip();
        while (records.remaining() >= RECORD) {
          parse(records, file, ranges);
        }
        records.compact();
      }
    } catch (NoSuchFileException e) {
      // Published or abandoned by somebody else meanwhile.
    }
  }

  private static void parse(ByteBuffer records, FileMetadata file, List<StoredRange> ranges) {
    int start = records.position();
    int magic = records.getInt();
    long offset = records.getLong();
    long length = records.getLong();
    int crc32c = records.getInt();
    records.getInt();
    int check = records.getInt();
    if (magic == MAGIC
        && check == check(records, start, file)
        && offset >= 0
        && length > 0
        && offset <= file.size() - length) {
      ranges.add(new StoredRange(file, offset, length, crc32c));
    }
  }

  private static List<StoredRange> withoutOverlaps(List<StoredRange> sorted) {
    List<StoredRange> kept = new ArrayList<>(sorted.size());
    long end = 0;
    for (StoredRange range : sorted) {
      StoredRange last = kept.isEmpty() ? null : kept.get(kept.size() - 1);
      long rangeEnd = range.offset() + range.length();
      if (range.offset() >= end) {
        kept.add(range);
      } else if (last != null && !range.equals(last) && last.offset() + last.length() == end) {
        kept.remove(kept.size() - 1);
      }
      end = Math.max(end, rangeEnd);
    }
    return kept;
  }

  private static int check(ByteBuffer records, int start, FileMetadata file) {
    CRC32C crc = new CRC32C();
    crc.update(records.array(), start, RECORD - Integer.BYTES);
    ByteBuffer identity = ByteBuffer.allocate(3 * Long.BYTES);
    identity.putLong(file.file().fileId()).putLong(file.fingerprint()).putLong(file.size());
    crc.update(identity.array());
    return (int) crc.getValue();
  }
}
