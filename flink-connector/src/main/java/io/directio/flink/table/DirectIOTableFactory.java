// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.table;

import io.directio.http.HostPolicy;
import io.directio.http.HttpOptions;
import io.directio.http.TlsOptions;
import io.directio.portal.CredentialsSource;
import io.directio.read.ClientOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;

/** Makes tables of {@code 'connector' = 'directio'}. Found by Flink; not for use in programs. */
public final class DirectIOTableFactory implements DynamicTableSourceFactory {

  /** The connector's name in SQL. */
  public static final String IDENTIFIER = "directio";

  /** What people call secrets, which nobody may put into a table. */
  private static final Pattern SECRET =
      Pattern.compile(".*(secret|password|token|bearer|access-?key|credential(?!s-file$)).*");

  private static final long LARGEST_CONTENT = 1L << 30;
  private static final long MOST_AT_ONCE = 64;

  @Override
  public String factoryIdentifier() {
    return IDENTIFIER;
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(DirectIOTableOptions.PORTAL, DirectIOTableOptions.ROWS);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of(
        DirectIOTableOptions.CREDENTIALS_FILE,
        DirectIOTableOptions.FILE_ID,
        DirectIOTableOptions.IDS_FILE,
        DirectIOTableOptions.FOLDER_ID,
        DirectIOTableOptions.FOLDER,
        DirectIOTableOptions.ALL_FOLDERS,
        DirectIOTableOptions.FOLLOW,
        DirectIOTableOptions.GLOBAL_ADMIN,
        DirectIOTableOptions.MAX_CONTENT_SIZE,
        DirectIOTableOptions.CONTENT_MEMORY,
        DirectIOTableOptions.MAX_TRANSFER_RATE,
        DirectIOTableOptions.MAX_REQUESTS_PER_SECOND,
        DirectIOTableOptions.FAILED_FILES,
        DirectIOTableOptions.CA_FILE,
        DirectIOTableOptions.CLIENT_CERT,
        DirectIOTableOptions.CLIENT_KEY,
        DirectIOTableOptions.ALLOW_HOST,
        DirectIOTableOptions.ALLOW_HTTP,
        FactoryUtil.SOURCE_PARALLELISM);
  }

  @Override
  public DynamicTableSource createDynamicTableSource(Context context) {
    refuseSecrets(context.getCatalogTable().getOptions().keySet());
    FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
    helper.validate();
    ReadableConfig options = helper.getOptions();
    TableRows rows = options.get(DirectIOTableOptions.ROWS);
    List<Column> columns = TableColumns.of(rows, context.getPhysicalRowDataType());
    long largest = options.get(DirectIOTableOptions.MAX_CONTENT_SIZE).getBytes();
    if (largest > LARGEST_CONTENT) {
      throw invalid(DirectIOTableOptions.MAX_CONTENT_SIZE, "1 gb is the most that a row can hold");
    }
    return new DirectIOTableSource(
        new TableSettings(
            context.getObjectIdentifier().asSummaryString(),
            rows,
            client(options),
            TableFiles.of(rows, options),
            largest,
            atOnce(options.get(DirectIOTableOptions.CONTENT_MEMORY).getBytes(), largest),
            options.get(DirectIOTableOptions.FAILED_FILES) == FailedFilePolicy.FAIL,
            options.getOptional(FactoryUtil.SOURCE_PARALLELISM).orElse(null)),
        columns,
        context.getPhysicalRowDataType());
  }

  private static void refuseSecrets(Set<String> names) {
    for (String name : names) {
      if (SECRET.matcher(name).matches()) {
        throw new ValidationException(
            "'"
                + name
                + "' can't be an option of a table: catalogs store options, and show them."
                + " Put credentials into a file and name it in 'credentials-file', or into the"
                + " environment of JobManager and TaskManagers; and if a secret stood here, it"
                + " should be changed.");
      }
    }
  }

  private static int atOnce(long memory, long largest) {
    return (int) Math.max(1, Math.min(MOST_AT_ONCE, memory / Math.max(1, largest)));
  }

  private static ClientOptions client(ReadableConfig options) {
    HostPolicy hosts;
    HttpOptions http;
    try {
      hosts =
          new HostPolicy(
              options.getOptional(DirectIOTableOptions.ALLOW_HOST).orElse(List.of()),
              options.get(DirectIOTableOptions.ALLOW_HTTP));
    } catch (IllegalArgumentException e) {
      throw invalid(DirectIOTableOptions.ALLOW_HOST, e.getMessage());
    }
    try {
      http =
          HttpOptions.builder()
              .tls(
                  new TlsOptions(
                      options.get(DirectIOTableOptions.CA_FILE),
                      options.get(DirectIOTableOptions.CLIENT_CERT),
                      options.get(DirectIOTableOptions.CLIENT_KEY),
                      false))
              .build();
    } catch (IllegalArgumentException e) {
      throw new ValidationException(
          "'client-cert' and 'client-key' go together: set both or none.");
    }
    return ClientOptions.builder(portal(options.get(DirectIOTableOptions.PORTAL), hosts))
        .credentials(
            options
                .getOptional(DirectIOTableOptions.CREDENTIALS_FILE)
                .map(CredentialsSource::file)
                .orElseGet(CredentialsSource::environment))
        .portalHttp(http)
        .storageHttp(http)
        .hosts(hosts)
        .maxTransferRate(
            options
                .getOptional(DirectIOTableOptions.MAX_TRANSFER_RATE)
                .map(MemorySize::getBytes)
                .orElse(0L))
        .maxRequestsPerSecond(requests(options))
        .build();
  }

  private static double requests(ReadableConfig options) {
    double requests = options.getOptional(DirectIOTableOptions.MAX_REQUESTS_PER_SECOND).orElse(0.0);
    if (!(requests >= 0 && Double.isFinite(requests))) {
      throw invalid(DirectIOTableOptions.MAX_REQUESTS_PER_SECOND, "it is a positive number");
    }
    return requests;
  }

  /** The text may hold a password: it is not repeated. */
  private static URI portal(String text, HostPolicy hosts) {
    URI address;
    try {
      address = new URI(text.trim());
    } catch (URISyntaxException e) {
      throw invalid(DirectIOTableOptions.PORTAL, "it looks like https://tenant.ctera.com");
    }
    if (address.getHost() == null
        || address.getScheme() == null
        || address.getRawUserInfo() != null
        || address.getRawQuery() != null
        || address.getRawFragment() != null) {
      throw invalid(DirectIOTableOptions.PORTAL, "it looks like https://tenant.ctera.com");
    }
    new HostPolicy(List.of(), hosts.allowHttp())
        .refusal(address.toString())
        .ifPresent(
            why -> {
              throw invalid(DirectIOTableOptions.PORTAL, why);
            });
    return address;
  }

  private static ValidationException invalid(ConfigOption<?> option, String why) {
    return new ValidationException("'" + option.key() + "' can't be used: " + why + ".");
  }
}
