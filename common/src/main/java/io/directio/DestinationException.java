// SPDX-License-Identifier: Apache-2.0
package io.directio;

/** A file could not be stored at its destination. */
public class DestinationException extends DirectIOException {

  private static final long serialVersionUID = 1L;

  private final String path;

  public DestinationException(ErrorCode code, String path, String message) {
    this(code, path, message, null);
  }

  public DestinationException(ErrorCode code, String path, String message, Throwable cause) {
    super(code, "'" + path + "': " + message, cause);
    this.path = path;
  }

  /** The path that was to be written, made printable. */
  public String path() {
    return path;
  }
}
