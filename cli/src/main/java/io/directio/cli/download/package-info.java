// SPDX-License-Identifier: Apache-2.0
/** Where the bytes of a download go: in order, to a file or to standard output. */
package io.directio.cli.download;
