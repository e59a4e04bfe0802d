// SPDX-License-Identifier: Apache-2.0
package io.directio.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.directio.flink.source.single.UnassignedSplitSerializer;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What stands in checkpoints and savepoints can be read for ever: of every version of every
 * serializer there are bytes in {@code golden/SERIALIZER.VERSION.hex}, a line for each sample. Such
 * a file is never changed; a new version comes with another one.
 */
class StateFormatsTest {

  /** All that the connector has, also those that come later. */
  static List<SimpleVersionedSerializer<Object>> serializers() {
    return new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.directio.flink")
            .stream()
            .filter(type -> type.isAssignableTo(SimpleVersionedSerializer.class))
            // It writes what another one writes.
            .filter(type -> !type.isEquivalentTo(UnassignedSplitSerializer.class))
            .sorted((a, b) -> a.getName().compareTo(b.getName()))
            .map(StateFormatsTest::make)
            .toList();
  }

  @SuppressWarnings("unchecked")
  private static SimpleVersionedSerializer<Object> make(JavaClass type) {
    try {
      Constructor<?> constructor = type.reflect().getDeclaredConstructor();
      constructor.setAccessible(true);
      return (SimpleVersionedSerializer<Object>) constructor.newInstance();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(type.getName() + " can't be made to test its format", e);
    }
  }

  private static List<byte[]> golden(Object serializer, int version) throws IOException {
    String name = "/golden/" + serializer.getClass().getSimpleName() + "." + version + ".hex";
    try (InputStream in = StateFormatsTest.class.getResourceAsStream(name)) {
      assertThat(in).as("bytes that were written in %s", name).isNotNull();
      Stream<String> lines = new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines();
      return lines.map(HexFormat.of()::parseHex).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("serializers")
  void readsWhatEveryVersionHasWritten(SimpleVersionedSerializer<Object> serializer)
      throws IOException {
    for (int version = 1; version <= serializer.getVersion(); version++) {
      List<byte[]> samples = golden(serializer, version);
      assertThat(samples).isNotEmpty();
      for (byte[] sample : samples) {
        Object read = serializer.deserialize(version, sample);
        byte[] now = serializer.serialize(read);
        if (version == serializer.getVersion()) {
          assertThat(now).as("written again").isEqualTo(sample);
        }
        assertThat(serializer.deserialize(serializer.getVersion(), now)).isEqualTo(read);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("serializers")
  void refusesVersionsThatItDoesNotKnowAndSaysWhatToDo(SimpleVersionedSerializer<Object> serializer)
      throws IOException {
    int unknown = serializer.getVersion() + 1;
    for (byte[] sample : golden(serializer, serializer.getVersion())) {
      for (int version : List.of(0, -1, unknown)) {
        assertThatThrownBy(() -> serializer.deserialize(version, sample))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("version " + version)
            .hasMessageContaining("another release")
            .hasMessageContaining("start the job without its state");
      }
    }
  }
}
