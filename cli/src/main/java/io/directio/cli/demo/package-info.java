// SPDX-License-Identifier: Apache-2.0
/** What {@code directio demo} needs beyond an export: real files to start from, and proof. */
package io.directio.cli.demo;
