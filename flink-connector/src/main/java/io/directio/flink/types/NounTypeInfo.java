// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.types;

import io.directio.FileEvent;
import io.directio.ManifestEntry;
import io.directio.ReadResult;
import java.util.Objects;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * The types of the records, so that Flink never falls back to Kryo for them.
 *
 * @param <T> the noun
 */
public final class NounTypeInfo<T> extends TypeInformation<T> {

  private static final long serialVersionUID = 1L;

  /** What the source gives and the sink takes. */
  public static final TypeInformation<ReadResult> READ_RESULT =
      new NounTypeInfo<>(ReadResult.class, ReadResultSerializer.INSTANCE);

  /** A row of the manifest. */
  public static final TypeInformation<ManifestEntry> MANIFEST_ENTRY =
      new NounTypeInfo<>(ManifestEntry.class, ManifestEntrySerializer.INSTANCE);

  /** What the Notification Service tells of a file or folder. */
  public static final TypeInformation<FileEvent> FILE_EVENT =
      new NounTypeInfo<>(FileEvent.class, FileEventSerializer.INSTANCE);

  private final Class<T> type;
  private final TypeSerializer<T> serializer;

  private NounTypeInfo(Class<T> type, TypeSerializer<T> serializer) {
    this.type = Objects.requireNonNull(type, "type");
    this.serializer = Objects.requireNonNull(serializer, "serializer");
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public Class<T> getTypeClass() {
    return type;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public TypeSerializer<T> createSerializer(SerializerConfig config) {
    return serializer;
  }

  /**
   * What Flink 1.20 calls, and still declares abstract; in Flink 2 nothing does.
   *
   * @param config not used
   */
  public TypeSerializer<T> createSerializer(ExecutionConfig config) {
    return serializer;
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof NounTypeInfo<?>;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NounTypeInfo<?> that && type.equals(that.type);
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }

  @Override
  public String toString() {
    return type.getSimpleName();
  }
}
