// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.fault;

import java.util.function.ToLongFunction;

/** Faults of the object store. */
public final class StorageFaults extends FaultScope<StorageFaults> {
  StorageFaults(FaultPlan plan, Fault.Scope scope, ToLongFunction<String> ids) {
    super(plan, scope, ids);
  }

  @Override
  StorageFaults with(Fault.Scope other) {
    return new StorageFaults(plan, other, ids);
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

  /** An error document of S3 with this status; with 200 too, as S3 does it in places. */
  public Reply s3Error(int status, String code, String message) {
    return respond(status)
        .body(
            "application/xml",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>"
                + code
                + "</Code><Message>"
                + message
                + "</Message><RequestId>0A1B2C3D4E5F</RequestId></Error>");
  }

  /** Flips the lowest bit of the byte at this position; from the end when negative. */
  public Fault flipBit(int position) {
    return editBody(
        body -> {
          int at = position < 0 ? body.length + position : position;
          body[at] ^= 1;
          return body;
        });
  }
}
