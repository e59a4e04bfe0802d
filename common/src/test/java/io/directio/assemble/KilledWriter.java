// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import io.directio.Block;
import io.directio.Stored;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Transfers files into a directory, resuming them, until it is done or killed. */
final class KilledWriter {

  private static final int FILES = 6;
  private static final int SIZE = 3_000_000;
  private static final int BLOCK = 30_011;

  private KilledWriter() {}

  /** Arguments: the root, the version of the files. */
  public static void main(String[] arguments) throws Exception {
    long version = Long.parseLong(arguments[1]);
    System.out.println("started");
    try (LocalDestination destination =
        LocalDestinationSpec.in(Path.of(arguments[0])).withMaxOpenFiles(3).open()) {
      transfer(destination, version);
    }
    System.out.println("done");
  }

  static List<TestFile> files(long version) {
    List<TestFile> files = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      byte[] content = new byte[i == 0 ? 1000 : SIZE];
      new Random(version * FILES + i).nextBytes(content);
      files.add(TestFile.of(i, "dir" + i % 2 + "/file" + i, version, content, BLOCK));
    }
    return files;
  }

  static void transfer(LocalDestination destination, long version) throws Exception {
    Random random = new Random();
    ExecutorService pool = Executors.newFixedThreadPool(3);
    List<FileAssembly> assemblies = new ArrayList<>();
    List<Block> missing = new ArrayList<>();
    for (TestFile file : files(version)) {
      Stored stored = destination.stored(file.metadata());
      if (stored instanceof Stored.Whole) {
        continue;
      }
      FileAssembly assembly = new FileAssembly(file.metadata());
      if (stored instanceof Stored.Partly partly) {
        for (var range : partly.ranges()) {
          assembly.add(Receipt.inherited(range));
        }
      }
      List<FileAssembly.Range> held = assembly.ranges();
      for (Block block : file.blocks()) {
        if (held.stream()
            .noneMatch(r -> r.offset() <= block.offset() && block.info().end() <= r.end())) {
          missing.add(block);
        }
      }
      assemblies.add(assembly);
    }
    Collections.shuffle(missing, random);
    for (int at = 0; at < missing.size() || at == 0; ) {
      int end = Math.min(missing.size(), at + 1 + random.nextInt(30));
      List<Future<Receipt>> writes = new ArrayList<>();
      for (Block block : missing.subList(at, end)) {
        writes.add(pool.submit(() -> destination.write(block)));
      }
      List<Receipt> receipts = new ArrayList<>();
      for (Future<Receipt> write : writes) {
        receipts.add(write.get());
      }
      destination.flush();
      System.out.println("flushed");
      for (Receipt receipt : receipts) {
        for (FileAssembly assembly : assemblies) {
          if (assembly.file().equals(receipt.file())) {
            assembly.add(receipt);
          }
        }
      }
      List<CompletedFile> complete =
          assemblies.stream().filter(FileAssembly::complete).map(FileAssembly::completed).toList();
      assemblies.removeIf(FileAssembly::complete);
      for (Publication result : destination.publishAll(complete)) {
        if (result.failure().isPresent()) {
          throw result.failure().get();
        }
      }
      at = Math.max(end, 1);
    }
    pool.shutdown();
  }
}
