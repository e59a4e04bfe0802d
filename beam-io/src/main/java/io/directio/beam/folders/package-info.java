// SPDX-License-Identifier: Apache-2.0
/**
 * Which files are in a portal's folders: {@link io.directio.beam.folders.ListFolderFilesFn}, a
 * splittable function that reads the snapshot of the Notification Service page by page. What can be
 * kept and resumed is {@link io.directio.beam.folders.SnapshotPosition}, which holds the core's
 * {@link io.directio.notify.EventCursor}.
 */
package io.directio.beam.folders;
