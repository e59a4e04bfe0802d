// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import io.directio.notify.EventFilter;
import io.directio.notify.NotificationOptions;
import io.directio.portal.PortalContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which folders of a portal are meant, and what in them. */
final class FolderOptions {

  @Option(
      names = "--folder-id",
      paramLabel = "N",
      order = 20,
      description = "A cloud drive folder, by its id; can be repeated.")
  private List<Long> folderIds = new ArrayList<>();

  @Option(
      names = "--folder",
      paramLabel = "NAME",
      order = 21,
      description =
          "All cloud drive folders of this name, whoever they belong to; can be repeated.")
  private List<String> folderNames = new ArrayList<>();

  @Option(
      names = "--include",
      paramLabel = "GLOB",
      order = 22,
      description =
          "Only paths that fit, such as 'projects/**/*.pdf'; can be repeated, then one must fit.")
  private List<String> include = new ArrayList<>();

  @Option(
      names = "--exclude",
      paramLabel = "GLOB",
      order = 23,
      description = "No paths that fit; can be repeated.")
  private List<String> exclude = new ArrayList<>();

  @Option(
      names = "--min-size",
      paramLabel = "SIZE",
      order = 24,
      converter = SizeText.class,
      description = "Only files of at least so many bytes: 4096, 512K, 4M, 1G.")
  private Long minSize;

  @Option(
      names = "--max-size",
      paramLabel = "SIZE",
      order = 25,
      converter = SizeText.class,
      description = "Only files of at most so many bytes.")
  private Long maxSize;

  @Option(
      names = "--modified-since",
      paramLabel = "TIME",
      order = 26,
      converter = TimeText.class,
      description = "Only files that were changed since: 2026-11-22, or 2026-11-22T17:46:21Z.")
  private Instant modifiedSince;

  @Option(
      names = "--team-portal",
      order = 27,
      description = "Ask as a user of the team portal, and not as the global administrator.")
  private boolean teamPortal;

  /** Whether certain folders are named. */
  boolean areNamed() {
    return !folderIds.isEmpty() || !folderNames.isEmpty();
  }

  /** Whether anything is said about folders, or what is wanted of them. */
  boolean areGiven() {
    return areNamed()
        || !include.isEmpty()
        || !exclude.isEmpty()
        || minSize != null
        || maxSize != null
        || modifiedSince != null
        || teamPortal;
  }

  /** The choice; with neither ids nor names all folders that the user may see. */
  NotificationOptions options() {
    try {
      EventFilter.Builder filter =
          EventFilter.builder()
              .include(include.toArray(String[]::new))
              .exclude(exclude.toArray(String[]::new));
      if (minSize != null) {
        filter.minSize(minSize);
      }
      if (maxSize != null) {
        filter.maxSize(maxSize);
      }
      if (modifiedSince != null) {
        filter.modifiedSince(modifiedSince);
      }
      return NotificationOptions.builder()
          .context(teamPortal ? PortalContext.SERVICES_PORTAL : PortalContext.ADMIN)
          .folderIds(folderIds)
          .folderNames(folderNames)
          .filter(filter.build())
          .build();
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), "see --include, --min-size and others in --help");
    }
  }
}
