// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

/** A URL that is not to be used; the message says why and repeats nothing of the URL. */
final class InvalidUrlException extends Exception {

  private static final long serialVersionUID = 1L;

  InvalidUrlException(String reason) {
    super(reason);
  }
}
