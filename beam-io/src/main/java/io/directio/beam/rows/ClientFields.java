// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.rows;

import io.directio.beam.SecretCredentials;
import io.directio.portal.CredentialsSource;
import io.directio.read.ClientOptions;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;

/** The portal and how to reach it: the first fields of each configuration. No field is a secret. */
final class ClientFields {

  static final List<Field> FIELDS =
      List.of(
          Configuration.required(
              "portal",
              FieldType.STRING,
              "Address of the portal, such as https://tenant.ctera.com"),
          Configuration.optional(
              "credentials_file",
              FieldType.STRING,
              "File with the credentials, at this path on every worker. Default: the environment"
                  + " of each worker, DIRECTIO_ACCESS_KEY_ID and DIRECTIO_SECRET_ACCESS_KEY"),
          Configuration.optional(
              "secrets",
              FieldType.map(FieldType.STRING, FieldType.STRING),
              "Instead of a file, references to secrets, such as"
                  + " type:gcpsecret;version_name:projects/p/secrets/s/versions/latest, by"
                  + " access_key_id and secret_access_key, or bearer; to list folders also user"
                  + " and password. Never the secrets themselves"),
          Configuration.optional(
              "memory_budget",
              FieldType.INT64,
              "Bytes that blocks may take in a worker. Default: a quarter of its heap"),
          Configuration.optional(
              "max_transfer_rate",
              FieldType.INT64,
              "Bytes a second that a worker fetches at most. Default: as many as it can"),
          Configuration.optional(
              "max_requests_per_second",
              FieldType.DOUBLE,
              "Requests a second that a worker sends at most, to portal and storage together."
                  + " Default: as many as it can"));

  private static final String PREFIX = "DIRECTIO_";

  private ClientFields() {}

  static ClientOptions options(Configuration configuration) {
    ClientOptions.Builder options =
        ClientOptions.builder(URI.create(configuration.text("portal").orElseThrow()))
            .credentials(credentials(configuration));
    configuration.number("memory_budget").ifPresent(options::memoryBudget);
    configuration.number("max_transfer_rate").ifPresent(options::maxTransferRate);
    configuration.real("max_requests_per_second").ifPresent(options::maxRequestsPerSecond);
    return options.build();
  }

  private static CredentialsSource credentials(Configuration configuration) {
    if (configuration.map("secrets").isPresent()) {
      if (configuration.text("credentials_file").isPresent()) {
        throw new IllegalArgumentException("Give credentials_file or secrets, not both");
      }
      return SecretCredentials.parse(named(configuration.map("secrets").get()));
    }
    return configuration
        .text("credentials_file")
        .map(CredentialsSource::file)
        .orElseGet(CredentialsSource::environment);
  }

  private static Map<String, String> named(Map<String, String> secrets) {
    Map<String, String> named = new TreeMap<>();
    secrets.forEach((name, value) -> named.put(PREFIX + name.toUpperCase(Locale.ROOT), value));
    return named;
  }
}
