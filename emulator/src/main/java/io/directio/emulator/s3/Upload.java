// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.s3;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.Part;

/**
 * An upload in parts. A part that comes again takes the place of the one before.
 *
 * <p><em>Threading:</em> may be used by many threads at once.
 */
final class Upload {

  private record StoredPart(List<Extent> extents, Instant stored) {}

  private final CreateMultipartUploadRequest request;
  private final Instant begun = Instant.now();
  private final ConcurrentNavigableMap<Integer, StoredPart> parts = new ConcurrentSkipListMap<>();

  Upload(CreateMultipartUploadRequest request) {
    this.request = request;
  }

  /** What it was begun with: what the object's head shall tell. */
  CreateMultipartUploadRequest request() {
    return request;
  }

  String key() {
    return request.key();
  }

  Instant begun() {
    return begun;
  }

  /** Takes a part; returns its ETag. */
  String put(int number, List<Extent> extents) {
    parts.put(number, new StoredPart(extents, Instant.now()));
    return ETags.of(extents);
  }

  /** The parts so far, by number. */
  List<Part> parts() {
    return parts.entrySet().stream()
        .map(
            part ->
                Part.builder()
                    .partNumber(part.getKey())
                    .eTag(ETags.of(part.getValue().extents()))
                    .size(Extent.length(part.getValue().extents()))
                    .checksumCRC32C(Checksums.text(part.getValue().extents()))
                    .lastModified(part.getValue().stored())
                    .build())
        .toList();
  }

  /** The bytes of each of these parts; empty if one isn't there as the client believes. */
  Optional<List<List<Extent>>> extentsOf(List<CompletedPart> completed) {
    List<List<Extent>> all = new ArrayList<>();
    for (CompletedPart part : completed) {
      StoredPart stored = parts.get(part.partNumber());
      if (stored == null || !matches(part, stored)) {
        return Optional.empty();
      }
      all.add(stored.extents());
    }
    return Optional.of(all);
  }

  private static boolean matches(CompletedPart part, StoredPart stored) {
    return ETags.same(ETags.of(stored.extents()), part.eTag())
        && (part.checksumCRC32C() == null
            || part.checksumCRC32C().equals(Checksums.text(stored.extents())));
  }
}
