// SPDX-License-Identifier: Apache-2.0
/**
 * Exports on real clusters: JobManager, TaskManagers and ZooKeeper are processes of their own, the
 * job comes from its jar, the portal and the storage are reached over real sockets, and some of
 * them are killed meanwhile. Nothing of Flink is on the class path of these tests, so they run
 * against whatever version the processes are started from.
 *
 * <pre>
 * KilledClusterIT      the short version, in each build
 * KilledWorkersIT      TaskManagers are killed at chosen moments
 * KilledManagerIT      the JobManager is, alone or together with TaskManagers
 * LostWorkersIT        TaskManagers come back after they were replaced
 * OutagesIT            storage and portal go away for a moment
 * SecondRunsIT         ... or for longer: another run does the rest
 * BucketIT             kills and outages while a bucket is written to
 * FollowedChangesIT    kills and outages while changes and deletions are followed
 * RandomHarmIT         any of it, at any moment
 * SoakIT               no harm, but millions of blocks
 * </pre>
 */
package io.directio.cluster;
