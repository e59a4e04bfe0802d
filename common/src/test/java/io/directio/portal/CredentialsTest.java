// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.ErrorCode;
import io.directio.http.LogCapture;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where credentials come from, and that they stay where they are. */
class CredentialsTest {

  private static final String ID = CredentialsSource.ACCESS_KEY_ID;
  private static final String SECRET = CredentialsSource.SECRET_ACCESS_KEY;
  private static final String BEARER = CredentialsSource.BEARER;

  @TempDir Path directory;

  private String file(String text) throws IOException {
    Path file = directory.resolve("credentials");
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, text).toString();
  }

  @Test
  void takesAPairOfKeysFromAFile() throws Exception {
    String path =
        file("# ours\n\n " + ID + " = my-id \r\n" + SECRET + "=a+b/c==\nOTHER=x\nnoise\n");
    Credentials credentials = CredentialsSource.file(path).resolve();

    assertThat(credentials.bearer()).isEqualTo("my-id");
    assertThat(credentials.secretAccessKey()).hasValue("a+b/c==");
  }

  @Test
  void takesATokenWithOrWithoutASecretKey() throws Exception {
    assertThat(CredentialsSource.file(file(BEARER + "=tok")).resolve().secretAccessKey()).isEmpty();
    Credentials both =
        CredentialsSource.file(file(BEARER + "=tok\n" + SECRET + "=s\n" + ID + "=id")).resolve();
    assertThat(both.bearer()).isEqualTo("tok");
    assertThat(both.secretAccessKey()).hasValue("s");
  }

  @Test
  void takesThemByNameFromTheEnvironment() throws Exception {
    Map<String, String> environment = Map.of(ID, "id", SECRET, " s\n", BEARER, " ");
    Credentials credentials = NamedValues.credentials("here", environment::get);

    assertThat(credentials.bearer()).isEqualTo("id");
    assertThat(credentials.secretAccessKey()).hasValue("s");
  }

  @Test
  void saysWhatIsMissingAndWhere() throws Exception {
    String path = file("\n");
    assertThatThrownBy(() -> CredentialsSource.file(path).resolve())
        .isInstanceOfSatisfying(
            CredentialsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHORIZED))
        .hasMessageContaining(path)
        .hasMessageContaining(SECRET)
        .hasMessageContaining(BEARER);
    assertThatThrownBy(() -> NamedValues.credentials("here", Map.of(ID, "id")::get))
        .hasMessage("In here there is " + ID + ", but " + SECRET + " is missing");
    assertThatThrownBy(() -> NamedValues.credentials("here", Map.of(SECRET, "s")::get))
        .hasMessage("In here there is " + SECRET + ", but " + ID + " is missing");
    assertThatThrownBy(() -> CredentialsSource.file(path + ".missing").resolve())
        .isInstanceOf(CredentialsException.class)
        .hasMessageContaining(path + ".missing does not exist");
    assertThatThrownBy(() -> CredentialsSource.file(directory.toString()).resolve())
        .isInstanceOf(CredentialsException.class)
        .hasMessageContaining(directory + " is a directory");
    String large = file("#".repeat(100_000));
    assertThatThrownBy(() -> CredentialsSource.file(large).resolve())
        .isInstanceOf(CredentialsException.class)
        .hasMessageContaining("too large");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "export DIRECTIO_SECRET_ACCESS_KEY=c2VjcmV0",
        "DIRECTIO_SECRET_ACCESS_KEY='c2VjcmV0'",
        "DIRECTIO_SECRET_ACCESS_KEY=\"c2VjcmV0\"",
        "SECRET_ACCESS_KEY=c2VjcmV0",
        "c2VjcmV0"
      })
  void namesTheLineThatIsNotUnderstoodWithoutShowingIt(String line) throws Exception {
    String path = file("# ours\n" + ID + "=id\n" + line + "\n");
    assertThatThrownBy(() -> CredentialsSource.file(path).resolve())
        .isInstanceOf(CredentialsException.class)
        .hasMessageContaining(SECRET + " is missing")
        .hasMessageContaining("line 3 is not understood")
        .hasMessageContaining("NAME=VALUE")
        .hasMessageNotContaining("c2Vj");
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret with spaces", "secret\tx", "secrét"})
  void refusesWhatCanBeNoKeyWithoutShowingIt(String key) throws Exception {
    String path = file(BEARER + "=" + key);
    assertThatThrownBy(() -> CredentialsSource.file(path).resolve())
        .isInstanceOf(CredentialsException.class)
        .hasMessageNotContaining("secr");
    assertThatThrownBy(() -> Credentials.ofKeys("id", key))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secr\u00e9t")
        .hasMessageNotContaining("secret with");
  }

  @Test
  void warnsOnceOfAFileThatOthersCanRead() throws Exception {
    String path = file(BEARER + "=CaNaRy");
    Files.setPosixFilePermissions(Path.of(path), PosixFilePermissions.fromString("rw-r--r--"));
    try (LogCapture log = LogCapture.start()) {
      CredentialsSource.file(path).resolve();
      CredentialsSource.file(path).resolve();

      assertThat(log.lines())
          .filteredOn(line -> line.startsWith("WARN"))
          .singleElement()
          .asString()
          .contains(path)
          .contains("chmod 600");
      assertThat(log.lines()).noneMatch(line -> line.contains("CaNaRy"));
    }
  }

  @Test
  void travelsByReference() throws Exception {
    String path = file(BEARER + "=CaNaRy");
    for (CredentialsSource source :
        new CredentialsSource[] {CredentialsSource.file(path), CredentialsSource.environment()}) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(source);
      }
      assertThat(bytes.toString()).doesNotContain("CaNaRy");
      try (ObjectInputStream in =
          new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
        assertThat(in.readObject()).isEqualTo(source);
      }
    }
  }

  @Test
  void takesWhoAsksForEventsFromTheSamePlaces() throws Exception {
    String path =
        file(CredentialsSource.USER + "=ann\n" + CredentialsSource.PASSWORD + "=p\u00e4ss w=&\n");
    assertThat(new String(CredentialsSource.file(path).login().form()))
        .isEqualTo("j_username=ann&j_password=p%C3%A4ss+w%3D%26");
    assertThat(CredentialsSource.file(file(BEARER + "=tok")).login().bearer()).hasValue("tok");
    Login both =
        NamedValues.login(
            "here",
            Map.of(CredentialsSource.USER, "ann", CredentialsSource.PASSWORD, "p", BEARER, "tok")
                ::get);
    assertThat(both.bearer()).isEmpty();
  }

  @Test
  void saysWhoIsMissing() throws Exception {
    String path = file(CredentialsSource.USER + "=ann\n");
    assertThatThrownBy(() -> CredentialsSource.file(path).login())
        .isInstanceOf(CredentialsException.class)
        .hasMessageContaining(path)
        .hasMessageContaining(CredentialsSource.PASSWORD);
    CredentialsSource keysOnly = () -> Credentials.ofBearer("x");
    assertThatThrownBy(keysOnly::login).isInstanceOf(CredentialsException.class);
    String broken = file(BEARER + "=CaNaRy CaNaRy");
    assertThatThrownBy(() -> CredentialsSource.file(broken).login())
        .isInstanceOf(CredentialsException.class)
        .hasMessageNotContaining("CaNaRy");
  }

  @Test
  void showsNothing() {
    assertThat(Login.ofUser("CaNaRy", "CaNaRy")).hasToString("Login (a user with a password)");
    assertThat(Login.ofBearer("CaNaRy")).hasToString("Login (a token)");
    assertThat(Credentials.ofKeys("CaNaRy", "CaNaRy")).hasToString("Credentials (a pair of keys)");
    assertThat(Credentials.ofBearer("CaNaRy")).hasToString("Credentials (a token)");
  }
}
