// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.s3;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.gaul.s3proxy.blobstore.SdkResponses;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The objects of a bucket, and the uploads in parts that were begun.
 *
 * <p><em>Threading:</em> may be used by many threads at once.
 */
final class Bucket {
  private static final int PAGE = 1000;

  private final Instant made = Instant.now();
  private final ConcurrentNavigableMap<String, StoredObject> objects =
      new ConcurrentSkipListMap<>();
  private final Map<String, Upload> uploads = new ConcurrentHashMap<>();

  Instant made() {
    return made;
  }

  Optional<StoredObject> find(String key) {
    return Optional.ofNullable(objects.get(key));
  }

  void put(String key, StoredObject object) {
    objects.put(key, object);
  }

  void remove(String key) {
    objects.remove(key);
  }

  boolean isEmpty() {
    return objects.isEmpty();
  }

  void begin(String id, Upload upload) {
    uploads.put(id, upload);
  }

  Optional<Upload> upload(String id, String key) {
    return Optional.ofNullable(uploads.get(id)).filter(upload -> upload.key().equals(key));
  }

  /** Forgets an upload; returns false if it is gone already. */
  boolean end(String id) {
    return uploads.remove(id) != null;
  }

  Map<String, Upload> uploads() {
    return Map.copyOf(uploads);
  }

  /** One page of what is there. What continues a listing is the last key or prefix before it. */
  ListObjectsV2Response list(ListObjectsV2Request request) {
    String prefix = request.prefix() == null ? "" : request.prefix();
    String delimiter = request.delimiter() == null ? "" : request.delimiter();
    String after =
        request.continuationToken() != null ? request.continuationToken() : request.startAfter();
    int most = request.maxKeys() == null ? PAGE : request.maxKeys();
    List<S3Object> contents = new ArrayList<>();
    Set<String> prefixes = new LinkedHashSet<>();
    String last = null;
    for (Map.Entry<String, StoredObject> entry : from(prefix, after).entrySet()) {
      String key = entry.getKey();
      if (!key.startsWith(prefix)) {
        break;
      }
      int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
      String name = end < 0 ? key : key.substring(0, end + delimiter.length());
      if (prefixes.contains(name) || after != null && name.compareTo(after) <= 0) {
        continue;
      }
      if (contents.size() + prefixes.size() >= most) {
        return page(contents, prefixes, last);
      }
      if (end < 0) {
        contents.add(entry.getValue().listed(key));
      } else {
        prefixes.add(name);
      }
      last = name;
    }
    return page(contents, prefixes, null);
  }

  private NavigableMap<String, StoredObject> from(String prefix, String after) {
    return after == null || after.compareTo(prefix) < 0
        ? objects.tailMap(prefix, true)
        : objects.tailMap(after, false);
  }

  private static ListObjectsV2Response page(
      List<S3Object> contents, Set<String> prefixes, String next) {
    return SdkResponses.objectsPage(
        contents, prefixes.stream().map(SdkResponses::commonPrefix).toList(), next);
  }
}
