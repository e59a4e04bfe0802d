// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.notify;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Makes and reads cursors, which are bound to this service and to the folders asked for. */
final class Cursors {
  private volatile String epoch = UUID.randomUUID().toString();

  /**
   * A position.
   *
   * @param after the last change that was told
   * @param snapshotEnd the last change when the snapshot began
   */
  record Position(long after, long snapshotEnd) {}

  String seal(Position position, Set<Long> folders) {
    String text =
        epoch + "|" + set(folders) + "|" + position.after() + "|" + position.snapshotEnd();
    return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Empty when it isn't a cursor of this service for these folders. */
  Optional<Position> open(String cursor, Set<Long> folders) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      String[] parts = text.split("\\|", -1);
      return parts.length == 4 && parts[0].equals(epoch) && parts[1].equals(set(folders))
          ? Optional.of(new Position(Long.parseLong(parts[2]), Long.parseLong(parts[3])))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** All cursors of before are of no use from now on. */
  void forget() {
    epoch = UUID.randomUUID().toString();
  }

  private static String set(Set<Long> folders) {
    return Integer.toHexString(new TreeSet<>(folders).toString().hashCode());
  }
}
