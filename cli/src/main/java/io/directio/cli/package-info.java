// SPDX-License-Identifier: Apache-2.0
/**
 * The {@code directio} command: one class per command, mixins for the options that they share, and
 * one place each for exit codes, for the wording of errors, for logging and for what Ctrl-C does.
 * Nothing depends on this room.
 */
package io.directio.cli;
