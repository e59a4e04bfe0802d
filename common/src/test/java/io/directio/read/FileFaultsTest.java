// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import static io.directio.read.DirectIOClientTest.readAll;
import static io.directio.read.Emulation.bytes;
import static io.directio.read.Emulation.ref;
import static io.directio.read.Emulation.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.BlocksNotFoundException;
import io.directio.DestinationException;
import io.directio.DirectIOException;
import io.directio.ErrorCode;
import io.directio.FileRef;
import io.directio.KeyDecryptionException;
import io.directio.MalformedListingException;
import io.directio.SizeMismatchException;
import io.directio.UnauthorizedException;
import io.directio.emulator.BlockSize;
import io.directio.emulator.Codec;
import io.directio.emulator.Content;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import io.directio.emulator.encode.Payloads;
import io.directio.portal.Credentials;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be wrong with a file as a whole: rows 6 to 8, 18 and 20 to 24 of the faults. */
@Timeout(120)
class FileFaultsTest {

  private static Emulator emulator;
  private static EmulatedFile file;
  private static EmulatedFile other;
  private DirectIOClient client;
  private BlockReader reader;

  @BeforeAll
  static void startOnce() {
    emulator =
        Emulator.builder()
            .file("f", text(100_000, 1))
            .file("g", text(100_000, 2))
            .file("empty", new byte[0])
            .blockSize(BlockSize.fixed(25_000))
            .start();
    file = emulator.file("f");
    other = emulator.file("g");
  }

  @AfterAll
  static void stop() {
    emulator.close();
  }

  @BeforeEach
  void open() throws Exception {
    client = Emulation.client(emulator);
    reader = client.reader(ReaderOptions.DEFAULT);
  }

  @AfterEach
  void reset() {
    client.close();
    emulator.faults().clear();
    emulator.requests().assertNoViolations();
    emulator.requests().reset();
  }

  static Stream<Arguments> quarantined() {
    return Stream.of(
        quarantined(400, ErrorCode.NOT_FOUND, 1),
        quarantined(404, ErrorCode.NOT_FOUND, 1),
        quarantined(422, ErrorCode.NOT_IN_DIRECT_MODE, 1),
        quarantined(502, ErrorCode.PORTAL_UNAVAILABLE, 5),
        quarantined(503, ErrorCode.PORTAL_UNAVAILABLE, 5));
  }

  private static Arguments quarantined(int status, ErrorCode code, int calls) {
    return Arguments.of(status, code, calls);
  }

  @ParameterizedTest
  @MethodSource("quarantined")
  void writesOffAFileThatThePortalDoesNotList(int status, ErrorCode code, int calls)
      throws Exception {
    emulator.faults().portal().forFile("f").respond(status);

    Readings readings = readBoth();

    assertThat(readings.onlyFailure().error().code()).isEqualTo(code);
    assertThat(readings.onlyFailure().path()).isEqualTo("f");
    assertThat(readings.bytes(other.id())).isEqualTo(bytes(other));
    assertThat(emulator.requests().portalCalls("f")).isEqualTo(calls);
  }

  private Readings readBoth() throws DirectIOException {
    return Readings.of(
        reader, List.of(ReadTask.wholeFile(ref(file)), ReadTask.wholeFile(ref(other))));
  }

  @Test
  void stopsEverythingWhenThePortalRefusesTheCredentials() {
    emulator.faults().portal().respond(401);

    assertThatThrownBy(this::readBoth).isInstanceOf(UnauthorizedException.class);
    assertThatThrownBy(() -> reader.poll(java.time.Duration.ZERO))
        .as("and says so again")
        .isInstanceOf(UnauthorizedException.class);
    assertThat(emulator.requests().portalCalls()).isLessThanOrEqualTo(4);
  }

  @Test
  void stopsEverythingWhenTheSecretIsWrong() throws Exception {
    String wrong = "d3JvbmctYnV0LXdlbGwtZm9ybWVkLXNlY3JldC1rZXkh";
    ClientOptions options =
        Emulation.options(emulator)
            .credentials(() -> Credentials.ofKeys(emulator.accessKeyId(), wrong))
            .build();
    try (DirectIOClient mistaken = DirectIOClient.open(options);
        BlockReader its = mistaken.reader(ReaderOptions.DEFAULT)) {
      assertThatThrownBy(() -> Readings.of(its, List.of(ReadTask.wholeFile(ref(file)))))
          .isInstanceOf(KeyDecryptionException.class)
          .hasMessageNotContaining(wrong);
      assertThatThrownBy(() -> readAll(mistaken.blocks(file.id())))
          .isInstanceOf(KeyDecryptionException.class);
    }
    assertThat(emulator.requests().gets()).isZero();
  }

  @Test
  void stopsEverythingWhenTheDestinationCannotSayWhatItHolds() throws Exception {
    StoredLookup broken =
        any -> {
          throw new DestinationException(ErrorCode.DESTINATION, "a", "Input/output error");
        };
    try (BlockReader its = client.reader(ReaderOptions.DEFAULT.withStored(broken))) {
      assertThatThrownBy(() -> Readings.of(its, List.of(ReadTask.wholeFile(ref(file)))))
          .isInstanceOf(DestinationException.class)
          .hasMessageContaining("Input/output error");
    }
  }

  @Test
  void saysThatABearerTokenIsNotEnoughForAnEncryptedFile() throws Exception {
    ClientOptions options =
        Emulation.options(emulator)
            .credentials(() -> Credentials.ofBearer(emulator.accessKeyId()))
            .build();
    try (DirectIOClient bearer = DirectIOClient.open(options)) {
      assertThat(bearer.metadata(file.id()).size()).isEqualTo(100_000);
      assertThatThrownBy(() -> readAll(bearer.blocks(file.id())))
          .isInstanceOf(KeyDecryptionException.class)
          .hasMessageContaining("bearer");
    }
  }

  @Test
  void stopsAtAWrappedKeyThatIsNoKey() {
    emulator.faults().portal().listing(edit -> edit.wrappedKey("AAAAAAAAAAAAAAAAAAAAAA=="));
    assertThatThrownBy(this::readBoth).isInstanceOf(KeyDecryptionException.class);
  }

  @Test
  void readsAnEmptyFileAndWritesOffOneThatShouldNotBe() throws Exception {
    EmulatedFile empty = emulator.file("empty");
    for (FileRef told : List.of(ref(empty), FileRef.ofId(empty.id()))) {
      Readings readings = Readings.of(reader, List.of(ReadTask.wholeFile(told)));
      assertThat(readings.entries).isEmpty();
      assertThat(readings.blocks(empty.id())).isEqualTo(1);
    }

    for (Consumer<io.directio.emulator.portal.ListingEdit> edit :
        List.<Consumer<io.directio.emulator.portal.ListingEdit>>of(
            e -> e.noBlocks(), e -> e.nullBlocks())) {
      emulator.faults().portal().forFile("f").listing(edit);
      assertThat(readBoth().onlyFailure().error().code()).isEqualTo(ErrorCode.NO_BLOCKS);
      emulator.faults().clear();
    }
    assertThatThrownBy(() -> client.plan(new FileRef(emulator.file("empty").id(), "empty", 5, 1)))
        .isInstanceOf(BlocksNotFoundException.class);
  }

  @Test
  void listsAFileAgainWhoseSizeDoesNotFitAndThenWritesItOff() throws Exception {
    FileRef told = new FileRef(file.id(), "f", 99_999, FileRef.UNKNOWN);

    Readings readings = Readings.of(reader, List.of(ReadTask.wholeFile(told)));

    assertThat(readings.onlyFailure().error().code()).isEqualTo(ErrorCode.SIZE_MISMATCH);
    assertThat(emulator.requests().portalCalls()).isEqualTo(2);
    assertThat(emulator.requests().gets()).isZero();
    assertThatThrownBy(() -> client.plan(told))
        .isInstanceOf(SizeMismatchException.class)
        .hasMessageContaining("100000")
        .hasMessageContaining("99999");
  }

  @Test
  void readsAFileWhoseSizeFitsOnlyTheSecondListing() throws Exception {
    emulator.faults().portal().forFile("f").once().listing(edit -> edit.blocks(3));
    Readings readings = Readings.of(reader, List.of(ReadTask.wholeFile(ref(file))));
    assertThat(readings.bytes(file.id())).isEqualTo(bytes(file));
  }

  @Test
  void readsAFileWhoseSizeDoesNotFitIfThatIsWanted() throws Exception {
    FileRef told = new FileRef(file.id(), "f", 99_999, FileRef.UNKNOWN);
    ClientOptions options = Emulation.options(emulator).sizePolicy(SizePolicy.WARN).build();
    try (DirectIOClient tolerant = DirectIOClient.open(options);
        BlockReader its = tolerant.reader(ReaderOptions.DEFAULT)) {
      Readings readings = Readings.of(its, List.of(ReadTask.wholeFile(told)));
      assertThat(readings.bytes(file.id())).isEqualTo(bytes(file));
    }
  }

  @Test
  void refusesBlocksThatAreTooLargeToBeHeld() {
    emulator.faults().portal().listing(edit -> edit.length(2, 1L << 40));
    assertThatThrownBy(() -> client.metadata(file.id()))
        .isInstanceOf(MalformedListingException.class)
        .hasMessageContaining("block 2");
    emulator.faults().clear();
    emulator.faults().portal().listing(edit -> edit.length(2, 1L << 30));
    assertThatThrownBy(() -> client.metadata(file.id()))
        .isInstanceOf(MalformedListingException.class);
  }

  @Test
  void doesNotOverflowOnLengthsThatAddUpToNonsense() {
    emulator
        .faults()
        .portal()
        .listing(
            edit ->
                edit.encrypted(false)
                    .compression("NONE")
                    .length(1, Long.MAX_VALUE)
                    .length(2, Long.MAX_VALUE));
    assertThatThrownBy(() -> client.metadata(file.id()))
        .isInstanceOf(MalformedListingException.class);
  }

  @Test
  void failsOnAWrongLengthInTheListing() throws Exception {
    emulator.faults().portal().listing(edit -> edit.length(2, 25_001).unknownFields());
    try (BlockIterator blocks = client.blocks(file.id()).numbers(2).open()) {
      assertThatThrownBy(blocks::next).isInstanceOf(io.directio.BlockValidationException.class);
    }
  }

  @Test
  void readsListingsOfOldPortals() throws Exception {
    emulator.faults().portal().listing(edit -> edit.legacy());
    assertThat(readAll(client.blocks(file.id()))).isEqualTo(bytes(file));
  }

  @Test
  void leavesNativeBytesAloneThatLookCompressed() throws Exception {
    byte[] archive = Payloads.gzip(text(60_000, 3));
    byte[] framed = Payloads.snappyFramed(text(60_000, 4));
    try (Emulator nativeFiles =
            Emulator.builder()
                .file("a.gz", archive)
                .file("a.snappy", framed)
                .blockSize(BlockSize.wholeObjects())
                .codec(Codec.NONE)
                .unencrypted()
                .start();
        DirectIOClient its = Emulation.client(nativeFiles)) {
      assertThat(readAll(its.blocks(nativeFiles.file("a.gz").id()))).isEqualTo(archive);
      assertThat(readAll(its.blocks(nativeFiles.file("a.snappy").id()))).isEqualTo(framed);
    }
  }

  @Test
  void readsNativeObjectsInPieces() throws Exception {
    byte[] content = text(1_000_003, 5);
    try (Emulator nativeFiles =
        Emulator.builder()
            .file("big", content)
            .blockSize(BlockSize.wholeObjects())
            .codec(Codec.NONE)
            .unencrypted()
            .start()) {
      long id = nativeFiles.file("big").id();
      ClientOptions options = Emulation.options(nativeFiles).nativeBlockSize(100_000).build();
      try (DirectIOClient its = DirectIOClient.open(options)) {
        assertThat(its.metadata(id).blocks()).isEqualTo(11);
        assertThat(readAll(its.blocks(id))).isEqualTo(content);
        assertThat(nativeFiles.requests().ranges("big", 1))
            .contains("bytes=0-99999", "bytes=1000000-1000002");
        assertThat(nativeFiles.requests().portalCalls("big")).isEqualTo(2);

        nativeFiles.faults().storage().ignoreRange();
        assertThat(readAll(its.blocks(id))).as("ranges ignored").isEqualTo(content);

        nativeFiles.faults().clear();
        nativeFiles.faults().storage().header("Content-Range", "bytes 5-100004/1000003");
        assertThatThrownBy(() -> readAll(its.blocks(id).numbers(1)))
            .isInstanceOf(io.directio.BlockValidationException.class)
            .hasMessageContaining("bytes 5-100004/1000003");

        nativeFiles.faults().clear();
        nativeFiles.faults().storage().truncateBody(50_000);
        assertThatThrownBy(() -> readAll(its.blocks(id).numbers(3)))
            .isInstanceOf(DirectIOException.class);
      }
    }
  }

  @Test
  void readsObjectsWithThePrefixOfAzure() throws Exception {
    for (Codec codec : new Codec[] {Codec.SNAPPY, Codec.NONE}) {
      try (Emulator azure =
              Emulator.builder()
                  .file("f", Content.of(bytes(file)))
                  .codec(codec)
                  .azurePrefix()
                  .start();
          DirectIOClient byHost = Emulation.client(azure);
          DirectIOClient told =
              DirectIOClient.open(
                  Emulation.options(azure).azurePrefix(AzurePrefix.EVERYWHERE).build())) {
        long id = azure.file("f").id();
        assertThat(readAll(byHost.blocks(id))).isEqualTo(bytes(file));
        assertThat(readAll(told.blocks(id))).isEqualTo(bytes(file));
      }
    }
  }
}
