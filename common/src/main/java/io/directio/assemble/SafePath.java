// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import io.directio.DestinationException;
import io.directio.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The path of a file below the root of a destination, made from a name that is not trusted. It has
 * at least one component, none of which is empty, goes up, or means something else on another
 * system; every component fits into 255 bytes, the whole into 3000.
 *
 * <p>What is not allowed: leading slashes and drive letters, {@code .} and {@code ..}, empty
 * components, backslashes, control characters, line separators, characters that turn the reading
 * direction, halves of surrogate pairs, dots and spaces at the end of a component, the device names
 * of Windows, and the destination's own directory {@code .directio}. Letter case and the Unicode
 * form of a name are kept: whether two names are the same is for the file system to say.
 *
 * <p><b>Threading:</b> immutable.
 *
 * @param components the names of the directories, and of the file
 */
public record SafePath(List<String> components) {

  /** Most bytes of a component that any common file system takes. */
  public static final int MAX_COMPONENT = 255;

  /** Leaves room for the root below the 4096 bytes that Linux takes. */
  public static final int MAX_PATH = 3000;

  private static final int MAX_EXTENSION = 16;

  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);

  private static final Pattern DEVICE =
      Pattern.compile(
          "(CON|PRN|AUX|NUL|CONIN\\$|CONOUT\\$|(COM|LPT)[0-9¹²³]) *(\\..*)?",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  public SafePath {
    components = List.copyOf(components);
  }

  /**
   * Makes a path safe.
   *
   * @param path components separated by {@code /}, from anyone
   * @throws DestinationException with {@link ErrorCode#UNSAFE_PATH} if the path would have to be
   *     changed and the policy doesn't allow it
   */
  public static SafePath of(String path, PathPolicy policy) throws DestinationException {
    return of(path, policy, MAX_PATH);
  }

  /**
   * Makes a path safe that has to be shorter.
   *
   * @param path components separated by {@code /}, from anyone
   * @param maxBytes how long the whole may be in UTF-8; at least {@value #MAX_COMPONENT} and some
   * @throws DestinationException with {@link ErrorCode#UNSAFE_PATH} if the path would have to be
   *     changed and the policy doesn't allow it
   */
  public static SafePath of(String path, PathPolicy policy, int maxBytes)
      throws DestinationException {
    List<String> components = new ArrayList<>();
    String complaint = null;
    for (String component : path.split("/", -1)) {
      String trouble = complaint(component, components.isEmpty());
      if (trouble == null) {
        components.add(component);
        continue;
      }
      complaint = complaint == null ? trouble : complaint;
      String replacement = replacement(component, components.isEmpty());
      if (!replacement.isEmpty()) {
        components.add(replacement);
      }
    }
    if (complaint == null && bytes(path) > maxBytes) {
      complaint = "it is longer than " + maxBytes + " bytes";
    }
    if (complaint == null) {
      return new SafePath(components);
    }
    if (policy == PathPolicy.QUARANTINE) {
      throw new DestinationException(
          ErrorCode.UNSAFE_PATH,
          Printable.of(path),
          "the name is not safe to store: "
              + complaint
              + ". Rename the file, or allow names to be sanitised");
    }
    return marked(components, hash(path), maxBytes);
  }

  /** Name of the file, without its directories. */
  String name() {
    return components.get(components.size() - 1);
  }

  /** Names of the directories below the root, from the top. */
  List<String> directories() {
    return components.subList(0, components.size() - 1);
  }

  @Override
  public String toString() {
    return String.join("/", components);
  }

  private static SafePath marked(List<String> components, String hash, int maxBytes) {
    String name = components.isEmpty() ? "_" : components.remove(components.size() - 1);
    int dot = name.lastIndexOf('.');
    boolean hasExtension = dot > 0 && bytes(name.substring(dot)) <= MAX_EXTENSION;
    String extension = hasExtension ? name.substring(dot) : "";
    String base = hasExtension ? name.substring(0, dot) : name;
    String tail = "~" + hash + extension;
    components.replaceAll(directory -> cut(directory, MAX_COMPONENT));
    String marked = cut(base, MAX_COMPONENT - bytes(tail)) + tail;
    if (bytes(String.join("/", components)) + 1 + bytes(marked) > maxBytes) {
      components = new ArrayList<>(List.of("_long"));
    }
    components.add(marked);
    return new SafePath(components);
  }

  /** What is wrong with a component; null if nothing is. */
  private static String complaint(String component, boolean first) {
    if (component.isEmpty()) {
      return first ? "it is empty or starts with '/'" : "a part of it is empty";
    }
    if (component.equals(".") || component.equals("..")) {
      return "'" + component + "' is part of it";
    }
    if (component.codePoints().anyMatch(c -> c == '\\' || Printable.isDeceptive(c))) {
      return "it has a backslash, a control character or one that turns the reading direction";
    }
    if (first && DRIVE.matcher(component).matches()) {
      return "it starts with a drive letter";
    }
    if (first && component.equalsIgnoreCase(Layout.WORK)) {
      return "the destination keeps its own files in " + Layout.WORK;
    }
    if (component.endsWith(".") || component.endsWith(" ")) {
      return "a part of it ends with a dot or a space";
    }
    if (DEVICE.matcher(component).matches()) {
      return "Windows reserves the name of a part of it for a device";
    }
    return bytes(component) > MAX_COMPONENT
        ? "a part of it is longer than " + MAX_COMPONENT + " bytes"
        : null;
  }

  private static String replacement(String component, boolean first) {
    if (component.isEmpty() || component.equals(".")) {
      return "";
    }
    StringBuilder safe = new StringBuilder();
    component
        .codePoints()
        .map(c -> c == '\\' || Printable.isDeceptive(c) ? '_' : c)
        .forEach(safe::appendCodePoint);
    for (int i = safe.length() - 1;
        i >= 0 && (safe.charAt(i) == '.' || safe.charAt(i) == ' ');
        i--) {
      safe.setCharAt(i, '_');
    }
    if (first && DRIVE.matcher(safe).matches()) {
      safe.setCharAt(1, '_');
    }
    if (first && safe.toString().toLowerCase(Locale.ROOT).equals(Layout.WORK)) {
      safe.setCharAt(0, '_');
    }
    if (DEVICE.matcher(safe).matches()) {
      safe.insert(0, '_');
    }
    return safe.toString();
  }

  /** The longest beginning of a text that fits, cut between characters. */
  private static String cut(String text, int maxBytes) {
    int bytes = 0;
    int end = 0;
    while (end < text.length()) {
      int codePoint = text.codePointAt(end);
      bytes += bytes(Character.toString(codePoint));
      if (bytes > maxBytes) {
        return text.substring(0, end);
      }
      end += Character.charCount(codePoint);
    }
    return text;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Twelve hexadecimal digits; of the UTF-16 form, which tells even broken names apart. */
  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_16BE));
      return HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
