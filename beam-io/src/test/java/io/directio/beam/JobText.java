// SPDX-License-Identifier: Apache-2.0
package io.directio.beam;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.xerial.snappy.Snappy;

/**
 * What a job says, for searches: all its files, with functions and coders decompressed. They are
 * Java-serialized, in chunks of snappy, as bytes in a proto and as escaped text in JSON.
 */
public final class JobText {

  private static final String MAGIC = "\u0082SNAPPY\u0000";
  private static final int HEADER = 16;

  private JobText() {}

  public static String revealed(List<Path> files) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path file : files) {
      text.append(revealed(Files.readAllBytes(file)));
    }
    return text.toString();
  }

  /** What a proto, or JSON, says. */
  public static String revealed(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    String raw = new String(bytes, StandardCharsets.ISO_8859_1);
    reveal(raw, text);
    reveal(unescaped(raw), text);
    return text.toString();
  }

  private static void reveal(String raw, StringBuilder text) {
    text.append(raw);
    for (int at = raw.indexOf(MAGIC); at >= 0; at = raw.indexOf(MAGIC, at + 1)) {
      text.append(decompressed(raw.substring(at + HEADER).getBytes(StandardCharsets.ISO_8859_1)));
    }
  }

  /** As many chunks as there are; whatever comes behind them is none. */
  private static String decompressed(byte[] chunks) {
    StringBuilder text = new StringBuilder();
    ByteBuffer left = ByteBuffer.wrap(chunks);
    try {
      while (left.remaining() > Integer.BYTES) {
        int length = left.getInt();
        if (length <= 0 || length > left.remaining()) {
          break;
        }
        byte[] chunk = Arrays.copyOfRange(chunks, left.position(), left.position() + length);
        text.append(new String(Snappy.uncompress(chunk), StandardCharsets.ISO_8859_1));
        left.position(left.position() + length);
      }
    } catch (IOException notSnappy) {
      return text.toString();
    }
    return text.toString();
  }

  /** JSON's escapes, and within them Dataflow's own: a percent sign before two digits. */
  private static String unescaped(String json) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c == '\\' && i + 1 < json.length()) {
        c = json.charAt(++i);
        if (c == 'u' && isHex(json, i + 1, 4)) {
          bytes.write(Integer.parseInt(json.substring(i + 1, i + 5), 16));
          i += 4;
          continue;
        }
      } else if (c == '%' && json.startsWith("%", i + 1)) {
        i++;
      } else if (c == '%' && isHex(json, i + 1, 2)) {
        bytes.write(Integer.parseInt(json.substring(i + 1, i + 3), 16));
        i += 2;
        continue;
      }
      bytes.write(c);
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  private static boolean isHex(String text, int from, int digits) {
    return from + digits <= text.length()
        && text.substring(from, from + digits).chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }
}
