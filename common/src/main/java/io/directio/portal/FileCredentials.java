// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Credentials in a file. */
record FileCredentials(String path) implements CredentialsSource {

  private static final Logger LOG = LoggerFactory.getLogger(CredentialsSource.class);
  private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();
  private static final Set<PosixFilePermission> TOO_MUCH =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_WRITE);

  private static final Set<String> NAMES =
      Set.of(ACCESS_KEY_ID, SECRET_ACCESS_KEY, USER, PASSWORD, BEARER);

  private static final Pattern LINE = Pattern.compile("([^=]+?)\\s*=\\s*(.*)");

  private static final long LARGEST = 64 * 1024;

  FileCredentials {
    Objects.requireNonNull(path, "path");
  }

  /** What a file says: its values by their names, and the number of the first odd line. */
  private record Content(Map<String, String> values, OptionalInt oddLine) {}

  @Override
  public Credentials resolve() throws CredentialsException {
    Content content = content();
    try {
      return NamedValues.credentials("the file " + path, content.values()::get);
    } catch (CredentialsException e) {
      throw explained(e, content);
    }
  }

  @Override
  public Login login() throws CredentialsException {
    Content content = content();
    Map<String, String> values = content.values();
    // Keys are ASCII; names and passwords may be more.
    values.replaceAll(
        (name, value) ->
            new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    try {
      return NamedValues.login("the file " + path, values::get);
    } catch (CredentialsException e) {
      throw explained(e, content);
    }
  }

  /** Files may hold more than credentials; only where those are missing, that may be the reason. */
  private CredentialsException explained(CredentialsException failure, Content content) {
    return content.oddLine().isEmpty()
        ? failure
        : new CredentialsException(
            failure.getMessage()
                + "; line "
                + content.oddLine().getAsInt()
                + " is not understood: a line is NAME=VALUE with one of those names, without"
                + " \"export\" and without quotes");
  }

  private Content content() throws CredentialsException {
    Map<String, String> values = new HashMap<>();
    OptionalInt oddLine = OptionalInt.empty();
    int number = 0;
    for (String line : lines()) {
      number++;
      String text = line.strip();
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      Matcher matcher = LINE.matcher(text);
      if (matcher.matches() && NAMES.contains(matcher.group(1)) && !isQuoted(matcher.group(2))) {
        values.put(matcher.group(1), matcher.group(2));
      } else if (oddLine.isEmpty()) {
        oddLine = OptionalInt.of(number);
      }
    }
    return new Content(values, oddLine);
  }

  private static boolean isQuoted(String value) {
    return value.length() > 1
        && (value.startsWith("'") || value.startsWith("\""))
        && value.charAt(0) == value.charAt(value.length() - 1);
  }

  private List<String> lines() throws CredentialsException {
    Path file = Path.of(path);
    try {
      if (Files.isDirectory(file)) {
        throw new CredentialsException("The credentials file " + path + " is a directory");
      }
      if (Files.size(file) > LARGEST) {
        throw new CredentialsException("The file " + path + " is too large to hold credentials");
      }
      warnIfOpen(file);
      // One byte a character, so that no encoding error can quote what stands in the file.
      return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    } catch (CredentialsException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw new CredentialsException("The credentials file " + path + " does not exist", e);
    } catch (IOException e) {
      throw new CredentialsException("The credentials file " + path + " can't be read", e);
    }
  }

  private void warnIfOpen(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    boolean open = Files.getPosixFilePermissions(file).stream().anyMatch(TOO_MUCH::contains);
    if (open && WARNED.add(path)) {
      LOG.warn("The credentials file {} can be read or written by other users; chmod 600 it", path);
    }
  }
}
