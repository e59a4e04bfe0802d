// SPDX-License-Identifier: Apache-2.0
package io.directio.codec;

import io.directio.Compression;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code golden_blocks.txt}, which was made without any code of this project. */
final class Golden {

  /** The key of all encrypted golden blocks. */
  static final byte[] KEY =
      HexFormat.of().parseHex("404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f");

  private static final List<Map<String, String>> RECORDS = read();

  private Golden() {}

  record WrappedKey(String name, String secret, String text, byte[] key) {
    @Override
    public String toString() {
      return name;
    }
  }

  record StoredBlock(String name, BlockFormat format, int crc32c, byte[] plain, byte[] object) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<WrappedKey> wrappedKeys() {
    return RECORDS.stream()
        .filter(fields -> fields.containsKey("wrapped"))
        .map(
            fields ->
                new WrappedKey(
                    fields.get("wrapped"),
                    fields.get("secret"),
                    fields.get("text"),
                    HexFormat.of().parseHex(fields.get("key"))))
        .toList();
  }

  static List<StoredBlock> blocks() {
    return RECORDS.stream()
        .filter(fields -> fields.containsKey("block"))
        .map(
            fields ->
                new StoredBlock(
                    fields.get("block"),
                    new BlockFormat(
                        Boolean.parseBoolean(fields.get("encrypted")),
                        Compression.valueOf(fields.get("compression")),
                        Boolean.parseBoolean(fields.get("azure"))),
                    Integer.parseUnsignedInt(fields.get("crc32c"), 16),
                    HexFormat.of().parseHex(fields.get("plain")),
                    HexFormat.of().parseHex(fields.get("object"))))
        .toList();
  }

  private static List<Map<String, String>> read() {
    List<Map<String, String>> records = new ArrayList<>();
    Map<String, String> current = new LinkedHashMap<>();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                Golden.class.getResourceAsStream("golden_blocks.txt"), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty() && !current.isEmpty()) {
          records.add(current);
          current = new LinkedHashMap<>();
        } else if (!line.isEmpty() && !line.startsWith("#")) {
          int equals = line.indexOf('=');
          current.put(line.substring(0, equals), line.substring(equals + 1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return records;
  }
}
