// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.emulator.BlockSize;
import io.directio.emulator.Codec;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import io.directio.flink.TestExports;
import io.directio.flink.TestPortal;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class DirectIOTableTest {

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  private static final int BLOCK = 64 << 10;
  private static final int SMALL = 12;
  private static final int LARGE_SIZE = 20 * BLOCK + 7;

  private static TestPortal portal;

  @TempDir Path directory;

  private StreamTableEnvironment sql;

  @BeforeAll
  static void startPortal() {
    var builder = Emulator.builder().blockSize(BlockSize.fixed(BLOCK)).codec(Codec.MIXED);
    builder.file("empty", new byte[0]);
    for (int i = 0; i < SMALL; i++) {
      builder.file("small/" + i, TestPortal.bytes(1000 + i, i));
    }
    builder.file("large", TestPortal.bytes(LARGE_SIZE, 99));
    portal = TestPortal.start(builder);
  }

  @AfterAll
  static void stopPortal() {
    portal.close();
  }

  @BeforeEach
  void reset() {
    portal.emulator().requests().reset();
    portal.emulator().faults().clear();
    StreamExecutionEnvironment environment = TestExports.environment(2, 100);
    sql = StreamTableEnvironment.create(environment);
  }

  private void create(String columns, String... options) {
    StringBuilder statement = new StringBuilder("CREATE TABLE t (").append(columns).append(')');
    statement
        .append(" WITH ('connector' = 'directio', 'portal' = '")
        .append(portal.emulator().portalUri())
        .append("', 'credentials-file' = '")
        .append(portal.credentialsFile())
        .append('\'');
    for (int i = 0; i < options.length; i += 2) {
      statement
          .append(", '")
          .append(options[i])
          .append("' = '")
          .append(options[i + 1])
          .append('\'');
    }
    sql.executeSql(statement.append(')').toString());
  }

  @SuppressWarnings("try") // Flink declares what close() throws.
  private List<Row> select(String query) throws Exception {
    List<Row> rows = new ArrayList<>();
    try (CloseableIterator<Row> found = sql.executeSql(query).collect()) {
      found.forEachRemaining(rows::add);
    }
    portal.emulator().requests().assertNoViolations();
    return rows;
  }

  private static String allIds() {
    return LongStream.of(portal.ids()).mapToObj(Long::toString).collect(Collectors.joining(";"));
  }

  private static EmulatedFile file(String path) {
    return portal.emulator().file(path);
  }

  @Test
  void givesFilesWithTheirContent() throws Exception {
    create("file_id BIGINT, size BIGINT, content BYTES", "rows", "files", "file-id", allIds());
    List<Row> rows = select("SELECT * FROM t");
    assertThat(rows).hasSize(portal.files().size());
    Map<Long, EmulatedFile> files =
        portal.files().stream().collect(Collectors.toMap(EmulatedFile::id, f -> f));
    for (Row row : rows) {
      EmulatedFile file = files.remove((Long) row.getField("file_id"));
      assertThat(row.getField("size")).isEqualTo(file.size());
      assertThat((byte[]) row.getField("content"))
          .as(file.path())
          .isEqualTo(TestPortal.bytesOf(file));
      assertThat(portal.emulator().requests().portalCalls(file.path())).isEqualTo(1);
    }
    assertThat(files).isEmpty();
  }

  @Test
  void readsIdsFromAFileThatLiesOnTheCluster() throws Exception {
    Path ids = directory.resolve("ids.txt");
    Files.writeString(ids, allIds().replace(";", "\n"));
    create("file_id BIGINT, content BYTES", "rows", "files", "ids-file", ids.toString());
    assertThat(select("SELECT SUM(CHAR_LENGTH(TO_BASE64(content))), COUNT(*) FROM t"))
        .last()
        .satisfies(row -> assertThat(row.getField(1)).isEqualTo((long) portal.files().size()));
  }

  @Test
  void fetchesNoContentThatNobodySelects() throws Exception {
    create("file_id BIGINT, size BIGINT, content BYTES", "rows", "files", "file-id", allIds());
    assertThat(select("SELECT file_id, size FROM t")).hasSize(portal.files().size());
    assertThat(portal.emulator().requests().gets()).isZero();
    assertThat(portal.emulator().requests().portalCalls()).isEqualTo(portal.files().size());
  }

  @Test
  void leavesOutLargeContents() throws Exception {
    create(
        "file_id BIGINT, size BIGINT, content BYTES",
        "rows",
        "files",
        "file-id",
        allIds(),
        "max-content-size",
        "1000 b");
    for (Row row : select("SELECT size, content IS NULL FROM t")) {
      assertThat(row.getField(1)).isEqualTo((Long) row.getField(0) > 1000);
    }
    assertThat(portal.emulator().requests().gets()).isEqualTo(1);
  }

  @Test
  void asksThePortalOnlyForFilesThatAFilterNames() throws Exception {
    create("file_id BIGINT, content BYTES", "rows", "files");
    long first = file("small/1").id();
    long second = file("small/2").id();
    assertThat(select("SELECT * FROM t WHERE file_id IN (" + first + ", " + second + ")"))
        .extracting(row -> row.getField("file_id"))
        .containsExactlyInAnyOrder(first, second);
    assertThat(portal.emulator().requests().portalCalls()).isEqualTo(2);
    assertThat(portal.emulator().requests().gets()).isEqualTo(2);
  }

  @Test
  void asksThePortalForNoMoreThanTheTableAndTheFilterNameBoth() throws Exception {
    create("file_id BIGINT, content BYTES", "rows", "files", "file-id", allIds());
    long first = file("small/1").id();
    assertThat(select("SELECT * FROM t WHERE file_id <= " + first + " AND file_id <> 1"))
        .isNotEmpty();
    long expected = LongStream.of(portal.ids()).filter(id -> id <= first).count();
    assertThat(portal.emulator().requests().portalCalls()).isEqualTo(expected);
  }

  @Test
  void fetchesNothingOfFilesThatAFilterOfSizesKeepsOut() throws Exception {
    create(
        "file_id BIGINT, n BIGINT METADATA FROM 'size', content BYTES",
        "rows",
        "files",
        "file-id",
        allIds());
    assertThat(select("SELECT content FROM t WHERE n BETWEEN 1002 AND 1004")).hasSize(3);
    assertThat(portal.emulator().requests().gets()).isEqualTo(3);
    assertThat(portal.emulator().requests().portalCalls()).isEqualTo(portal.files().size());
  }

  @Test
  void filtersByWhatItDoesNotUnderstandToo() throws Exception {
    create("file_id BIGINT, path STRING, size BIGINT", "rows", "files", "file-id", allIds());
    String id = Long.toString(file("large").id());
    assertThat(select("SELECT size FROM t WHERE path LIKE '" + id + "%' AND MOD(size, 2) = 1"))
        .containsExactly(Row.of((long) LARGE_SIZE));
    assertThat(portal.emulator().requests().portalCalls()).isEqualTo(1);
  }

  @Test
  void givesBlocksThatMakeUpTheirFiles() throws Exception {
    create(
        "file_id BIGINT, block_offset BIGINT, data BYTES", "rows", "blocks", "file-id", allIds());
    Map<Long, List<Row>> byFile = new TreeMap<>();
    for (Row row : select("SELECT * FROM t")) {
      byFile.computeIfAbsent((Long) row.getField(0), any -> new ArrayList<>()).add(row);
    }
    for (EmulatedFile file : portal.files()) {
      List<Row> blocks = byFile.get(file.id());
      assertThat(blocks)
          .as(file.path())
          .hasSize((int) Math.max(1, (file.size() + BLOCK - 1) / BLOCK));
      blocks.sort(Comparator.comparing(row -> (Long) row.getField(1)));
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      for (Row block : blocks) {
        assertThat(block.getField(1)).isEqualTo((long) whole.size());
        whole.writeBytes((byte[]) block.getField(2));
      }
      assertThat(whole.toByteArray()).as(file.path()).isEqualTo(TestPortal.bytesOf(file));
    }
  }

  @Test
  void tellsWhereBlocksLieWithoutFetchingThem() throws Exception {
    create(
        "file_id BIGINT, block_number INT, block_length INT METADATA, data BYTES",
        "rows",
        "blocks",
        "file-id",
        allIds());
    assertThat(
            select(
                "SELECT block_number, block_length FROM t WHERE file_id = " + file("large").id()))
        .hasSize(21)
        .contains(Row.of(1, BLOCK), Row.of(21, 7));
    assertThat(portal.emulator().requests().gets()).isZero();
    assertThat(portal.emulator().requests().portalCalls()).isEqualTo(1);
  }

  @Test
  void tellsMetadataOfFilesAndBlocks() throws Exception {
    create(
        "id BIGINT METADATA FROM 'file_id', block_count INT METADATA, encrypted BOOLEAN METADATA,"
            + " compression STRING METADATA, fingerprint STRING METADATA,"
            + " modified TIMESTAMP_LTZ(3) METADATA, version BIGINT METADATA, data BYTES",
        "rows",
        "blocks");
    // No ordinary column names the file here, only a metadata column of another name.
    List<Row> rows =
        select(
            "SELECT id, block_count, encrypted, CHAR_LENGTH(fingerprint), modified, version"
                + " FROM t WHERE id = "
                + file("large").id()
                + " AND data IS NOT NULL");
    assertThat(rows)
        .hasSize(21)
        .allMatch(Row.of(file("large").id(), 21, true, 16, null, null)::equals);
  }

  @Test
  void failsWithTheReasonIfAFileCannotBeRead() {
    portal.emulator().faults().portal().forFile("small/3").respond(422);
    for (String rows : List.of("files", "blocks")) {
      create("file_id BIGINT, " + bytes(rows) + " BYTES", "rows", rows, "file-id", allIds());
      assertThatThrownBy(() -> select("SELECT * FROM t"))
          .hasStackTraceContaining("File " + file("small/3").id());
      sql.executeSql("DROP TABLE t");
    }
  }

  @Test
  void reportsFilesThatCannotBeReadIfAskedTo() throws Exception {
    portal.emulator().faults().portal().forFile("small/3").respond(422);
    for (String rows : List.of("files", "blocks")) {
      create(
          "file_id BIGINT, size BIGINT, " + bytes(rows) + " BYTES, error_code STRING METADATA",
          "rows",
          rows,
          "file-id",
          allIds(),
          "failed-files",
          "report");
      assertThat(select("SELECT * FROM t WHERE error_code IS NOT NULL"))
          .containsExactly(Row.of(file("small/3").id(), null, null, "not-in-direct-mode"));
      sql.executeSql("DROP TABLE t");
    }
  }

  private static String bytes(String rows) {
    return rows.equals("files") ? "content" : "data";
  }

  @Test
  void stopsAtOnceIfThePortalRefusesTheCredentials() throws Exception {
    Path wrong = directory.resolve("wrong.env");
    Files.writeString(
        wrong, "DIRECTIO_ACCESS_KEY_ID=nobody\nDIRECTIO_SECRET_ACCESS_KEY=d3Jvbmc=\n");
    create("file_id BIGINT, content BYTES", "rows", "files", "failed-files", "report");
    sql.executeSql("ALTER TABLE t SET ('credentials-file' = '" + wrong + "')");
    assertThatThrownBy(() -> select("SELECT * FROM t WHERE file_id = " + portal.ids()[0]))
        .hasStackTraceContaining("JobStoppedException");
  }

  @Test
  void explainsWhatItCannotDo() {
    refused("has no column 'name'", "name STRING", "rows", "files");
    refused("is of the type BIGINT, not INT", "size INT", "rows", "files");
    refused("A table of blocks has no column 'content'", "content BYTES", "rows", "blocks");
    refused("Missing required options are:\n\nrows", "size BIGINT");
    refused("Unsupported options:\n\nfile-ids", "size BIGINT", "rows", "files", "file-ids", "1");
    refused("exclude each other", "size BIGINT", "rows", "files", "file-id", "1", "ids-file", "x");
    refused("1 gb is the most", "size BIGINT", "rows", "files", "max-content-size", "2 gb");
    refused("set both or none", "size BIGINT", "rows", "files", "client-cert", "/x.pem");
    refused("doesn't say which files", "size BIGINT", "rows", "files");
    refused("needs folders to follow", "size BIGINT", "rows", "files", "follow", "true");
    refused("is about folders", "size BIGINT", "rows", "events", "file-id", "1");
    refused("rows", "size BIGINT", "rows", "lines");
  }

  @Test
  void refusesSecretsAsOptionsWithoutRepeatingThem() {
    for (String name : List.of("secret-access-key", "password", "bearer")) {
      assertThatThrownBy(
              () -> {
                create("size BIGINT", "rows", "files", "file-id", "1", name, "Canary42");
                select("SELECT * FROM t");
              })
          .hasStackTraceContaining("'" + name + "' can't be an option of a table")
          .satisfies(e -> assertThat(e.getCause()).hasMessageContaining("credentials-file"));
      sql.executeSql("DROP TABLE t");
    }
  }

  private void refused(String message, String columns, String... options) {
    assertThatThrownBy(
            () -> {
              create(columns, options);
              select("SELECT * FROM t");
            })
        .as(message)
        .hasStackTraceContaining(message);
    sql.executeSql("DROP TABLE t");
  }
}
