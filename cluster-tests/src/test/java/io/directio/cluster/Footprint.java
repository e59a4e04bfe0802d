// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

/**
 * What a JVM holds at a moment.
 *
 * @param heap bytes that are left after a full collection
 * @param threads native ones, those of the JVM included
 * @param sockets open ones
 * @param files open files of any kind, sockets included
 */
record Footprint(long heap, int threads, int sockets, int files) {}
