// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.store;

import io.directio.emulator.Content;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;

/** Serves the shelf's objects in every bucket, and whatever else the store beneath holds. */
final class ShelfBlobStore extends ForwardingBlobStore {
  private static final int PIECE = 128 * 1024;

  private final Shelf shelf;
  private final Instant modified = Instant.now();

  ShelfBlobStore(Shelf shelf, BlobStore beneath) {
    super(beneath);
    this.shelf = shelf;
  }

  @Override
  public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
    Optional<Shelf.StoredObject> found = shelf.find(request.key());
    if (found.isEmpty()) {
      return super.getBlob(request);
    }
    Shelf.StoredObject object = found.get();
    ByteRange range = ByteRange.of(request.range(), object.length());
    GetObjectResponse response =
        GetObjectResponse.builder()
            .contentType("binary/octet-stream")
            .eTag('"' + Integer.toHexString(request.key().hashCode()) + '-' + object.length() + '"')
            .lastModified(modified)
            .contentRange(range.contentRange().orElse(null))
            .contentLength(range.length())
            .build();
    // No timeout: the SDK would start a scheduler for it, for the rest of the JVM's life.
    return new ResponseInputStream<>(
        response,
        AbortableInputStream.create(
            new Slice(object.source(), object.offset() + range.first(), range.length())),
        Duration.ZERO);
  }

  /** Asked for requests without a signature: nothing is public. */
  @Override
  public ObjectCannedACL getBlobAccess(String container, String name) {
    return ObjectCannedACL.PRIVATE;
  }

  @Override
  public ObjectCannedACL getBlobAccess(String container, String name, String versionId) {
    return ObjectCannedACL.PRIVATE;
  }

  /** A part of a content as a stream that reads ahead: s3proxy asks for 8 KiB at a time. */
  private static final class Slice extends InputStream {
    private final Content content;
    private final byte[] piece;
    private long position;
    private long left;
    private int from;
    private int to;

    Slice(Content content, long position, long length) {
      this.content = content;
      this.position = position;
      this.left = length;
      this.piece = new byte[(int) Math.min(PIECE, length)];
    }

    @Override
    public int read() throws IOException {
      return more() ? piece[from++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (!more()) {
        return -1;
      }
      int n = Math.min(length, to - from);
      System.arraycopy(piece, from, bytes, offset, n);
      from += n;
      return n;
    }

    private boolean more() throws IOException {
      if (from == to && left > 0) {
        from = 0;
        to = (int) Math.min(piece.length, left);
        content.read(position, piece, 0, to);
        position += to;
        left -= to;
      }
      return from < to;
    }
  }
}
