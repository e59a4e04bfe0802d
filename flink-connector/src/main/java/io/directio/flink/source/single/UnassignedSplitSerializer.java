// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.single;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The enumerator's state as it stands in checkpoints: the bytes of the split, whose version is the
 * state's too; or none.
 *
 * <p><b>Threading:</b> stateless.
 */
public final class UnassignedSplitSerializer<S> implements SimpleVersionedSerializer<Optional<S>> {

  private final SimpleVersionedSerializer<S> splits;

  /** For splits that are written like this, in one byte at least. */
  public UnassignedSplitSerializer(SimpleVersionedSerializer<S> splits) {
    this.splits = Objects.requireNonNull(splits, "splits");
  }

  @Override
  public int getVersion() {
    return splits.getVersion();
  }

  @Override
  public byte[] serialize(Optional<S> unassigned) throws IOException {
    return unassigned.isPresent() ? splits.serialize(unassigned.get()) : new byte[0];
  }

  @Override
  public Optional<S> deserialize(int version, byte[] bytes) throws IOException {
    return bytes.length == 0 ? Optional.empty() : Optional.of(splits.deserialize(version, bytes));
  }
}
