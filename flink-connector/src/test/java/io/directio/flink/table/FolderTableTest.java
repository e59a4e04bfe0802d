// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.emulator.BlockSize;
import io.directio.emulator.Content;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import io.directio.flink.TestExports;
import io.directio.flink.TestPortal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of what the Notification Service tells of. */
@SuppressWarnings("try") // Flink declares what close() throws.
@Timeout(120)
class FolderTableTest {

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  private TestPortal portal;
  private StreamTableEnvironment sql;

  @BeforeEach
  void start() {
    var builder = Emulator.builder().blockSize(BlockSize.fixed(4 << 10));
    for (int i = 0; i < 10; i++) {
      builder.file("docs/" + i % 2 + "/file-" + i, TestPortal.bytes(1_000 * i, i));
    }
    builder.file("media/film", TestPortal.bytes(50_000, 77));
    portal = TestPortal.start(builder);
    sql = StreamTableEnvironment.create(TestExports.environment(2, 100));
  }

  @AfterEach
  void stop() {
    portal.close();
  }

  private void create(String columns, String rows, String more) {
    sql.executeSql(
        String.format(
            "CREATE TABLE t (%s) WITH ('connector' = 'directio', 'rows' = '%s', 'portal' = '%s',"
                + " 'credentials-file' = '%s'%s)",
            columns, rows, portal.emulator().portalUri(), portal.credentialsFile(), more));
  }

  private List<Row> select(String query) throws Exception {
    List<Row> rows = new ArrayList<>();
    try (CloseableIterator<Row> found = sql.executeSql(query).collect()) {
      found.forEachRemaining(rows::add);
    }
    return rows;
  }

  @Test
  void givesTheFilesOfAllFolders() throws Exception {
    create("path STRING, content BYTES", "files", ", 'all-folders' = 'true'");
    Map<String, byte[]> found =
        select("SELECT * FROM t").stream()
            .collect(
                Collectors.toMap(
                    row -> (String) row.getField("path"), row -> (byte[]) row.getField("content")));
    assertThat(found).hasSize(11);
    for (EmulatedFile file : portal.files()) {
      assertThat(found.get(file.path())).as(file.path()).isEqualTo(TestPortal.bytesOf(file));
    }
  }

  @Test
  void asksForNoFileThatAFilterKeepsOut() throws Exception {
    create(
        "path STRING, size BIGINT, modified TIMESTAMP_LTZ(3) METADATA, data BYTES",
        "blocks",
        ", 'folder' = 'docs'");
    List<Row> rows =
        select(
            "SELECT path, size, modified, data FROM t WHERE size > 5000 AND path LIKE 'docs/1/%'");
    // 7,000 and 9,000 bytes in blocks of 4 KiB.
    assertThat(rows).extracting(row -> row.getField("path")).hasSize(5);
    assertThat(rows).allMatch(row -> row.getField("modified") instanceof Instant);
    assertThat(portal.emulator().requests().portalCalls()).isEqualTo(2);
    assertThat(portal.emulator().requests().gets()).isEqualTo(5);
  }

  @Test
  void tellsOfFilesAndBlocksWhatTheirEventsTold() throws Exception {
    for (String rows : List.of("files", "blocks")) {
      create(
          "path STRING, guid STRING METADATA, acl STRING METADATA,"
              + " changed TIMESTAMP_LTZ(3) METADATA FROM 'file_timestamp', encrypted BOOLEAN",
          rows,
          ", 'folder' = 'docs'");
      List<Row> found = select("SELECT path, guid, acl, changed, encrypted FROM t");
      assertThat(found)
          .hasSizeGreaterThanOrEqualTo(10)
          .allSatisfy(
              row -> {
                String path = (String) row.getField("path");
                assertThat(row.getField("guid"))
                    .isEqualTo(portal.emulator().notifications().guid(path));
                assertThat((String) row.getField("acl")).startsWith("O:BA");
                assertThat(row.getField("changed")).isInstanceOf(Instant.class);
              });
      sql.executeSql("DROP TABLE t");
    }
  }

  @Test
  void asksThePortalForNoBlocksIfOnlyEventsAreSelected() throws Exception {
    create("path STRING, size BIGINT, content BYTES", "files", ", 'all-folders' = 'true'");
    assertThat(select("SELECT SUM(size) FROM t"))
        .last()
        .isEqualTo(Row.ofKind(RowKind.UPDATE_AFTER, 95_000L));
    assertThat(portal.emulator().requests().portalCalls()).isZero();
  }

  /** Logging in again and again with a password that is refused could lock the account. */
  @ParameterizedTest
  @ValueSource(strings = {"files", "blocks", "events"})
  void logsInOnceWithAPasswordThatIsRefused(String rows) throws Exception {
    Path credentials = portal.credentialsFile();
    String password = portal.emulator().notifications().password();
    Files.writeString(credentials, Files.readString(credentials).replace(password, "mistyped"));
    create("path STRING", rows, ", 'all-folders' = 'true'");
    assertThatThrownBy(() -> select("SELECT path FROM t"))
        .hasStackTraceContaining("the portal refused user and password");
    assertThat(portal.emulator().requests().notificationCalls()).isEqualTo(1);
  }

  @Test
  void goesOnWithWhatChanges() throws Exception {
    create("path STRING, content BYTES", "files", ", 'all-folders' = 'true', 'follow' = 'true'");
    byte[] fresh = TestPortal.bytes(4_321, 5);
    try (CloseableIterator<Row> rows =
        sql.executeSql("SELECT path, content FROM t WHERE path LIKE 'docs/%'").collect()) {
      for (int i = 0; i < 10; i++) {
        assertThat((String) rows.next().getField("path")).startsWith("docs/");
      }
      portal.emulator().add("media/other", Content.of(fresh));
      portal.emulator().add("docs/new", Content.of(fresh));
      Row row = rows.next();
      assertThat(row.getField("path")).isEqualTo("docs/new");
      assertThat((byte[]) row.getField("content")).isEqualTo(fresh);
    }
  }

  @Test
  void givesEventsWithDeletions() throws Exception {
    create(
        "file_id BIGINT, path STRING, name STRING, deleted BOOLEAN, guid STRING METADATA,"
            + " type STRING METADATA, size BIGINT METADATA",
        "events",
        ", 'follow' = 'true'");
    EmulatedFile film = portal.emulator().file("media/film");
    try (CloseableIterator<Row> rows =
        sql.executeSql("SELECT * FROM t WHERE type = 'file' AND name = 'film'").collect()) {
      Row there = rows.next();
      assertThat(there.getField("path")).isEqualTo("media/film");
      assertThat(there.getField("file_id")).isEqualTo(film.id());
      assertThat(there.getField("size")).isEqualTo(50_000L);
      assertThat(there.getField("deleted")).isEqualTo(false);
      portal.emulator().delete("media/film");
      Row gone = rows.next();
      assertThat(gone.getField("deleted")).isEqualTo(true);
      assertThat(gone.getField("guid")).isEqualTo(there.getField("guid"));
    }
    assertThat(portal.emulator().requests().portalCalls()).isZero();
  }

  @Test
  void endsWithTheSnapshotOfEvents() throws Exception {
    create("name STRING, type STRING", "events", ", 'folder' = 'docs'");
    assertThat(select("SELECT name FROM t WHERE type = 'file'")).hasSize(10);
  }
}
