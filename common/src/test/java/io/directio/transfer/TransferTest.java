// SPDX-License-Identifier: Apache-2.0
package io.directio.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.Block;
import io.directio.DestinationException;
import io.directio.DirectIOException;
import io.directio.ErrorCode;
import io.directio.FileMetadata;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.ManifestEntry.Status;
import io.directio.assemble.Destination;
import io.directio.assemble.LocalDestination;
import io.directio.assemble.LocalDestinationSpec;
import io.directio.emulator.BlockSize;
import io.directio.emulator.Content;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import io.directio.emulator.EmulatorBuilder;
import io.directio.http.HttpOptions;
import io.directio.http.RetryPolicy;
import io.directio.portal.Credentials;
import io.directio.portal.CredentialsSource;
import io.directio.read.ClientOptions;
import io.directio.read.DirectIOClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransferTest {

  private static final int BLOCK = 10_000;

  @TempDir Path directory;

  private final List<ManifestEntry> rows = Collections.synchronizedList(new ArrayList<>());
  private Emulator emulator;
  private int fetchesAtOnce = 16;

  /** Credentials that hold their values: for tests only. */
  private record Held(String accessKeyId, String secretAccessKey) implements CredentialsSource {
    @Override
    public Credentials resolve() {
      return Credentials.ofKeys(accessKeyId, secretAccessKey);
    }
  }

  @AfterEach
  void stop() {
    emulator.requests().assertNoViolations();
    emulator.close();
  }

  @Test
  void transfersSmallAndLargeFilesByteForByteAndSkipsThemNextTime() throws Exception {
    EmulatorBuilder builder = emulator();
    for (int i = 0; i < 300; i++) {
      builder.file("small/" + i % 10 + "/f" + i, text(i * 40, i));
    }
    for (int i = 0; i < 4; i++) {
      builder.file("large/" + i, text(1_500_000 + i, 1000 + i));
    }
    emulator = builder.start();

    TransferSummary summary = run(TransferOptions.DEFAULT.withCommitFiles(50));

    long bytes = emulator.files().stream().mapToLong(EmulatedFile::size).sum();
    assertThat(summary).isEqualTo(new TransferSummary(304, 0, 0, bytes, 0));
    assertThat(rows).hasSize(304).allMatch(row -> row.status() == Status.OK);
    assertAllEqual();
    assertNothingPartial();

    emulator.requests().reset();
    assertThat(run(TransferOptions.DEFAULT)).isEqualTo(new TransferSummary(0, 304, 0, 0, 0));
    assertThat(emulator.requests().gets()).isZero();
  }

  @Test
  void resumesAFileWhoseBlockCouldNotBeRead() throws Exception {
    emulator = emulator().file("a", text(40 * BLOCK, 1)).file("b", text(100, 2)).start();
    var fault = emulator.faults().storage().forBlock("a", 17).noSuchKey();
    fetchesAtOnce = 1;

    TransferSummary first = run(TransferOptions.DEFAULT);

    assertThat(first.ok()).isEqualTo(1);
    assertThat(first.failed()).isEqualTo(1);
    assertThat(row("a").error().code()).isEqualTo(ErrorCode.BLOCK_DOWNLOAD);
    assertThat(directory.resolve("a")).doesNotExist();

    fault.lift();
    emulator.requests().reset();
    TransferSummary second = run(TransferOptions.DEFAULT);

    assertThat(second.ok()).isEqualTo(1);
    assertThat(second.skipped()).isEqualTo(1);
    assertThat(second.resumedBytes()).isEqualTo(16 * BLOCK);
    assertThat(second.resumedBytes() + second.writtenBytes()).isEqualTo(40 * BLOCK);
    assertThat(emulator.requests().gets("a")).isEqualTo(second.writtenBytes() / BLOCK);
    assertAllEqual();
  }

  @Test
  void damageToWhatIsResumedIsFoundAndTheFileTransferredAgain() throws Exception {
    emulator = emulator().file("a", text(40 * BLOCK, 1)).start();
    var fault = emulator.faults().storage().forBlock("a", 40).noSuchKey();
    fetchesAtOnce = 1;
    assertThat(run(TransferOptions.DEFAULT).failed()).isEqualTo(1);
    Path partial = partials().stream().filter(Files::isRegularFile).findFirst().orElseThrow();
    byte[] bytes = Files.readAllBytes(partial);
    bytes[5] ^= 1;
    Files.write(partial, bytes);

    fault.lift();
    assertThat(run(TransferOptions.DEFAULT).ok()).isEqualTo(1);

    assertAllEqual();
    assertNothingPartial();
  }

  @Test
  void oneBadFileDoesNotStopTheOthersAndLeavesNothing() throws Exception {
    EmulatorBuilder builder = emulator();
    for (int i = 0; i < 20; i++) {
      builder.file("f" + i, text(2 * BLOCK, i));
    }
    emulator = builder.start();
    emulator.faults().portal().forFile("f3").respond(422);
    emulator.faults().storage().forBlock("f5", 2).breakPadding();
    List<FileRef> files = refs();
    files.add(new FileRef(999_999_999, "unknown", FileRef.UNKNOWN, FileRef.UNKNOWN));

    TransferSummary summary = run(files.iterator(), TransferOptions.DEFAULT);

    assertThat(summary.ok()).isEqualTo(18);
    assertThat(summary.failed()).isEqualTo(3);
    assertThat(row("f3").error().code()).isEqualTo(ErrorCode.NOT_IN_DIRECT_MODE);
    assertThat(row("f5").error().code()).isEqualTo(ErrorCode.BLOCK_DECRYPT);
    assertThat(row("unknown").error().code()).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(directory.resolve("f5")).doesNotExist();
    assertNothingPartial();
  }

  @Test
  void failsFastWhenAsked() throws Exception {
    EmulatorBuilder builder = emulator();
    for (int i = 0; i < 200; i++) {
      builder.file("f" + i, text(100, i));
    }
    emulator = builder.start();
    emulator.faults().portal().forFile("f3").respond(422);

    assertThatThrownBy(() -> run(TransferOptions.DEFAULT.withFailFast(true).withFilesAtOnce(5)))
        .isInstanceOf(DirectIOException.class)
        .extracting("code")
        .isEqualTo(ErrorCode.NOT_IN_DIRECT_MODE);
    assertThat(row("f3").status()).isEqualTo(Status.FAILED);
    assertThat(rows).hasSizeLessThan(200);
  }

  @Test
  void aWrongSecretEndsItAtOnce() throws Exception {
    EmulatorBuilder builder = emulator();
    for (int i = 0; i < 50; i++) {
      builder.file("f" + i, text(100, i));
    }
    emulator = builder.start();
    ClientOptions wrong =
        options()
            .credentials(new Held(emulator.accessKeyId(), emulator.secretAccessKey() + "x"))
            .build();
    try (DirectIOClient client = DirectIOClient.open(wrong);
        LocalDestination destination = LocalDestinationSpec.in(directory).open()) {
      assertThatThrownBy(() -> new Transfer(client, destination).run(refs().iterator()))
          .isInstanceOf(DirectIOException.class)
          .matches(e -> ((DirectIOException) e).code().isFatal());
    }
    assertThat(visible()).isEmpty();
  }

  @Test
  void anInterruptEndsItSoonAndTheNextRunGoesOn() throws Exception {
    emulator =
        emulator()
            .file("large", text(200 * BLOCK, 1))
            .file("small", text(100, 2))
            .latency(Duration.ofMillis(20))
            .start();
    Thread caller = Thread.currentThread();
    AtomicInteger written = new AtomicInteger();
    TransferListener interrupting =
        new TransferListener() {
          @Override
          public void ended(ManifestEntry row) {}

          @Override
          public void written(FileMetadata file, long bytes) {
            if (written.incrementAndGet() == 30) {
              caller.interrupt();
            }
          }
        };
    ClientOptions slow = options().maxFetches(2).build();
    try (DirectIOClient client = DirectIOClient.open(slow);
        LocalDestination destination = LocalDestinationSpec.in(directory).open()) {
      Transfer transfer = new Transfer(client, destination, TransferOptions.DEFAULT, interrupting);
      assertThatThrownBy(() -> transfer.run(refs().iterator()))
          .isInstanceOf(InterruptedException.class);
      assertThat(Thread.interrupted()).isFalse();
    }
    assertThat(directory.resolve("large")).doesNotExist();

    TransferSummary summary = run(TransferOptions.DEFAULT);

    assertThat(summary.resumedBytes()).isGreaterThanOrEqualTo(29L * BLOCK);
    assertAllEqual();
  }

  @Test
  void aDestinationThatVanishesEndsItAndTheNextRunGoesOn() throws Exception {
    emulator = emulator().file("a", text(60 * BLOCK, 1)).latency(Duration.ofMillis(5)).start();
    Path root = Files.createDirectory(directory.resolve("root"));
    Path away = directory.resolve("away");
    AtomicBoolean moved = new AtomicBoolean();
    TransferListener moving =
        new TransferListener() {
          @Override
          public void ended(ManifestEntry row) {}

          @Override
          public void written(FileMetadata file, long bytes) {
            if (!moved.getAndSet(true)) {
              move(root, away);
            }
          }
        };
    try (DirectIOClient client = DirectIOClient.open(options().build());
        LocalDestination destination = LocalDestinationSpec.in(root).open()) {
      Transfer transfer = new Transfer(client, destination, TransferOptions.DEFAULT, moving);
      assertThatThrownBy(() -> transfer.run(refs().iterator()))
          .isInstanceOf(DirectIOException.class)
          .hasMessageContaining("bring it back")
          .extracting("code")
          .isEqualTo(ErrorCode.DESTINATION);
    }
    move(away, root);
    try (DirectIOClient client = DirectIOClient.open(options().build());
        LocalDestination destination = LocalDestinationSpec.in(root).open()) {
      assertThat(new Transfer(client, destination).run(refs().iterator()).ok()).isEqualTo(1);
    }
    assertThat(root.resolve("a")).hasBinaryContent(content(emulator.file("a")));
  }

  @Test
  void aFileThatChangesMeanwhileIsNeverMixed() throws Exception {
    emulator =
        emulator()
            .file("a", text(60 * BLOCK, 1))
            .urlTtl(Duration.ofSeconds(2))
            .latency(Duration.ofMillis(5))
            .start();
    // So that something is left to read when it changes, however slow the machine is.
    var slowly = emulator.faults().storage().after(20).delay(Duration.ofSeconds(1));
    TransferListener replacing =
        atFirstBytes(
            () -> {
              emulator.replace("a", Content.of(text(70 * BLOCK, 2)));
              slowly.lift();
              emulator.faults().storage().times(5).expired();
            });
    ClientOptions slow = options().maxFetches(2).build();
    try (DirectIOClient client = DirectIOClient.open(slow);
        LocalDestination destination = LocalDestinationSpec.in(directory).open()) {
      FileRef file = FileRef.ofId(emulator.file("a").id());
      new Transfer(client, destination, TransferOptions.DEFAULT, replacing)
          .run(List.of(file).iterator());
      assertThat(directory.resolve(file.path())).hasBinaryContent(content(emulator.file("a")));
    }
    assertThat(rows).hasSize(1);
    assertNothingPartial();
  }

  @Test
  void aFileThatIsDeletedMeanwhileLeavesNothing() throws Exception {
    emulator = emulator().file("a", text(60 * BLOCK, 1)).file("b", text(50, 2)).start();
    var expired = emulator.faults().storage().after(20).expired();
    FileRef deleted = FileRef.ofId(emulator.file("a").id());
    FileRef other = FileRef.ofId(emulator.file("b").id());
    ClientOptions slow = options().maxFetches(2).build();
    try (DirectIOClient client = DirectIOClient.open(slow);
        LocalDestination destination = LocalDestinationSpec.in(directory).open()) {
      TransferListener deleting =
          atFirstBytes(
              () -> {
                assertThat(partials()).isNotEmpty();
                emulator.delete("a");
                expired.lift();
                emulator.faults().storage().once().expired();
              });
      new Transfer(client, destination, TransferOptions.DEFAULT, deleting)
          .run(List.of(deleted, other).iterator());
    }
    assertThat(row(deleted.path()).error().code()).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(visible()).containsExactly(directory.resolve(other.path()));
    assertNothingPartial();
  }

  @Test
  void twoFilesWithOneNameAreReported() throws Exception {
    emulator = emulator().file("a", text(100, 1)).file("b", text(200, 2)).start();
    List<FileRef> files = new ArrayList<>();
    for (EmulatedFile file : emulator.files()) {
      files.add(new FileRef(file.id(), "same", FileRef.UNKNOWN, FileRef.UNKNOWN));
    }

    TransferSummary summary = run(files.iterator(), TransferOptions.DEFAULT);

    assertThat(summary.ok()).isEqualTo(1);
    assertThat(summary.failed()).isEqualTo(1);
    assertThat(rows)
        .filteredOn(row -> row.status() == Status.FAILED)
        .allMatch(row -> row.error().code() == ErrorCode.PATH_COLLISION);
    assertNothingPartial();
  }

  @Test
  void aFileThatCanNotBeWrittenDoesNotStopTheOthers() throws Exception {
    emulator = emulator().file("bad", text(3 * BLOCK, 1)).file("good", text(200, 2)).start();
    Set<String> failing = Set.of("bad");
    rows.clear();
    TransferSummary summary;
    try (DirectIOClient client = DirectIOClient.open(options().build());
        LocalDestination destination = LocalDestinationSpec.in(directory).open()) {
      summary =
          new Transfer(client, refusing(destination, failing), TransferOptions.DEFAULT, rows::add)
              .run(refs().iterator());
    }

    assertThat(summary.ok()).isEqualTo(1);
    assertThat(row("bad").error())
        .isEqualTo(new ManifestEntry.Failure(ErrorCode.NO_SPACE, "'bad': it has no room"));
    assertThat(visible()).containsExactly(directory.resolve("good"));
  }

  /** A destination that has no room for some files, and is as it is in all else. */
  private static Destination refusing(Destination destination, Set<String> paths) {
    return (Destination)
        Proxy.newProxyInstance(
            TransferTest.class.getClassLoader(),
            new Class<?>[] {Destination.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("write")
                  && paths.contains(((Block) arguments[0]).file().file().path())) {
                throw new DestinationException(ErrorCode.NO_SPACE, "bad", "it has no room");
              }
              try {
                return method.invoke(destination, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void takesFilesOnlyAsTheyAreNeeded() throws Exception {
    EmulatorBuilder builder = emulator();
    for (int i = 0; i < 200; i++) {
      builder.file("f" + i, text(100, i));
    }
    emulator = builder.start();
    AtomicInteger taken = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Iterator<FileRef> all = refs().iterator();
    Iterator<FileRef> counting =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return all.hasNext();
          }

          @Override
          public FileRef next() {
            most.accumulateAndGet(taken.incrementAndGet() - rows.size(), Math::max);
            return all.next();
          }
        };

    TransferSummary summary = run(counting, TransferOptions.DEFAULT.withFilesAtOnce(8));

    assertThat(summary.ok()).isEqualTo(200);
    assertThat(most.get()).isBetween(1, 8);
  }

  @Test
  void nothingToDoIsDoneAtOnce() throws Exception {
    emulator = emulator().file("a", new byte[0]).start();
    assertThat(run(Collections.emptyIterator(), TransferOptions.DEFAULT).files()).isZero();
    assertThat(run(TransferOptions.DEFAULT)).isEqualTo(new TransferSummary(1, 0, 0, 0, 0));
    assertThat(directory.resolve("a")).isEmptyFile();
  }

  @Test
  void aListenerThatThrowsEndsIt() throws Exception {
    emulator = emulator().file("a", text(100, 1)).start();
    try (DirectIOClient client = DirectIOClient.open(options().build());
        LocalDestination destination = LocalDestinationSpec.in(directory).open()) {
      TransferListener broken =
          row -> {
            throw new IllegalStateException("the listener's own");
          };
      assertThatThrownBy(
              () ->
                  new Transfer(client, destination, TransferOptions.DEFAULT, broken)
                      .run(refs().iterator()))
          .hasMessage("the listener's own");
    }
  }

  /** Something that happens when the first bytes of a transfer have been written. */
  private interface Incident {
    void happens() throws IOException;
  }

  /** Keeps the rows, and lets something happen when the first bytes have been written. */
  private TransferListener atFirstBytes(Incident incident) {
    AtomicBoolean happened = new AtomicBoolean();
    return new TransferListener() {
      @Override
      public void ended(ManifestEntry row) {
        rows.add(row);
      }

      @Override
      public void written(FileMetadata file, long bytes) {
        if (!happened.getAndSet(true)) {
          try {
            incident.happens();
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        }
      }
    };
  }

  private static EmulatorBuilder emulator() {
    return Emulator.builder().blockSize(BlockSize.fixed(BLOCK));
  }

  private ClientOptions.Builder options() {
    HttpOptions http =
        HttpOptions.builder()
            .readTimeout(Duration.ofSeconds(5))
            .headersTimeout(Duration.ofSeconds(10))
            .build();
    return ClientOptions.builder(emulator.portalUri())
        .credentials(new Held(emulator.accessKeyId(), emulator.secretAccessKey()))
        .retries(new RetryPolicy(3, Duration.ofMillis(5), Duration.ofMillis(20)))
        .portalHttp(http)
        .storageHttp(http)
        .maxFetches(fetchesAtOnce)
        .memoryBudget(16 << 20);
  }

  private TransferSummary run(TransferOptions options) throws Exception {
    return run(refs().iterator(), options);
  }

  private TransferSummary run(Iterator<FileRef> files, TransferOptions options) throws Exception {
    rows.clear();
    try (DirectIOClient client = DirectIOClient.open(options().build());
        LocalDestination destination = LocalDestinationSpec.in(directory).open()) {
      return new Transfer(client, destination, options, rows::add).run(files);
    }
  }

  private List<FileRef> refs() {
    List<FileRef> refs = new ArrayList<>();
    for (EmulatedFile file : emulator.files()) {
      refs.add(new FileRef(file.id(), file.path(), file.size(), FileRef.UNKNOWN));
    }
    return refs;
  }

  private ManifestEntry row(String path) {
    return rows.stream().filter(row -> row.path().equals(path)).findFirst().orElseThrow();
  }

  private void assertAllEqual() throws IOException {
    for (EmulatedFile file : emulator.files()) {
      assertThat(directory.resolve(file.path())).hasBinaryContent(content(file));
    }
  }

  private void assertNothingPartial() throws IOException {
    assertThat(partials()).isEmpty();
  }

  private List<Path> partials() throws IOException {
    try (Stream<Path> partials = Files.list(directory.resolve(".directio/partial"))) {
      return partials.toList();
    }
  }

  private List<Path> visible() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.startsWith(directory.resolve(".directio")))
          .toList();
    }
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] text(int size, long seed) {
    byte[] text = new byte[size];
    Random random = new Random(seed);
    for (int i = 0; i < size; i++) {
      text[i] = (byte) ('a' + random.nextInt(8));
    }
    return text;
  }

  private static byte[] content(EmulatedFile file) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    file.content().open().transferTo(out);
    return out.toByteArray();
  }
}
