// SPDX-License-Identifier: Apache-2.0
/** Faults as a typed API: which requests (scope), how often, and what they get instead. */
package io.directio.emulator.fault;
