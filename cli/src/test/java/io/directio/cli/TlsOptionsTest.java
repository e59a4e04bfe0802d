// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.emulator.Emulator;
import io.directio.emulator.tls.TlsAuthority;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Portals and storages whose certificates the JDK does not trust. */
class TlsOptionsTest {

  @TempDir Path folder;
  private TlsAuthority authority;
  private EmulatedPortal portal;

  @BeforeEach
  void start() throws IOException {
    authority = TlsAuthority.create(folder.resolve("tls"));
    portal =
        EmulatedPortal.start(
            folder,
            Emulator.builder()
                .file("a", EmulatedPortal.bytes(1000))
                .portalTls(authority.server().demandingClientCertificate())
                .storageTls(authority.server()));
  }

  @AfterEach
  void stop() {
    portal.close();
  }

  @Test
  void anUnknownAuthorityIsAFailureThatNamesTheOption() {
    CommandRun run = download();
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.errLines()).hasSize(2);
    assertThat(run.err()).contains("--ca-file");
  }

  @Test
  void aPrivateAuthorityAndAClientCertificateAreFiles() {
    CommandRun run =
        download(
            "--ca-file",
            authority.caFile().toString(),
            "--client-cert",
            authority.clientCertificateFile().toString(),
            "--client-key",
            authority.clientKeyFile().toString());
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.data()).isEqualTo(EmulatedPortal.bytes(1000));
  }

  @Test
  void whereACertificateIsDemandedItsAbsenceIsAFailure() {
    CommandRun run = download("--ca-file", authority.caFile().toString());
    // With TLS 1.3 the refusal comes after the handshake: as an alert, or just as a cut connection.
    assertThat(run.exit()).isIn(1, 5);
    assertThat(run.err()).contains("certificate");
  }

  @Test
  void verificationIsTurnedOffForEachOfThemAlone() {
    List<String> client =
        List.of(
            "--client-cert",
            authority.clientCertificateFile().toString(),
            "--client-key",
            authority.clientKeyFile().toString());
    assertThat(download(with(client, "--insecure-storage")).exit()).isEqualTo(1);
    assertThat(download(with(client, "--insecure-portal")).exit()).isEqualTo(1);
    CommandRun both = download(with(client, "--insecure-portal", "--insecure-storage"));
    assertThat(both.exit()).as(both.err()).isZero();
    assertThat(both.err()).contains("warning: the portal's", "warning: the storage's");
  }

  @Test
  void aFileThatIsNoCertificateIsNamed() {
    CommandRun run = download("--ca-file", portal.credentials().toString());
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err())
        .contains(portal.credentials().toString())
        .doesNotContain(portal.emulator().secretAccessKey());
    assertThat(download("--ca-file", "/no/such/file").err()).contains("/no/such/file");
  }

  private static String[] with(List<String> options, String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private CommandRun download(String... options) {
    List<String> arguments = new ArrayList<>(List.of("download", portal.id("a"), "--output", "-"));
    arguments.addAll(List.of(options));
    return portal.run(arguments.toArray(String[]::new));
  }
}
