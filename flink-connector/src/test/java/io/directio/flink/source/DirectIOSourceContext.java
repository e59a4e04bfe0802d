// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source;

import io.directio.Block;
import io.directio.BlockInfo;
import io.directio.Compression;
import io.directio.FileMetadata;
import io.directio.FilePlan;
import io.directio.FileRef;
import io.directio.ReadResult;
import io.directio.emulator.Content;
import io.directio.emulator.Emulator;
import io.directio.flink.TestPortal;
import io.directio.flink.types.NounTypeInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.testframe.external.ExternalSystemSplitDataWriter;
import org.apache.flink.connector.testframe.external.source.DataStreamSourceExternalContext;
import org.apache.flink.connector.testframe.external.source.TestingSourceSettings;

/** The emulator as Flink's suite sees it: a record is a file of one block. */
final class DirectIOSourceContext implements DataStreamSourceExternalContext<ReadResult> {

  private static final int RECORDS = 40;

  private final TestPortal portal;
  private final Path directory;
  private final Path ids;

  DirectIOSourceContext() {
    this.portal = TestPortal.start(Emulator.builder().file("first", new byte[] {1}));
    try {
      this.directory = Files.createTempDirectory("ids");
      this.ids = Files.createFile(directory.resolve("ids.txt"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Source<ReadResult, ?, ?> createSource(TestingSourceSettings settings) {
    String path = ids.toString();
    FileSelection files =
        settings.getBoundedness() == Boundedness.BOUNDED
            ? FileSelection.idsFile(path)
            : new FollowedIds(path);
    return DirectIOSource.builder()
        .client(portal.client())
        .files(files)
        .assignment(AssignmentOptions.DEFAULT.withMaxBundleFiles(5))
        .build();
  }

  @Override
  public List<ReadResult> generateTestData(
      TestingSourceSettings settings, int splitIndex, long seed) {
    List<ReadResult> records = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      byte[] bytes = TestPortal.bytes(100 + i, seed + i);
      long id = portal.emulator().add(splitIndex + "/" + seed + "/" + i, Content.of(bytes)).id();
      FileMetadata file =
          FilePlan.of(
                  FileRef.ofId(id),
                  Compression.SNAPPY,
                  true,
                  new long[] {bytes.length},
                  portal.client().nativeBlockSize())
              .metadata();
      CRC32C crc = new CRC32C();
      crc.update(bytes);
      records.add(new Block(file, new BlockInfo(1, 0, bytes.length), (int) crc.getValue(), bytes));
    }
    return records;
  }

  @Override
  public ExternalSystemSplitDataWriter<ReadResult> createSourceSplitDataWriter(
      TestingSourceSettings settings) {
    return new ExternalSystemSplitDataWriter<>() {
      @Override
      public void writeRecords(List<ReadResult> records) {
        try {
          FollowedIds.append(ids, records.stream().map(ReadResult::fileId).toList());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public TypeInformation<ReadResult> getProducedType() {
    return NounTypeInfo.READ_RESULT;
  }

  @Override
  public List<URL> getConnectorJarPaths() {
    return List.of();
  }

  @Override
  public void close() throws IOException {
    portal.close();
    Files.deleteIfExists(ids);
    Files.deleteIfExists(directory);
  }
}
