// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.split;

import io.directio.FileDetails;
import io.directio.FileMetadata;
import io.directio.format.FormatVersion;
import io.directio.format.NounFormat;
import io.directio.plan.BlockRun;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * The splits as they stand in checkpoints and travel to readers.
 *
 * <p><b>Threading:</b> stateless.
 */
public final class DirectIOSplitSerializer implements SimpleVersionedSerializer<DirectIOSplit> {

  private static final int VERSION = 3;

  private static final int RUN = 1;
  private static final int BUNDLE = 2;
  private static final int OUTCOME = 3;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(DirectIOSplit split) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(256);
    if (split instanceof RunSplit run) {
      out.writeByte(RUN);
      writeRun(run, out);
    } else if (split instanceof BundleSplit bundle) {
      out.writeByte(BUNDLE);
      writeBundle(bundle, out);
    } else {
      OutcomeSplit outcome = (OutcomeSplit) split;
      out.writeByte(OUTCOME);
      out.writeLong(outcome.ordinal());
      out.writeBoolean(outcome.entry().isPresent());
      if (outcome.entry().isPresent()) {
        NounFormat.writeEntry(outcome.entry().get(), out);
      }
    }
    return out.getCopyOfBuffer();
  }

  @Override
  public DirectIOSplit deserialize(int version, byte[] serialized) throws IOException {
    FormatVersion.require("Splits", version, VERSION);
    DataInputDeserializer in = new DataInputDeserializer(serialized);
    int kind = in.readUnsignedByte();
    return switch (kind) {
      case RUN -> readRun(version, in);
      case BUNDLE -> readBundle(version, in);
      case OUTCOME -> readOutcome(in);
      default -> throw new IOException("Unknown kind of split: " + kind);
    };
  }

  /**
   * Writes a file of the input.
   *
   * @param before the details of the file that is written before it; {@link FileDetails#NONE} for
   *     the first
   */
  public static void writeTask(FileTask task, FileDetails before, DataOutput out)
      throws IOException {
    out.writeLong(task.ordinal());
    out.writeInt(task.attempt());
    out.writeLong(task.eventTime());
    out.writeBoolean(task.deleted());
    NounFormat.writeFileRef(task.file(), before, out);
  }

  /**
   * Reads a file of the input.
   *
   * @param version the version in which it was written
   * @param before the details of the file before it
   */
  public static FileTask readTask(int version, FileDetails before, DataInput in)
      throws IOException {
    long ordinal = in.readLong();
    int attempt = in.readInt();
    long eventTime = readEventTime(version, in);
    boolean deleted = version > 2 && in.readBoolean();
    return new FileTask(ordinal, attempt, NounFormat.readFileRef(before, in), eventTime, deleted);
  }

  /** The first version had none. */
  private static long readEventTime(int version, DataInput in) throws IOException {
    return version == 1 ? FileTask.NO_TIME : in.readLong();
  }

  private static void writeRun(RunSplit split, DataOutput out) throws IOException {
    BlockRun run = split.run();
    out.writeLong(split.task().ordinal());
    out.writeInt(split.task().attempt());
    out.writeLong(split.task().eventTime());
    NounFormat.writeMetadata(run.file(), out);
    out.writeInt(run.firstBlock());
    out.writeInt(run.lastBlock());
    out.writeLong(run.offset());
    out.writeLong(run.length());
    NounFormat.writeBits(split.done(), out);
  }

  private static RunSplit readRun(int version, DataInput in) throws IOException {
    long ordinal = in.readLong();
    int attempt = in.readInt();
    long eventTime = readEventTime(version, in);
    FileMetadata file = NounFormat.readMetadata(in);
    BlockRun run = new BlockRun(file, in.readInt(), in.readInt(), in.readLong(), in.readLong());
    BitSet done = NounFormat.readBits(in);
    return new RunSplit(new FileTask(ordinal, attempt, file.file(), eventTime), run, done);
  }

  private static OutcomeSplit readOutcome(DataInput in) throws IOException {
    long ordinal = in.readLong();
    return new OutcomeSplit(
        ordinal, in.readBoolean() ? Optional.of(NounFormat.readEntry(in)) : Optional.empty());
  }

  private static void writeBundle(BundleSplit split, DataOutput out) throws IOException {
    out.writeLong(split.number());
    out.writeInt(split.files().size());
    FileDetails before = FileDetails.NONE;
    for (BundledFile file : split.files()) {
      writeTask(file.task(), before, out);
      before = file.task().file().details();
      Optional<BundledFile.Progress> progress = file.progress();
      out.writeBoolean(progress.isPresent());
      if (progress.isPresent()) {
        out.writeLong(progress.get().fingerprint());
        NounFormat.writeBits(progress.get().done(), out);
      }
    }
  }

  private static BundleSplit readBundle(int version, DataInput in) throws IOException {
    long number = in.readLong();
    int count = in.readInt();
    List<BundledFile> files = new ArrayList<>();
    FileDetails before = FileDetails.NONE;
    for (int i = 0; i < count; i++) {
      FileTask task = readTask(version, before, in);
      before = task.file().details();
      Optional<BundledFile.Progress> progress =
          in.readBoolean()
              ? Optional.of(new BundledFile.Progress(in.readLong(), NounFormat.readBits(in)))
              : Optional.empty();
      files.add(new BundledFile(task, progress));
    }
    return new BundleSplit(number, files);
  }
}
