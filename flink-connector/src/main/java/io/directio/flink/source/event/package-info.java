// SPDX-License-Identifier: Apache-2.0
/**
 * The parts of {@link io.directio.flink.source.DirectIOEventSource}. There is one split, a position
 * in the portal's stream of events; a reader's fetcher waits for the next page, and the task's
 * thread emits a page as a whole, so that no checkpoint falls into it.
 */
package io.directio.flink.source.event;
