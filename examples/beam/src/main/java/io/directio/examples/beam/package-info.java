// SPDX-License-Identifier: Apache-2.0
/** Beam pipelines of one screen, to be copied and changed. */
package io.directio.examples.beam;
