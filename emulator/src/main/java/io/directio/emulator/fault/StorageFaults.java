// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.fault;

import io.directio.emulator.wire.Body;
import io.directio.emulator.wire.Response;
import java.util.concurrent.atomic.AtomicInteger;

/** Faults of the object store. */
public final class StorageFaults extends FaultScope<StorageFaults> {
  private static final int HEADER = 1;
  private static final int AES_BLOCK = 16;

  StorageFaults(FaultPlan plan, Fault.Scope scope, Files files) {
    super(plan, scope, files);
  }

  @Override
  StorageFaults with(Fault.Scope other) {
    return new StorageFaults(plan, other, files);
  }

  /** Only requests for this block, numbered from 1. */
  public StorageFaults forBlock(String path, int number) {
    return forFile(path).where(target -> target.block() == number);
  }

  /** Only requests to this storage host, numbered from 0. */
  public StorageFaults onHost(int index) {
    return where(target -> target.host() == index);
  }

  /** 403 with S3's error document "Request has expired". */
  public Fault expired() {
    return s3Error(403, "AccessDenied", "Request has expired");
  }

  /** 404 with S3's error document {@code NoSuchKey}. */
  public Fault noSuchKey() {
    return s3Error(404, "NoSuchKey", "The specified key does not exist.");
  }

  /** 503 with S3's error document {@code SlowDown}. */
  public Reply slowDown() {
    return s3Error(503, "SlowDown", "Please reduce your request rate.");
  }

  /** 503 {@code SlowDown} while more than so many requests that match are in progress. */
  public Fault slowDownAbove(int concurrent) {
    AtomicInteger running = new AtomicInteger();
    return act(
        (exchange, origin) -> {
          try {
            exchange.send(
                running.incrementAndGet() > concurrent
                    ? Response.of(503, "application/xml", document("SlowDown", "Slow down."))
                    : origin.response());
          } finally {
            running.decrementAndGet();
          }
        });
  }

  /** An error document of S3 with this status; with 200 too, as S3 does it in places. */
  public Reply s3Error(int status, String code, String message) {
    return respond(status).body("application/xml", document(code, message));
  }

  /** The whole object with status 200, whatever range was asked for. */
  public Fault ignoreRange() {
    return act(
        (exchange, origin) -> {
          Response whole = origin.whole();
          whole.headers().remove("Content-Range");
          exchange.send(whole);
        });
  }

  /**
   * Flips the lowest bit of the byte at this position of the object; from the end when negative.
   */
  public Fault flipBit(int position) {
    return editBody(body -> flipped(body, position < 0 ? body.length + position : position));
  }

  /**
   * Flips a bit of the IV of an encrypted object: the first bytes of the payload change, the
   * padding stays right.
   */
  public Fault flipIv() {
    return editBody(body -> flipped(body, files.prefixLength() + HEADER));
  }

  /** Flips a bit in the middle of the ciphertext: two of its 16-byte blocks decrypt differently. */
  public Fault flipCiphertext() {
    return editBody(body -> flipped(body, body.length / 2));
  }

  /** Makes the padding of an encrypted object wrong, and nothing else. */
  public Fault breakPadding() {
    // In CBC a bit of one block of ciphertext (or of the IV) flips the same bit of the next plain
    // one.
    return editBody(
        body -> {
          body[body.length - AES_BLOCK - 1] ^= (byte) 0x80;
          return body;
        });
  }

  /** Another object in place of the true one. */
  public Fault object(byte[] object) {
    return editBody(body -> object);
  }

  /**
   * An object with this payload, encrypted with the file's key and prefixed as the true ones are:
   * for bombs and malformed compressed data, see {@link io.directio.emulator.encode.Payloads}.
   */
  public Fault payload(byte[] payload) {
    return act(
        (exchange, origin) -> {
          Response truth = origin.response();
          exchange.send(truth.with(Body.of(files.seal(origin.target().fileId(), payload))));
        });
  }

  private static byte[] flipped(byte[] body, int at) {
    body[at] ^= 1;
    return body;
  }

  private static String document(String code, String message) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>"
        + code
        + "</Code><Message>"
        + message
        + "</Message><RequestId>0A1B2C3D4E5F</RequestId></Error>";
  }
}
