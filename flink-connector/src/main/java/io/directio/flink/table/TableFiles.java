// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.table;

import io.directio.flink.source.FileSelection;
import io.directio.flink.table.filter.Condition;
import io.directio.flink.table.filter.FilteredFiles;
import io.directio.notify.NotificationOptions;
import io.directio.portal.PortalContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;

/**
 * Which files a table has, as its options say: some ids, some folders, or neither, so that each
 * query has to name files.
 *
 * @param ids the files by their ids, or null
 * @param folders the folders, or null
 * @param follow whether what changes in the folders comes after what is in them
 */
record TableFiles(FileSelection ids, NotificationOptions folders, boolean follow) {

  /**
   * What the options say.
   *
   * @throws ValidationException if they contradict each other
   */
  static TableFiles of(TableRows rows, ReadableConfig options) {
    Optional<List<Long>> ids = options.getOptional(DirectIOTableOptions.FILE_ID);
    Optional<String> file = options.getOptional(DirectIOTableOptions.IDS_FILE);
    boolean named =
        options.getOptional(DirectIOTableOptions.FOLDER_ID).isPresent()
            || options.getOptional(DirectIOTableOptions.FOLDER).isPresent();
    boolean all = options.get(DirectIOTableOptions.ALL_FOLDERS);
    boolean events = rows == TableRows.EVENTS;
    int ways = (ids.isPresent() ? 1 : 0) + (file.isPresent() ? 1 : 0) + (named ? 1 : 0);
    if (ways + (all ? 1 : 0) > 1) {
      throw new ValidationException(
          "'file-id', 'ids-file', 'folder-id' with 'folder', and 'all-folders' exclude each other:"
              + " set one of them.");
    }
    if (events && (ids.isPresent() || file.isPresent())) {
      throw new ValidationException(
          "A table of events is about folders: use 'folder-id', 'folder' or 'all-folders', and not"
              + " 'file-id' or 'ids-file'.");
    }
    boolean follow = options.get(DirectIOTableOptions.FOLLOW);
    boolean folders = named || all || events;
    if (follow && !folders) {
      throw new ValidationException(
          "'follow' needs folders to follow: set 'folder-id', 'folder' or 'all-folders'.");
    }
    FileSelection selected =
        ids.map(TableFiles::selection).or(() -> file.map(FileSelection::idsFile)).orElse(null);
    return new TableFiles(selected, folders ? folders(options) : null, follow);
  }

  private static FileSelection selection(List<Long> ids) {
    return FileSelection.ids(ids.stream().mapToLong(Long::longValue).toArray());
  }

  private static NotificationOptions folders(ReadableConfig options) {
    return NotificationOptions.builder()
        .context(
            options.get(DirectIOTableOptions.GLOBAL_ADMIN)
                ? PortalContext.ADMIN
                : PortalContext.SERVICES_PORTAL)
        .folderIds(options.getOptional(DirectIOTableOptions.FOLDER_ID).orElse(List.of()))
        .folderNames(options.getOptional(DirectIOTableOptions.FOLDER).orElse(List.of()))
        .build();
  }

  /** The folders; paths of files are found out only if they are wanted. */
  NotificationOptions folders(boolean paths) {
    return folders.toBuilder().resolvePaths(paths).build();
  }

  /**
   * The files that can meet a condition.
   *
   * @param table the table's name, for messages
   * @param paths whether the files' paths are wanted
   * @throws ValidationException if neither the table nor the condition says which files
   */
  FileSelection meeting(Condition condition, String table, boolean paths) {
    if (folders != null) {
      NotificationOptions wanted = folders(paths);
      return new FilteredFiles(
          follow ? FileSelection.follow(wanted) : FileSelection.folders(wanted), condition);
    }
    if (ids != null) {
      return new FilteredFiles(ids, condition);
    }
    Set<Long> named =
        condition
            .fileIds()
            .orElseThrow(
                () ->
                    new ValidationException(
                        "The table "
                            + table
                            + " doesn't say which files it has: set one of its options 'file-id',"
                            + " 'ids-file', 'folder-id', 'folder' and 'all-folders', or ask for"
                            + " files by their ids, as in WHERE file_id = 12345 or WHERE file_id IN"
                            + " (12345, 67890)."));
    return FileSelection.ids(named.stream().mapToLong(Long::longValue).sorted().toArray());
  }
}
