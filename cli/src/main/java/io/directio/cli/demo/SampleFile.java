// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.demo;

import java.nio.file.Path;

/**
 * A file to demonstrate with.
 *
 * @param path what the portal shall call it, with slashes
 * @param source where its bytes are
 * @param size its size in bytes
 */
public record SampleFile(String path, Path source, long size) {}
