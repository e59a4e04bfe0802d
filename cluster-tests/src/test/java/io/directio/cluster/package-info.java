// SPDX-License-Identifier: Apache-2.0
/**
 * Exports on real clusters: JobManager, TaskManagers and ZooKeeper are processes of their own, the
 * job comes from its jar, the portal and the storage are reached over real sockets, and some of
 * them are killed meanwhile. Nothing of Flink is on the class path of these tests, so they run
 * against whatever version the processes are started from.
 */
package io.directio.cluster;
