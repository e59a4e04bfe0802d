// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.filesystem;

import io.directio.DestinationException;
import io.directio.assemble.objects.StagedManifests;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.apache.beam.sdk.io.fs.ResourceId;

/** Keeps manifests on a file system, below {@code ROOT/.directio/manifest}. */
final class ManifestShelf implements StagedManifests.Shelf {

  private static final String DIRECTORY = ".directio/manifest/";

  private final Tree tree;
  private final String address;

  ManifestShelf(Tree tree, String address) {
    this.tree = tree;
    this.address = address;
  }

  private ResourceId file(String name) {
    return tree.file(Arrays.asList((DIRECTORY + name).split("/")));
  }

  @Override
  public boolean holds(String name) throws IOException {
    return tree.size(file(name)).isPresent();
  }

  @Override
  public List<String> list(String prefix) throws IOException {
    List<String> names = new ArrayList<>();
    for (Tree.Found found : tree.find(DIRECTORY + prefix + "*.jsonl")) {
      names.add(prefix + found.name());
    }
    return names;
  }

  @Override
  public InputStream open(String name) throws IOException {
    return tree.open(file(name));
  }

  @Override
  public void store(Path from, String name) throws IOException {
    ResourceId draft = file(name + "-" + UUID.randomUUID());
    try (OutputStream out = tree.create(draft)) {
      Files.copy(from, out);
    }
    tree.rename(draft, file(name));
  }

  @Override
  public void delete(Collection<String> names) throws IOException {
    tree.delete(names.stream().map(this::file).toList());
  }

  @Override
  public String location(String name) {
    return address + DIRECTORY + name;
  }

  @Override
  public DestinationException trouble(String location, String attempt, Exception cause) {
    return Trouble.of(location, attempt, cause);
  }
}
