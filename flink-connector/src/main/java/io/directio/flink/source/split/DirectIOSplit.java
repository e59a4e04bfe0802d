// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.split;

import org.apache.flink.api.connector.source.SourceSplit;

/**
 * What is assigned to one reader at once. Flink logs splits, puts them into exceptions and keeps
 * them in checkpoints: a split names what is to be read and never how to get at it.
 *
 * <p><b>Threading:</b> immutable.
 */
public sealed interface DirectIOSplit extends SourceSplit
    permits RunSplit, BundleSplit, OutcomeSplit {}
