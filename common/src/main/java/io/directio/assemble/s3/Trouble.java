// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble.s3;

import io.directio.DestinationException;
import io.directio.ErrorCode;
import io.directio.assemble.Printable;
import java.io.IOException;
import java.util.Map;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Turns what a store says into what an operator can act on. */
final class Trouble {

  private static final Map<String, String> ADVICE =
      Map.ofEntries(
          Map.entry(
              "AccessDenied",
              "grant s3:ListBucket on the bucket, and s3:GetObject, s3:PutObject, s3:DeleteObject"
                  + " and s3:AbortMultipartUpload on its objects"),
          Map.entry("InvalidAccessKeyId", "check AWS_ACCESS_KEY_ID, or the profile"),
          Map.entry("SignatureDoesNotMatch", "check AWS_SECRET_ACCESS_KEY, or the profile"),
          Map.entry("ExpiredToken", "renew the credentials"),
          Map.entry("RequestTimeTooSkewed", "set this machine's clock"),
          Map.entry("NoSuchBucket", "check the name, or make the bucket"),
          Map.entry("PermanentRedirect", "the bucket is in another region: name it"),
          Map.entry("AuthorizationHeaderMalformed", "the bucket is in another region: name it"),
          Map.entry("SlowDown", "the store is overloaded: fewer requests at a time, or later"),
          Map.entry("EntityTooLarge", "the store takes no object of this size"));

  private Trouble() {}

  /**
   * @param path the file that the user knows, or the destination's address
   * @param attempt what was being done, such as "could not be written"
   */
  static DestinationException of(String path, String attempt, Exception cause) {
    return new DestinationException(
        ErrorCode.DESTINATION,
        Printable.of(path),
        attempt + ": " + explain(cause) + "; what is stored already is not transferred again",
        cause);
  }

  /** The store's name for an error; empty if it didn't say. */
  static String code(S3Exception e) {
    return e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null
        ? ""
        : e.awsErrorDetails().errorCode();
  }

  static boolean isNoSuchBucket(S3Exception e) {
    return code(e).equals("NoSuchBucket");
  }

  private static String explain(Exception cause) {
    if (cause instanceof AbortedException) {
      return "interrupted; run again";
    }
    if (cause instanceof S3Exception answer) {
      String code = code(answer);
      String advice = ADVICE.getOrDefault(code, "check the store and run again");
      String said = code.isEmpty() ? "status " + answer.statusCode() : code;
      return "the store answered " + Printable.of(said) + "; " + advice;
    }
    if (cause instanceof SdkClientException) {
      String message = String.valueOf(cause.getMessage());
      if (message.contains("credentials")) {
        return "no credentials were found for S3; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY,"
            + " or a profile, where this runs";
      }
      if (message.contains("region")) {
        return "no region is set; name it, or set AWS_REGION where this runs";
      }
      return "the store can't be reached ("
          + Printable.of(root(cause))
          + "); check the endpoint and the network, and run again";
    }
    return cause instanceof SdkException || cause instanceof IOException
        ? Printable.of(root(cause))
        : "it failed unexpectedly (" + cause.getClass().getSimpleName() + ")";
  }

  private static String root(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
