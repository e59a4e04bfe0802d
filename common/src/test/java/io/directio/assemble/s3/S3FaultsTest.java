// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble.s3;

import static io.directio.assemble.s3.S3DestinationTest.transfer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.Block;
import io.directio.DestinationException;
import io.directio.ErrorCode;
import io.directio.assemble.TestFile;
import io.directio.emulator.s3.S3Call;
import io.directio.emulator.s3.S3Fault;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store may answer, and what must become of it. */
@Timeout(120)
class S3FaultsTest {

  private static final int MIB = 1 << 20;

  private final TestFile large = TestFile.random(1, "large", 11 * MIB, MIB);
  private final TestFile small = TestFile.random(2, "small", 1000, 2000);

  @TempDir Path directory;

  private TestBucket bucket;

  @BeforeEach
  void start() {
    bucket = new TestBucket(directory);
  }

  @AfterEach
  void stop() {
    bucket.close();
  }

  @Test
  void acceptsACompletionWhoseAnswerWasAnError() throws Exception {
    survives(
        bucket.faults().on(S3Call.COMPLETE_UPLOAD).once().failsAfterwards(500, "InternalError"));
  }

  @Test
  void triesAgainWhenACompletionAnswersWithAnErrorInside() throws Exception {
    survives(bucket.faults().on(S3Call.COMPLETE_UPLOAD).once().fails(200, "InternalError"));
  }

  @Test
  void acceptsACompletionThatAnswersWithAnErrorInsideThoughItWasDone() throws Exception {
    survives(
        bucket.faults().on(S3Call.COMPLETE_UPLOAD).once().failsAfterwards(200, "InternalError"));
  }

  @Test
  void publishesAgainAfterTheUploadHasVanished() throws Exception {
    S3Fault fault = bucket.faults().on(S3Call.COMPLETE_UPLOAD).once().fails(404, "NoSuchUpload");
    try (S3Destination destination = bucket.spec().open()) {
      assertThatThrownBy(() -> transfer(destination, large))
          .hasMessageContaining("NoSuchUpload")
          .satisfies(
              e -> assertThat(((DestinationException) e).code()).isEqualTo(ErrorCode.DESTINATION));
      assertThat(bucket.keys()).allMatch(key -> key.startsWith(".directio/"));
      destination.publish(large.completed());
    }
    assertThat(fault.hits()).isEqualTo(1);
    assertThat(bucket.read("large")).isEqualTo(large.content());
    assertThat(bucket.keys()).containsExactly("large");
    assertThat(bucket.uploads()).isZero();
  }

  @Test
  void waitsWhenTheStoreIsOverloaded() throws Exception {
    bucket.faults().on(S3Call.PUT).times(2).fails(503, "SlowDown");
    bucket.faults().on(S3Call.COPY_PART).once().fails(503, "SlowDown");
    survives(bucket.faults().on(S3Call.CREATE_UPLOAD).once().fails(503, "SlowDown"));
  }

  @Test
  void readsPartsAnewMoreOftenThanThereAreConnections() throws Exception {
    S3DestinationSpec narrow = bucket.spec().withRequests(1);
    try (S3Destination one = narrow.open();
        S3Destination other = narrow.open()) {
      for (int id = 1; id <= 4; id++) {
        // Pieces that are too small for a part, since their neighbours go another way.
        TestFile file = TestFile.random(id, "f" + id, 16 * MIB, 4 * MIB);
        for (Block block : file.blocks()) {
          (block.number() % 2 == 0 ? one : other).write(block);
        }
        one.flush();
        other.flush();
        S3Fault fault =
            bucket.faults().on(S3Call.UPLOAD_PART).times(2).fails(503, "ServiceUnavailable");
        one.publish(file.completed());
        assertThat(fault.hits()).isEqualTo(2);
        assertThat(bucket.read("f" + id)).isEqualTo(file.content());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"InvalidRequest", "InvalidArgument", "MissingContentMD5", "MalformedXML"})
  void doesWithoutDigestsThatTheStoreMisunderstands(String code) throws Exception {
    bucket.faults().withHeader("x-amz-checksum").fails(400, code);
    try (S3Destination destination = bucket.spec().open()) {
      transfer(destination, small);
    }
    bucket.faults().clear();
    assertThat(bucket.read("small")).isEqualTo(small.content());
  }

  @Test
  void acceptsACopyWhoseAnswerWasAnError() throws Exception {
    S3Fault fault = bucket.faults().on(S3Call.COPY).once().fails(200, "InternalError");
    try (S3Destination destination = bucket.spec().open()) {
      transfer(destination, small);
    }
    assertThat(fault.hits()).isEqualTo(1);
    assertThat(bucket.read("small")).isEqualTo(small.content());
  }

  @Test
  void doesWithoutDigestsThatTheStoreRefuses() throws Exception {
    S3Fault fault = bucket.faults().withHeader("x-amz-checksum").fails(501, "NotImplemented");
    try (S3Destination destination = bucket.spec().open()) {
      transfer(destination, small);
      transfer(destination, large);
    }
    bucket.faults().clear();
    // Asked once for each kind of call at most, then never again; a listing deletes with its own.
    assertThat(fault.hits()).isBetween(1, 4);
    assertThat(bucket.read("small")).isEqualTo(small.content());
    assertThat(bucket.read("large")).isEqualTo(large.content());
  }

  @Test
  void deletesOneByOneWhereTheStoreCanNotOtherwise() throws Exception {
    try (S3Destination destination = bucket.spec().open()) {
      bucket.faults().on(S3Call.DELETE).once().fails(501, "NotImplemented");
      transfer(destination, large);
    }
    assertThat(bucket.keys()).containsExactly("large");
  }

  @Test
  void keepsFailingUntilAFileIsAbandonedOfWhichBytesWereLost() throws Exception {
    S3Fault fault = bucket.faults().on(S3Call.PUT).fails(403, "AccessDenied");
    try (S3Destination destination = bucket.spec().open()) {
      destination.write(small.block(1));
      assertThatThrownBy(destination::flush)
          .isInstanceOf(DestinationException.class)
          .hasMessageContaining("'small'")
          .hasMessageContaining("s3:PutObject");
      bucket.faults().clear();
      assertThatThrownBy(destination::flush).hasMessageContaining("AccessDenied");
      destination.abandon(small.metadata().file());
      transfer(destination, small);
    }
    assertThat(fault.hits()).isEqualTo(1);
    assertThat(bucket.read("small")).isEqualTo(small.content());
  }

  @Test
  void saysWhatIsWrongWithTheBucketOrTheCredentials() {
    S3DestinationSpec spec = bucket.spec();
    S3DestinationSpec elsewhere =
        S3DestinationSpec.of("s3://nowhere/x")
            .withEndpoint(URI.create(spec.endpoint()))
            .withPathStyle(true);
    assertThatThrownBy(elsewhere::open)
        .isInstanceOf(DestinationException.class)
        .hasMessageContaining("NoSuchBucket")
        .hasMessageContaining("s3://nowhere/x/");
    System.setProperty("aws.secretAccessKey", "canary-wrong-secret");
    assertThatThrownBy(spec::open)
        .hasMessageContaining("SignatureDoesNotMatch")
        .hasMessageContaining("AWS_SECRET_ACCESS_KEY")
        .satisfies(e -> assertThat(trace(e)).doesNotContain("canary-wrong-secret"));
    System.clearProperty("aws.secretAccessKey");
    assertThatThrownBy(spec::open).hasMessageContaining("no credentials were found");
  }

  private void survives(S3Fault fault) throws Exception {
    try (S3Destination destination = bucket.spec().open()) {
      transfer(destination, large);
    }
    assertThat(fault.hits()).isEqualTo(1);
    assertThat(bucket.read("large")).isEqualTo(large.content());
    assertThat(bucket.keys()).containsExactly("large");
    assertThat(bucket.uploads()).isZero();
  }

  private static String trace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
