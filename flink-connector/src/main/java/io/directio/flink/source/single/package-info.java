// SPDX-License-Identifier: Apache-2.0
/**
 * For sources whose input is one stream, and so one split: who is given it, and how it is
 * remembered while nobody has it.
 */
package io.directio.flink.source.single;
