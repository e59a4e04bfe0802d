// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.download;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes the bytes of a download in order. */
public interface Sink extends Closeable {

  /** Number of bytes that it has already, so that they need not be read again. */
  long length();

  /** Takes the next bytes. */
  void write(ByteBuffer bytes) throws IOException;

  /** Everything has come. */
  void finish() throws IOException;

  /** The download has broken off: keeps what can be used by the next one. */
  void keep() throws IOException;
}
