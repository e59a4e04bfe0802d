// SPDX-License-Identifier: Apache-2.0
/** A certificate authority for tests, and TLS for the emulator's ports. */
package io.directio.emulator.tls;
