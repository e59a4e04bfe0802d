// SPDX-License-Identifier: Apache-2.0
package io.directio.format;

import io.directio.Block;
import io.directio.BlockInfo;
import io.directio.Compression;
import io.directio.ErrorCode;
import io.directio.FileDeletion;
import io.directio.FileDetails;
import io.directio.FileEvent;
import io.directio.FileMetadata;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.ReadResult;
import io.directio.StoredRange;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.BitSet;

/**
 * Writes and reads the nouns, field by field, big-endian. What is written here stands in
 * savepoints: a change of the layout is a new version of every serializer and coder that uses it.
 *
 * <p>Enumerations travel as their stable names' ordinals in {@link Compression} and as text in
 * {@link ErrorCode}, whose names are part of the output format anyway. Text is length-prefixed
 * UTF-8, never {@code writeUTF}, which can't hold more than 64 KB.
 */
public final class NounFormat {

  /** No path, message or bitmap in a valid stream is longer; a longer one means garbage. */
  private static final int MAX_BYTES = 16 << 20;

  /** Marks the length of the path of a reference that has details. */
  private static final int DETAILS = 1 << 31;

  /** Marks the status of a row that tells the version of its file. */
  private static final int VERSION = 1 << 7;

  private static final int BLOCK = 1;
  private static final int STORED_RANGE = 2;
  private static final int ENTRY = 3;
  private static final int DELETION = 4;

  private NounFormat() {}

  /** Writes what reading gave, behind a byte that says what it is. */
  public static void writeResult(ReadResult result, DataOutput out) throws IOException {
    if (result instanceof Block block) {
      out.writeByte(BLOCK);
      writeBlock(block, out);
    } else if (result instanceof StoredRange range) {
      out.writeByte(STORED_RANGE);
      writeStoredRange(range, out);
    } else if (result instanceof FileDeletion deletion) {
      out.writeByte(DELETION);
      writeFileRef(deletion.file(), out);
    } else {
      out.writeByte(ENTRY);
      writeEntry((ManifestEntry) result, out);
    }
  }

  /** Reads what reading gave. */
  public static ReadResult readResult(DataInput in) throws IOException {
    int kind = in.readUnsignedByte();
    return switch (kind) {
      case BLOCK -> readBlock(in);
      case STORED_RANGE -> readStoredRange(in);
      case ENTRY -> readEntry(in);
      case DELETION -> new FileDeletion(readFileRef(in));
      default ->
          throw new IOException(
              "Unknown kind of record " + kind + "; was this written by a later version?");
    };
  }

  /** Writes a file reference. */
  public static void writeFileRef(FileRef file, DataOutput out) throws IOException {
    writeFileRef(file, FileDetails.NONE, out);
  }

  /** Reads a file reference. */
  public static FileRef readFileRef(DataInput in) throws IOException {
    return readFileRef(FileDetails.NONE, in);
  }

  /**
   * Writes a file reference of a list: access rules that are the same as those of the file before
   * are not written again.
   *
   * <p>Before there were details a reference had none; one without details is written like that
   * still. One that has some is recognised by the highest bit of the length of its path.
   *
   * @param before the details of the file before; {@link FileDetails#NONE} for the first
   */
  public static void writeFileRef(FileRef file, FileDetails before, DataOutput out)
      throws IOException {
    boolean details = !file.details().equals(FileDetails.NONE);
    byte[] path = file.path().getBytes(StandardCharsets.UTF_8);
    out.writeLong(file.fileId());
    out.writeInt(details ? path.length | DETAILS : path.length);
    out.write(path);
    out.writeLong(file.size());
    out.writeLong(file.version());
    if (details) {
      writeDetails(file.details(), before, out);
    }
  }

  /** Reads a file reference of a list, see {@link #writeFileRef}. */
  public static FileRef readFileRef(FileDetails before, DataInput in) throws IOException {
    long fileId = in.readLong();
    int length = in.readInt();
    String path = new String(readBytes(length & ~DETAILS, in), StandardCharsets.UTF_8);
    long size = in.readLong();
    long version = in.readLong();
    FileDetails details = (length & DETAILS) == 0 ? FileDetails.NONE : readDetails(before, in);
    return new FileRef(fileId, path, size, version, details);
  }

  private static void writeDetails(FileDetails details, FileDetails before, DataOutput out)
      throws IOException {
    boolean sameAcl = details.acl() != null && details.acl().equals(before.acl());
    writeOptional(details.guid(), out);
    writeTime(details.fileTimestamp(), out);
    writeTime(details.modified(), out);
    out.writeBoolean(sameAcl);
    if (!sameAcl) {
      writeOptional(details.acl(), out);
    }
  }

  private static FileDetails readDetails(FileDetails before, DataInput in) throws IOException {
    return new FileDetails(
        readOptional(in),
        readTime(in),
        readTime(in),
        in.readBoolean() ? before.acl() : readOptional(in));
  }

  /** Writes what a listing tells of a file. */
  public static void writeMetadata(FileMetadata metadata, DataOutput out) throws IOException {
    writeFileRef(metadata.file(), out);
    out.writeLong(metadata.size());
    out.writeInt(metadata.blocks());
    out.writeByte(metadata.compression().ordinal());
    out.writeBoolean(metadata.encrypted());
    out.writeLong(metadata.fingerprint());
  }

  /** Reads what a listing tells of a file. */
  public static FileMetadata readMetadata(DataInput in) throws IOException {
    FileRef file = readFileRef(in);
    return new FileMetadata(
        file,
        in.readLong(),
        in.readInt(),
        readEnum(Compression.values(), in),
        in.readBoolean(),
        in.readLong());
  }

  /** Writes a block. Its bytes go out in one piece, so that a growing buffer grows only once. */
  public static void writeBlock(Block block, DataOutput out) throws IOException {
    writeMetadata(block.file(), out);
    out.writeInt(block.number());
    out.writeLong(block.offset());
    out.writeInt(block.length());
    out.writeInt(block.crc32c());
    out.write(block.array(), 0, block.length());
  }

  /** Reads a block into an array of exactly its length. */
  public static Block readBlock(DataInput in) throws IOException {
    FileMetadata file = readMetadata(in);
    BlockInfo info = new BlockInfo(in.readInt(), in.readLong(), in.readInt());
    int crc32c = in.readInt();
    if (info.end() > file.size()) {
      throw new IOException(
          "Not a block of file " + file.file().fileId() + ": it ends after the file");
    }
    byte[] array = new byte[info.length()];
    in.readFully(array);
    return new Block(file, info, crc32c, array);
  }

  /** Writes a range that the destination holds. */
  public static void writeStoredRange(StoredRange range, DataOutput out) throws IOException {
    writeMetadata(range.file(), out);
    out.writeLong(range.offset());
    out.writeLong(range.length());
    out.writeInt(range.crc32c());
  }

  /** Reads a range that the destination holds. */
  public static StoredRange readStoredRange(DataInput in) throws IOException {
    return new StoredRange(readMetadata(in), in.readLong(), in.readLong(), in.readInt());
  }

  /**
   * Writes a row of the manifest.
   *
   * <p>Before rows told versions they ended with the status or the error; one whose version is not
   * known is written like that still. One that tells it is recognised by the highest bit of the
   * status.
   */
  public static void writeEntry(ManifestEntry entry, DataOutput out) throws IOException {
    out.writeLong(entry.fileId());
    writeText(entry.path(), out);
    out.writeLong(entry.size());
    out.writeInt(entry.blocks());
    out.writeBoolean(entry.crc32c() != null);
    if (entry.crc32c() != null) {
      out.writeInt(entry.crc32c());
    }
    boolean version = entry.version() != FileRef.UNKNOWN;
    out.writeByte(version ? entry.status().ordinal() | VERSION : entry.status().ordinal());
    if (version) {
      out.writeLong(entry.version());
    }
    if (entry.error() != null) {
      writeText(entry.error().code().name(), out);
      writeText(entry.error().message(), out);
    }
  }

  /** Reads a row of the manifest. */
  public static ManifestEntry readEntry(DataInput in) throws IOException {
    long fileId = in.readLong();
    String path = readText(in);
    long size = in.readLong();
    int blocks = in.readInt();
    Integer crc32c = in.readBoolean() ? (Integer) in.readInt() : null;
    int kind = in.readUnsignedByte();
    ManifestEntry.Status status = valueOf(ManifestEntry.Status.values(), kind & ~VERSION);
    long version = (kind & VERSION) == 0 ? FileRef.UNKNOWN : in.readLong();
    ManifestEntry.Failure error =
        status == ManifestEntry.Status.FAILED
            ? new ManifestEntry.Failure(readErrorCode(in), readText(in))
            : null;
    return new ManifestEntry(fileId, path, size, version, blocks, crc32c, status, error);
  }

  /** Writes an event. */
  public static void writeEvent(FileEvent event, DataOutput out) throws IOException {
    out.writeByte(event.type().ordinal());
    writeText(event.guid(), out);
    out.writeBoolean(event.deleted());
    writeText(event.name(), out);
    writeOptional(event.parentGuid(), out);
    out.writeLong(event.folderId());
    out.writeLong(event.fileId());
    out.writeLong(event.size());
    writeOptional(event.gvsn(), out);
    writeTime(event.fileTimestamp(), out);
    writeTime(event.modified(), out);
    writeOptional(event.virtualPortalId(), out);
    writeOptional(event.acl(), out);
    writeOptional(event.path(), out);
  }

  /** Reads an event. */
  public static FileEvent readEvent(DataInput in) throws IOException {
    return new FileEvent(
        readEnum(FileEvent.Type.values(), in),
        readText(in),
        in.readBoolean(),
        readText(in),
        readOptional(in),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        readOptional(in),
        readTime(in),
        readTime(in),
        readOptional(in),
        readOptional(in),
        readOptional(in));
  }

  private static void writeOptional(String text, DataOutput out) throws IOException {
    out.writeBoolean(text != null);
    if (text != null) {
      writeText(text, out);
    }
  }

  private static String readOptional(DataInput in) throws IOException {
    return in.readBoolean() ? readText(in) : null;
  }

  private static void writeTime(Instant time, DataOutput out) throws IOException {
    out.writeBoolean(time != null);
    if (time != null) {
      out.writeLong(time.getEpochSecond());
      out.writeInt(time.getNano());
    }
  }

  private static Instant readTime(DataInput in) throws IOException {
    return in.readBoolean() ? Instant.ofEpochSecond(in.readLong(), in.readInt()) : null;
  }

  /** Writes a set of numbers as a bitmap. */
  public static void writeBits(BitSet bits, DataOutput out) throws IOException {
    byte[] bytes = bits.toByteArray();
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** Reads a bitmap. */
  public static BitSet readBits(DataInput in) throws IOException {
    return BitSet.valueOf(readBytes(in));
  }

  /** Writes text of any length. */
  public static void writeText(String text, DataOutput out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** Reads text. */
  public static String readText(DataInput in) throws IOException {
    return new String(readBytes(in), StandardCharsets.UTF_8);
  }

  private static byte[] readBytes(DataInput in) throws IOException {
    return readBytes(in.readInt(), in);
  }

  private static byte[] readBytes(int length, DataInput in) throws IOException {
    if (length < 0 || length > MAX_BYTES) {
      throw new IOException("Not a length: " + length + "; the bytes are no noun of Direct IO");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }

  private static ErrorCode readErrorCode(DataInput in) throws IOException {
    String name = readText(in);
    try {
      return ErrorCode.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "Unknown error code '" + name + "'; was this written by a later version?", e);
    }
  }

  private static <E extends Enum<E>> E readEnum(E[] values, DataInput in) throws IOException {
    return valueOf(values, in.readUnsignedByte());
  }

  private static <E extends Enum<E>> E valueOf(E[] values, int ordinal) throws IOException {
    if (ordinal >= values.length) {
      throw new IOException("Unknown value " + ordinal + "; was this written by a later version?");
    }
    return values[ordinal];
  }
}
