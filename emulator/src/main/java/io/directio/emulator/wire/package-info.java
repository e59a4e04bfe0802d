// SPDX-License-Identifier: Apache-2.0
/**
 * The sockets: a small HTTP/1.1 server that can also break the protocol on purpose (resets, lies
 * about lengths, stalls), which no ordinary server lets one do. Knows nothing of portals and
 * stores.
 */
package io.directio.emulator.wire;
