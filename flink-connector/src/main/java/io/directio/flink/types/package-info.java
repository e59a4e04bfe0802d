// SPDX-License-Identifier: Apache-2.0
/**
 * How the nouns of Direct IO look on Flink's wires and in its state: one format, used by the
 * records' serializers, the splits and the committables. Never Kryo, never Java serialisation.
 */
package io.directio.flink.types;
