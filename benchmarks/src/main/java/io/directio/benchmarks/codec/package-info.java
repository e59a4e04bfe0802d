// SPDX-License-Identifier: Apache-2.0
/** Measures decoding against the bare steps that it is made of. */
package io.directio.benchmarks.codec;
