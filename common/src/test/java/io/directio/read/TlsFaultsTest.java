// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import static io.directio.read.DirectIOClientTest.readAll;
import static io.directio.read.Emulation.ref;
import static io.directio.read.Emulation.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.DirectIOException;
import io.directio.ErrorCode;
import io.directio.emulator.Emulator;
import io.directio.emulator.tls.TlsAuthority;
import io.directio.http.HttpOptions;
import io.directio.http.TlsOptions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Row 27 of the faults, as a reader sees it; the transport has tests of its own. */
@Timeout(60)
class TlsFaultsTest {

  @TempDir Path directory;

  private static HttpOptions with(TlsOptions tls) {
    return HttpOptions.builder().tls(tls).build();
  }

  @Test
  void stopsEverythingWhenTheStorageIsNotTrustedAndGoesOnWhenItIs() throws Exception {
    TlsAuthority authority = TlsAuthority.create(directory);
    try (Emulator emulator =
        Emulator.builder().file("f", text(1000, 1)).storageTls(authority.server()).start()) {
      try (DirectIOClient client = Emulation.client(emulator);
          BlockReader reader = client.reader(ReaderOptions.DEFAULT)) {
        assertThatThrownBy(
                () -> Readings.of(reader, List.of(ReadTask.wholeFile(ref(emulator.file("f"))))))
            .isInstanceOfSatisfying(
                DirectIOException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TLS));
      }
      ClientOptions trusting =
          Emulation.options(emulator)
              .storageHttp(with(new TlsOptions(authority.caFile().toString(), null, null, false)))
              .build();
      try (DirectIOClient client = DirectIOClient.open(trusting)) {
        assertThat(readAll(client.blocks(emulator.file("f").id()))).isEqualTo(text(1000, 1));
      }
    }
  }

  @Test
  void saysWhichSideACertificateIsWrongFor() throws Exception {
    try (Emulator emulator = Emulator.builder().file("f", text(1000, 1)).start()) {
      String missing = directory.resolve("missing.pem").toString();
      ClientOptions options =
          Emulation.options(emulator)
              .storageHttp(with(new TlsOptions(missing, null, null, false)))
              .build();
      assertThatThrownBy(() -> DirectIOClient.open(options))
          .isInstanceOfSatisfying(
              DirectIOException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TLS))
          .hasMessageStartingWith("Storage: ")
          .hasMessageContaining("missing.pem");
    }
  }
}
