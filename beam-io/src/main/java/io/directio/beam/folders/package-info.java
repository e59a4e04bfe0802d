// SPDX-License-Identifier: Apache-2.0
/**
 * What is in a portal's folders, and what changes in them: splittable functions that read the
 * Notification Service page by page, to the end of the snapshot ({@link
 * io.directio.beam.folders.SnapshotFn}) or for ever ({@link io.directio.beam.folders.FollowFn}).
 * What can be kept and resumed is {@link io.directio.beam.folders.FeedPosition}, which holds the
 * core's {@link io.directio.notify.EventCursor}.
 */
package io.directio.beam.folders;
