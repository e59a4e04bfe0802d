// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.table;

import static io.directio.flink.table.TableRows.BLOCKS;
import static io.directio.flink.table.TableRows.EVENTS;
import static io.directio.flink.table.TableRows.FILES;

import io.directio.BlockInfo;
import io.directio.FileDetails;
import io.directio.FileEvent;
import io.directio.FileMetadata;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.DataType;

/** A column that a table can have, as an ordinary one or as metadata. */
public enum Column {
  FILE_ID(DataTypes.BIGINT(), Needs.REFERENCE, row -> known(row.file().fileId())),
  PATH(DataTypes.STRING(), Needs.REFERENCE, TableRow::path),
  SIZE(DataTypes.BIGINT(), Needs.REFERENCE, TableRow::size),
  VERSION(DataTypes.BIGINT(), Needs.REFERENCE, row -> known(row.file().version())),
  MODIFIED(DataTypes.TIMESTAMP_LTZ(3), Needs.REFERENCE, TableRow::modified),
  GUID(DataTypes.STRING(), Needs.REFERENCE, detail(FileDetails::guid)),
  FILE_TIMESTAMP(DataTypes.TIMESTAMP_LTZ(3), Needs.REFERENCE, detail(FileDetails::fileTimestamp)),
  ACL(DataTypes.STRING(), Needs.REFERENCE, detail(FileDetails::acl)),

  BLOCK_COUNT(DataTypes.INT(), Needs.LISTING, listed(FileMetadata::blocks), FILES, BLOCKS),
  COMPRESSION(
      DataTypes.STRING(),
      Needs.LISTING,
      listed(file -> file.compression().name().toLowerCase(Locale.ROOT)),
      FILES,
      BLOCKS),
  ENCRYPTED(DataTypes.BOOLEAN(), Needs.LISTING, listed(FileMetadata::encrypted), FILES, BLOCKS),
  FINGERPRINT(
      DataTypes.STRING(), Needs.LISTING, listed(FileMetadata::fingerprintText), FILES, BLOCKS),
  CONTENT(DataTypes.BYTES(), Needs.BYTES, TableRow::bytes, FILES),
  BLOCK_NUMBER(DataTypes.INT(), Needs.LISTING, block(BlockInfo::number), BLOCKS),
  BLOCK_OFFSET(DataTypes.BIGINT(), Needs.LISTING, block(BlockInfo::offset), BLOCKS),
  BLOCK_LENGTH(DataTypes.INT(), Needs.LISTING, block(BlockInfo::length), BLOCKS),
  DATA(DataTypes.BYTES(), Needs.BYTES, TableRow::bytes, BLOCKS),
  ERROR_CODE(
      DataTypes.STRING(), Needs.LISTING, failed(error -> error.code().text()), FILES, BLOCKS),
  ERROR_MESSAGE(
      DataTypes.STRING(), Needs.LISTING, failed(ManifestEntry.Failure::message), FILES, BLOCKS),

  TYPE(
      DataTypes.STRING(),
      Needs.REFERENCE,
      event(event -> event.type().name().toLowerCase(Locale.ROOT)),
      EVENTS),
  DELETED(DataTypes.BOOLEAN(), Needs.REFERENCE, event(FileEvent::deleted), EVENTS),
  NAME(DataTypes.STRING(), Needs.REFERENCE, event(FileEvent::name), EVENTS),
  PARENT_GUID(DataTypes.STRING(), Needs.REFERENCE, event(FileEvent::parentGuid), EVENTS),
  FOLDER_ID(DataTypes.BIGINT(), Needs.REFERENCE, event(e -> known(e.folderId())), EVENTS),
  GVSN(DataTypes.STRING(), Needs.REFERENCE, event(FileEvent::gvsn), EVENTS),
  TENANT_ID(DataTypes.STRING(), Needs.REFERENCE, event(FileEvent::virtualPortalId), EVENTS);

  /** What must be known of a file before the column can be told. */
  public enum Needs {
    /** What came with the file's id. */
    REFERENCE,
    /** The portal's listing of its blocks. */
    LISTING,
    /** Its bytes. */
    BYTES
  }

  private final DataType type;
  private final Needs needs;
  private final Function<TableRow, Object> value;
  private final Set<TableRows> tables;

  /** For the given tables; without any, for all of them. */
  Column(DataType type, Needs needs, Function<TableRow, Object> value, TableRows... tables) {
    this.type = type;
    this.needs = needs;
    this.value = value;
    this.tables = tables.length == 0 ? EnumSet.allOf(TableRows.class) : Set.of(tables);
  }

  /** The name of the column, and of its metadata key. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its type in SQL; every column can be NULL. */
  public DataType type() {
    return type;
  }

  /** Whether its values are text. */
  public boolean isText() {
    return type.equals(DataTypes.STRING());
  }

  /** What it takes to tell it. */
  public Needs needs() {
    return needs;
  }

  /** Its value in plain Java; null if it isn't known, or there is none. */
  public Object valueOf(TableRow row) {
    return value.apply(row);
  }

  /** The columns that a table can have, in the order of the documentation. */
  static Set<Column> of(TableRows rows) {
    EnumSet<Column> columns = EnumSet.allOf(Column.class);
    columns.removeIf(column -> !column.tables.contains(rows));
    return columns;
  }

  /** The column of that name, whatever table it is for. */
  public static Optional<Column> named(String name) {
    return Arrays.stream(values()).filter(column -> column.key().equals(name)).findFirst();
  }

  private static Long known(long number) {
    return number == FileRef.UNKNOWN ? null : (Long) number;
  }

  private static Function<TableRow, Object> detail(Function<FileDetails, Object> value) {
    return row -> value.apply(row.file().details());
  }

  private static Function<TableRow, Object> listed(Function<FileMetadata, Object> value) {
    return row -> row.metadata() == null ? null : value.apply(row.metadata());
  }

  private static Function<TableRow, Object> block(Function<BlockInfo, Object> value) {
    return row -> row.block() == null ? null : value.apply(row.block());
  }

  private static Function<TableRow, Object> failed(Function<ManifestEntry.Failure, Object> value) {
    return row -> row.error() == null ? null : value.apply(row.error());
  }

  private static Function<TableRow, Object> event(Function<FileEvent, Object> value) {
    return row -> row.event() == null ? null : value.apply(row.event());
  }
}
