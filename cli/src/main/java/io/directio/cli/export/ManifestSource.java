// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.export;

import io.directio.assemble.Destination;
import io.directio.assemble.Manifests;
import io.directio.assemble.s3.S3DestinationSpec;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Manifests where a user says that there are some, as files of this machine: those of a bucket are
 * copied for a while.
 */
public final class ManifestSource implements AutoCloseable {

  /** The address of manifests, or of one: that of the export, and the run. */
  private static final Pattern ADDRESS =
      Pattern.compile("(.*?/)\\.directio/manifest(?:/?|/([^/]+)\\.jsonl)");

  private final Path path;
  private final Path temporary;

  private ManifestSource(Path path, Path temporary) {
    this.path = path;
    this.temporary = temporary;
  }

  /**
   * Manifests of this machine.
   *
   * @param place a manifest, a folder of manifests, or a folder that was exported to
   * @throws IOException if there are none
   */
  public static ManifestSource folder(Path place) throws IOException {
    return new ManifestSource(ManifestFolder.find(place), null);
  }

  /**
   * Manifests of a bucket.
   *
   * @param url a manifest, their folder, or what was exported to
   * @param bucket opens what was exported to
   * @throws IOException if there are none, or they can't be read
   */
  public static ManifestSource bucket(String url, Function<String, S3DestinationSpec> bucket)
      throws IOException {
    Matcher address = ADDRESS.matcher(url);
    boolean inFolder = address.matches();
    String run = inFolder ? address.group(2) : null;
    ManifestSource source = new ManifestSource(Files.createTempDirectory("directio-manifest"));
    try (Destination exported = bucket.apply(inFolder ? address.group(1) : url).look()) {
      Manifests manifests = exported.manifests();
      List<String> runs = run == null ? manifests.runs() : List.of(run);
      if (runs.isEmpty()) {
        throw new FileSystemException(url, null, ManifestFolder.NONE);
      }
      for (String one : runs) {
        manifests.copy(one, source.path.resolve(one + ".jsonl"));
      }
      return source;
    } catch (IOException | RuntimeException e) {
      source.close();
      throw e;
    }
  }

  private ManifestSource(Path temporary) {
    this(temporary, temporary);
  }

  /** A manifest, or a folder of manifests. */
  public Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    if (temporary == null) {
      return;
    }
    try (Stream<Path> all = Files.walk(temporary)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }
}
