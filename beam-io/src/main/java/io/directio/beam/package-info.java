// SPDX-License-Identifier: Apache-2.0
/**
 * Direct IO for Apache Beam. {@link io.directio.beam.DirectIO} is the way in; every transform is
 * immutable, and its {@code with…} methods give a changed copy.
 */
package io.directio.beam;
