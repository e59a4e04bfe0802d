// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.sink;

import io.directio.Block;
import io.directio.BlockInfo;
import io.directio.Compression;
import io.directio.FileMetadata;
import io.directio.FileRef;
import io.directio.ReadResult;
import io.directio.assemble.LocalDestinationSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.testframe.external.ExternalSystemDataReader;
import org.apache.flink.connector.testframe.external.sink.DataStreamSinkV2ExternalContext;
import org.apache.flink.connector.testframe.external.sink.TestingSinkSettings;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.SupportsPreCommitTopology;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * A directory as Flink's suite sees it: a record is the text {@code id:content}, and becomes a file
 * of one block. The suite wants records that can be compared, which blocks can't.
 */
final class DirectIOSinkContext implements DataStreamSinkV2ExternalContext<String> {

  private static final int RECORDS = 60;

  private final Path directory;

  DirectIOSinkContext() {
    try {
      this.directory = Files.createTempDirectory("sink");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Sink<String> createSink(TestingSinkSettings settings) {
    return new TextSink(
        DirectIOSink.builder().destination(LocalDestinationSpec.in(directory)).build());
  }

  @Override
  public ExternalSystemDataReader<String> createSinkDataReader(TestingSinkSettings settings) {
    Set<Path> seen = new HashSet<>();
    return new ExternalSystemDataReader<>() {
      @Override
      public List<String> poll(Duration timeout) {
        try (Stream<Path> files = Files.list(directory)) {
          List<String> records = new ArrayList<>();
          for (Path file : files.filter(Files::isRegularFile).filter(seen::add).toList()) {
            records.add(file.getFileName() + ":" + Files.readString(file));
          }
          return records;
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public List<String> generateTestData(TestingSinkSettings settings, long seed) {
    List<String> records = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      records.add((1000 + i) + ":content " + seed + " of " + i);
    }
    return records;
  }

  @Override
  public TypeInformation<String> getProducedType() {
    return Types.STRING;
  }

  @Override
  public List<URL> getConnectorJarPaths() {
    return List.of();
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  static Block block(String record) {
    int colon = record.indexOf(':');
    byte[] bytes = record.substring(colon + 1).getBytes(StandardCharsets.UTF_8);
    FileMetadata file =
        new FileMetadata(
            FileRef.ofId(Long.parseLong(record.substring(0, colon))),
            bytes.length,
            1,
            Compression.NONE,
            false,
            record.hashCode());
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return new Block(file, new BlockInfo(1, 0, bytes.length), (int) crc.getValue(), bytes);
  }

  /** The real sink, behind a writer that makes blocks of texts. */
  private record TextSink(DirectIOSink sink)
      implements Sink<String>,
          SupportsCommitter<FileCommit>,
          SupportsPreCommitTopology<WriteResult, FileCommit> {

    private static final long serialVersionUID = 1L;

    @Override
    @SuppressWarnings("unchecked")
    public SinkWriter<String> createWriter(WriterInitContext context) throws IOException {
      return new TextWriter(
          (CommittingSinkWriter<ReadResult, WriteResult>) sink.createWriter(context));
    }

    @Override
    public Committer<FileCommit> createCommitter(CommitterInitContext context) throws IOException {
      return sink.createCommitter(context);
    }

    @Override
    public SimpleVersionedSerializer<FileCommit> getCommittableSerializer() {
      return sink.getCommittableSerializer();
    }

    @Override
    public DataStream<CommittableMessage<FileCommit>> addPreCommitTopology(
        DataStream<CommittableMessage<WriteResult>> results) {
      return sink.addPreCommitTopology(results);
    }

    @Override
    public SimpleVersionedSerializer<WriteResult> getWriteResultSerializer() {
      return sink.getWriteResultSerializer();
    }
  }

  @SuppressWarnings("try") // Flink declares what close() throws.
  private record TextWriter(CommittingSinkWriter<ReadResult, WriteResult> writer)
      implements CommittingSinkWriter<String, WriteResult> {

    @Override
    public void write(String text, Context context) throws IOException, InterruptedException {
      writer.write(block(text), context);
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
      writer.flush(endOfInput);
    }

    @Override
    public java.util.Collection<WriteResult> prepareCommit()
        throws IOException, InterruptedException {
      return writer.prepareCommit();
    }

    @Override
    public void close() throws Exception {
      writer.close();
    }
  }
}
