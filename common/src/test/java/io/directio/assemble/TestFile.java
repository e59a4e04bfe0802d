// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import io.directio.Block;
import io.directio.BlockInfo;
import io.directio.Compression;
import io.directio.FileMetadata;
import io.directio.FilePlan;
import io.directio.FileRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;

/** A file with content, cut into blocks as a reader would deliver them. */
public record TestFile(FilePlan plan, byte[] content) {

  public static TestFile of(long id, String path, byte[] content, int blockSize) {
    return of(id, path, FileRef.UNKNOWN, content, blockSize);
  }

  public static TestFile of(long id, String path, long version, byte[] content, int blockSize) {
    return of(new FileRef(id, path, content.length, version), content, blockSize);
  }

  public static TestFile of(FileRef ref, byte[] content, int blockSize) {
    int blocks = (content.length + blockSize - 1) / blockSize;
    long[] lengths = new long[blocks];
    Arrays.fill(lengths, blockSize);
    if (blocks > 0) {
      lengths[blocks - 1] = content.length - (blocks - 1) * (long) blockSize;
    }
    return new TestFile(FilePlan.of(ref, Compression.SNAPPY, true, lengths, 1 << 20), content);
  }

  public static TestFile random(long id, String path, int size, int blockSize) {
    byte[] content = new byte[size];
    new Random(id).nextBytes(content);
    return of(id, path, content, blockSize);
  }

  public FileMetadata metadata() {
    return plan.metadata();
  }

  public int crc32c() {
    return digest(content, 0, content.length);
  }

  public List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    plan.splits().forEach(split -> blocks.add(block(split.block())));
    return blocks;
  }

  public Block block(int number) {
    return blocks().get(number - 1);
  }

  /** What a run without trouble would publish. */
  public CompletedFile completed() {
    return new CompletedFile(metadata(), crc32c(), false);
  }

  public CompletedFile completedWithInheritance() {
    return new CompletedFile(metadata(), crc32c(), true);
  }

  private Block block(BlockInfo info) {
    int offset = (int) info.offset();
    byte[] bytes = Arrays.copyOfRange(content, offset, offset + info.length());
    return new Block(metadata(), info, digest(bytes, 0, bytes.length), bytes);
  }

  public static int digest(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }
}
