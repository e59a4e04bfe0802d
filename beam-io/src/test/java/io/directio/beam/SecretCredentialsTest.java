// SPDX-License-Identifier: Apache-2.0
package io.directio.beam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.directio.Block;
import io.directio.beam.write.WriteResult;
import io.directio.emulator.Emulator;
import io.directio.notify.NotificationOptions;
import io.directio.portal.CredentialsException;
import io.directio.portal.CredentialsSource;
import io.directio.read.ClientOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.util.GcpSecret;
import org.apache.beam.sdk.util.Secret;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretCredentialsTest {

  private static final String LATEST = "projects/p/secrets/s/versions/latest";

  @TempDir Path directory;

  /** A secret manager of the tests: a secret in each file. */
  private static final class FileSecret implements Secret {
    private static final long serialVersionUID = 1L;

    private final String file;

    FileSecret(Path file) {
      this.file = file.toString();
    }

    @Override
    public byte[] getSecretBytes() {
      try {
        return Files.readAllBytes(Path.of(file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Secret secret(String name, String value) throws IOException {
    Path file = directory.resolve(name);
    Files.writeString(file, value + "\n");
    return new FileSecret(file);
  }

  private SecretCredentials keys() throws IOException {
    return SecretCredentials.ofKeys(
        secret("id", "CANARYkeyid"), secret("key", "CANARYsecretACCESSkey0CANARYsecretACCESS"));
  }

  @Test
  void readAndListWithWhatTheSecretManagerHolds() throws Exception {
    try (TestPortal portal =
        TestPortal.start(
            Emulator.builder()
                .credentials("CANARYkeyid", "CANARYsecretACCESSkey0CANARYsecretACCESS")
                .file("folder/a", new byte[100_000]))) {
      SecretCredentials credentials =
          keys()
              .withLogin(
                  secret("user", portal.emulator().notifications().user()),
                  secret("password", portal.emulator().notifications().password()));
      ClientOptions client = portal.options().credentials(credentials).build();
      Collected<Block> blocks = new Collected<>();
      Pipeline pipeline = Pipeline.create();
      pipeline
          .apply(
              DirectIO.read(client)
                  .withFilesIn(NotificationOptions.DEFAULT)
                  .withReading(all -> all.withSmallFileThreshold(1)))
          .apply(blocks);
      pipeline.run().waitUntilFinish();

      assertThat(blocks.elements()).isNotEmpty();
      // Whoever travels from a worker to the next still shares what is open there.
      assertThat(portal.emulator().requests().portalCalls("folder/a")).isEqualTo(1);
    }
  }

  @Test
  void areInNoPipeline() throws Exception {
    ClientOptions client =
        ClientOptions.builder(java.net.URI.create("https://portal.invalid"))
            .credentials(keys())
            .build();
    Export export = DirectIO.export(client, directory.resolve("out"));
    Pipeline pipeline = Pipeline.create();
    WriteResult result = pipeline.apply(DirectIO.fileIds(1)).apply(export);
    result.failed().apply(new Collected<>());

    String text =
        JobText.revealed(PipelineTranslation.toProto(pipeline).toByteArray())
            + DisplayData.from(export)
            + client
            + keys();
    assertThat(text).contains(directory.resolve("key").toString()).doesNotContain("CANARY");
  }

  @Test
  void areEqualIfTheyNameTheSameSecrets() throws Exception {
    SecretCredentials travelled = SerializableUtils.ensureSerializable(keys());
    assertThat(travelled).isNotSameAs(keys()).isEqualTo(keys()).hasSameHashCodeAs(keys());
    assertThat(SecretCredentials.ofBearer(new GcpSecret(LATEST)))
        .isEqualTo(
            SecretCredentials.parse(
                Map.of(CredentialsSource.BEARER, "type:gcpsecret;version_name:" + LATEST)))
        .isNotEqualTo(SecretCredentials.ofBearer(new GcpSecret(LATEST.replace("latest", "1"))));
  }

  @Test
  void nameTheClientThatGooglesSecretsNeed() {
    assertThatExceptionOfType(CredentialsException.class)
        .isThrownBy(() -> SecretCredentials.ofBearer(new GcpSecret(LATEST)).resolve())
        .withMessageContaining("DIRECTIO_BEARER")
        .withMessageContaining("google-cloud-secretmanager");
  }

  @Test
  void sayWhichSecretCantBeRead() throws Exception {
    SecretCredentials credentials =
        SecretCredentials.ofKeys(secret("id", "id"), new FileSecret(directory.resolve("none")));
    assertThatExceptionOfType(CredentialsException.class)
        .isThrownBy(credentials::resolve)
        .withMessageContaining("DIRECTIO_SECRET_ACCESS_KEY");
    assertThatExceptionOfType(CredentialsException.class)
        .isThrownBy(credentials::login)
        .withMessageContaining("DIRECTIO_USER");
  }

  @Test
  void dontRepeatASecretThatWasGivenForAReference() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SecretCredentials.parse(Map.of(CredentialsSource.BEARER, "CANARY")))
        .satisfies(
            failure ->
                assertThat(org.assertj.core.util.Throwables.getStackTrace(failure))
                    .contains("is no reference to a secret")
                    .doesNotContain("CANARY"));
  }

  @Test
  void refuseWhatIsNotEnough() {
    String reference = "type:gcpsecret;version_name:" + LATEST;
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> SecretCredentials.parse(Map.of(CredentialsSource.ACCESS_KEY_ID, reference)))
        .withMessageContaining(CredentialsSource.SECRET_ACCESS_KEY);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SecretCredentials.parse(Map.of("DIRECTIO_TOKEN", reference)))
        .withMessageContaining("DIRECTIO_TOKEN");
  }
}
