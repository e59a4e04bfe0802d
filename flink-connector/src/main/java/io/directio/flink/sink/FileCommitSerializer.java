// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.sink;

import io.directio.FileDeletion;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.assemble.CompletedFile;
import io.directio.flink.sink.FileCommit.End;
import io.directio.flink.sink.FileCommit.Segment;
import io.directio.format.FormatVersion;
import io.directio.format.NounFormat;
import java.io.DataInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * The batches as they stand in checkpoints.
 *
 * <p><b>Threading:</b> stateless.
 */
final class FileCommitSerializer implements SimpleVersionedSerializer<FileCommit> {

  private static final int VERSION = 2;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(FileCommit commit) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(1024);
    NounFormat.writeText(commit.segment().run(), out);
    out.writeLong(commit.segment().checkpointId());
    out.writeInt(commit.segment().number());
    out.writeInt(commit.files().size());
    for (CompletedFile file : commit.files()) {
      NounFormat.writeMetadata(file.file(), out);
      out.writeInt(file.crc32c());
      out.writeBoolean(file.verify());
    }
    out.writeInt(commit.entries().size());
    for (ManifestEntry entry : commit.entries()) {
      NounFormat.writeEntry(entry, out);
    }
    DeletionsFormat.write(commit.deletions(), out);
    out.writeBoolean(commit.end().isPresent());
    if (commit.end().isPresent()) {
      List<FileRef> abandoned = commit.end().get().abandoned();
      out.writeInt(abandoned.size());
      for (FileRef file : abandoned) {
        NounFormat.writeFileRef(file, out);
      }
    }
    return out.getCopyOfBuffer();
  }

  @Override
  public FileCommit deserialize(int version, byte[] serialized) throws IOException {
    FormatVersion.require("Commits", version, VERSION);
    DataInputDeserializer in = new DataInputDeserializer(serialized);
    Segment segment = new Segment(NounFormat.readText(in), in.readLong(), in.readInt());
    List<CompletedFile> files = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      files.add(new CompletedFile(NounFormat.readMetadata(in), in.readInt(), in.readBoolean()));
    }
    List<ManifestEntry> entries = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      entries.add(NounFormat.readEntry(in));
    }
    List<FileDeletion> deletions = version > 1 ? DeletionsFormat.read(in) : List.of();
    Optional<End> end = in.readBoolean() ? Optional.of(readEnd(in)) : Optional.empty();
    return new FileCommit(segment, files, entries, deletions, end);
  }

  private static End readEnd(DataInput in) throws IOException {
    List<FileRef> abandoned = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      abandoned.add(NounFormat.readFileRef(in));
    }
    return new End(abandoned);
  }
}
