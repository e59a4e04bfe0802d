// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble.s3;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.http.ContentStreamProvider;

/**
 * The bytes of a request for the SDK, which opens them once for each attempt and closes only the
 * last stream: the one before is closed here, as there can be a connection behind it.
 *
 * <p><b>Threading:</b> not thread-safe; the attempts of a request come one after the other.
 */
final class Rereadable implements ContentStreamProvider {

  private static final Logger LOG = LoggerFactory.getLogger(Rereadable.class);

  private final Supplier<InputStream> source;
  private InputStream last = InputStream.nullInputStream();

  Rereadable(Supplier<InputStream> source) {
    this.source = source;
  }

  @Override
  public InputStream newStream() {
    try {
      last.close();
    } catch (IOException | RuntimeException e) {
      // What it held is free all the same, and nobody wants the rest of it.
      LOG.debug("A stream that is read anew could not be closed", e);
    }
    last = source.get();
    return last;
  }
}
