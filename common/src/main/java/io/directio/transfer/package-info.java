// SPDX-License-Identifier: Apache-2.0
/**
 * The whole way in plain Java, without an engine: {@link io.directio.transfer.Transfer} reads files
 * of a portal and assembles them at a destination, with as much going on at once as memory and
 * connections allow. Knows both ends, {@code read} and {@code assemble}, which know nothing of each
 * other.
 */
package io.directio.transfer;
