// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import io.directio.cli.export.IdCount;
import io.directio.flink.source.FileSelection;
import io.directio.read.ClientOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which files are exported: some by their ids, or those in folders. */
final class SelectionOptions {

  @Option(
      names = "--file-id",
      paramLabel = "N",
      order = 2,
      arity = "1..*",
      converter = FileIdText.class,
      description = "The files' ids, one or more; can be repeated.")
  private List<Long> fileIds = new ArrayList<>();

  @Option(
      names = "--ids-file",
      paramLabel = "FILE",
      order = 3,
      description = "A file with an id on each line; # starts a comment. May have millions.")
  private Path idsFile;

  @Option(
      names = "--all-folders",
      order = 19,
      description = "All files in all cloud drive folders that the user may see.")
  private boolean allFolders;

  @Mixin private FolderOptions folders;

  @Option(
      names = "--follow",
      order = 28,
      description =
          "When what is in the folders is exported, go on with what is created or changed there,"
              + " until interrupted.")
  private boolean follow;

  @Option(
      names = "--delete",
      order = 29,
      description =
          "With --follow: also remove what is deleted, renamed or moved away at the portal from"
              + " then on. Nothing is removed but files that Direct IO has exported.")
  private boolean delete;

  /**
   * Finds out whether it is clear what is meant.
   *
   * @throws UsageException if not
   */
  void check() {
    int ways = (fileIds.isEmpty() ? 0 : 1) + (idsFile == null ? 0 : 1) + (areFolders() ? 1 : 0);
    if (ways != 1 || allFolders && folders.areNamed()) {
      throw new UsageException(
          ways == 0 ? "which files?" : "there is more than one choice of files",
          "give one of --file-id, --ids-file, --folder-id and --folder, --all-folders");
    }
    if (delete && !follow) {
      throw new UsageException(
          "--delete applies the deletions that are heard of while an export goes on",
          "use it with --follow");
    }
    if (!areFolders() && (folders.areGiven() || follow)) {
      throw new UsageException(
          "files that are named by their ids are not chosen by anything else",
          "filters and --follow go with --folder-id, --folder or --all-folders");
    }
  }

  /** Whether deletions and renamings are applied. */
  boolean areDeleted() {
    return delete;
  }

  /** Whether folders are exported, so that the portal is asked what is in them. */
  boolean areFolders() {
    return allFolders || folders.areNamed();
  }

  /** Whether the files never come to an end. */
  boolean isEndless() {
    return follow;
  }

  FileSelection files() {
    if (areFolders()) {
      if (!follow) {
        return FileSelection.folders(folders.options());
      }
      FileSelection followed = FileSelection.follow(folders.options());
      return delete ? followed.withDeletions() : followed;
    }
    return idsFile == null
        ? FileSelection.ids(fileIds.stream().mapToLong(Long::longValue).toArray())
        : FileSelection.idsFile(idsFile.toAbsolutePath().toString());
  }

  /**
   * How many files they are, if that is known before they are exported.
   *
   * @throws UsageException if the file of ids holds something else
   */
  OptionalLong count(ClientOptions portal, Console console) throws IOException {
    if (areFolders()) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(idsFile == null ? fileIds.size() : idsInFile(portal, console));
  }

  private long idsInFile(ClientOptions portal, Console console) throws IOException {
    if (!Files.exists(idsFile)) {
      throw new NoSuchFileException(idsFile.toString());
    }
    if (!Files.isRegularFile(idsFile)) {
      throw new UsageException(
          "--ids-file '" + idsFile + "' is no regular file",
          "it is read more than once: name a file");
    }
    try {
      long count = IdCount.of(files(), portal);
      if (count == 0) {
        console.warn("there are no ids in '" + idsFile + "'");
      }
      return count;
    } catch (IOException e) {
      throw new UsageException(
          e.getMessage(), "an ids file has one id on each line; what follows a # is a comment");
    }
  }
}
