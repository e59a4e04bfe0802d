// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

  private static final long LARGEST = 64 * 1024;

  FileCredentials {
    Objects.requireNonNull(path, "path");
  }

  @Override
  public Credentials resolve() throws CredentialsException {
    return NamedValues.credentials("the file " + path, values()::get);
  }

  @Override
  public Login login() throws CredentialsException {
    Map<String, String> values = values();
    // Keys are ASCII; names and passwords may be more.
    values.replaceAll(
        (name, value) ->
            new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    return NamedValues.login("the file " + path, values::get);
  }

  private Map<String, String> values() throws CredentialsException {
    Map<String, String> values = new HashMap<>();
    for (String line : lines()) {
      String text = line.strip();
      int equals = text.indexOf('=');
      if (!text.startsWith("#") && equals > 0) {
        values.put(text.substring(0, equals).strip(), text.substring(equals + 1).strip());
      }
    }
    return values;
  }

  private List<String> lines() throws CredentialsException {
    Path file = Path.of(path);
    try {
      if (Files.size(file) > LARGEST) {
        throw new CredentialsException("The file " + path + " is too large to hold credentials");
      }
      warnIfOpen(file);
      // One byte a character, so that no encoding error can quote what stands in the file.
      return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    } catch (CredentialsException e) {
      throw e;
    } catch (IOException e) {
      throw new CredentialsException(
          "The credentials file " + path + " does not exist or can't be read", e);
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
