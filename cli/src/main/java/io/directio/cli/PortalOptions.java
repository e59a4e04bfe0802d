// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import io.directio.DirectIOException;
import io.directio.http.HostPolicy;
import io.directio.http.HttpOptions;
import io.directio.http.TlsOptions;
import io.directio.portal.CredentialsSource;
import io.directio.portal.PortalConnection;
import io.directio.read.ClientOptions;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** How to reach a portal and its storage, for every command that does. */
final class PortalOptions {

  @Option(
      names = "--portal",
      paramLabel = "URL",
      order = 1,
      description = "Address of the portal (or DIRECTIO_PORTAL).")
  private String portal;

  @Option(
      names = "--credentials-file",
      paramLabel = "FILE",
      order = 100,
      description = "Read the credentials from a file, see below.")
  private String credentialsFile;

  @Option(
      names = "--ca-file",
      paramLabel = "PEM",
      order = 101,
      description = "Trust these certificate authorities as well, for portal and storage.")
  private String caFile;

  @Option(
      names = "--client-cert",
      paramLabel = "PEM",
      order = 102,
      description = "Show this certificate to servers that ask for one; needs --client-key.")
  private String clientCertificate;

  @Option(
      names = "--client-key",
      paramLabel = "PEM",
      order = 103,
      description = "The private key of --client-cert.")
  private String clientKey;

  @Option(
      names = "--insecure-portal",
      order = 104,
      description = "Don't verify the portal's certificate. For tests.")
  private boolean insecurePortal;

  @Option(
      names = "--insecure-storage",
      order = 105,
      description = "Don't verify the storage's certificate. For tests.")
  private boolean insecureStorage;

  @Option(
      names = "--allow-host",
      paramLabel = "HOST",
      order = 106,
      description =
          "Fetch blocks only from this storage host; can be repeated. All hosts below a domain are"
              + " *.DOMAIN. Without it, every host is allowed, but for link-local and metadata"
              + " addresses.")
  private List<String> allowedHosts = List.of();

  @Option(
      names = "--allow-http",
      order = 107,
      description = "Allow plain http to other machines; to this one it always is.")
  private boolean allowHttp;

  /**
   * How to open a client, with warnings about what is not safe.
   *
   * @throws DirectIOException if there are no credentials
   */
  ClientOptions client(Console console) throws DirectIOException {
    URI address = portal(console);
    TlsOptions tls = tls();
    HostPolicy hosts = hosts(allowedHosts);
    CredentialsSource credentials = credentials(console);
    // Better now than after a cluster has been started.
    credentials.resolve();
    warn(console);
    return options(address, tls, hosts, credentials);
  }

  /**
   * How to reach the portal's Notification Service, with warnings about what is not safe.
   *
   * @throws DirectIOException if there is neither a user nor a bearer
   */
  PortalConnection notifications(Console console) throws DirectIOException {
    URI address = portal(console);
    CredentialsSource credentials = credentials(console);
    credentials.login();
    warn(console);
    return options(address, tls(), hosts(allowedHosts), credentials).portalConnection();
  }

  private ClientOptions options(
      URI address, TlsOptions tls, HostPolicy hosts, CredentialsSource credentials) {
    return ClientOptions.builder(address)
        .credentials(credentials)
        .portalHttp(HttpOptions.builder().tls(tls.withInsecure(insecurePortal)).build())
        .storageHttp(HttpOptions.builder().tls(tls.withInsecure(insecureStorage)).build())
        .hosts(hosts)
        .build();
  }

  private CredentialsSource credentials(Console console) {
    CredentialsSource source = CredentialsSource.environment();
    if (credentialsFile != null) {
      Path file = Path.of(credentialsFile).toAbsolutePath();
      source = CredentialsSource.file(file.toString());
      warnIfShared(console, file);
    }
    return source;
  }

  private static void warnIfShared(Console console, Path file) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (permissions.contains(PosixFilePermission.GROUP_READ)
          || permissions.contains(PosixFilePermission.OTHERS_READ)) {
        console.warn("other users can read '" + file + "': chmod 600 would change that");
      }
    } catch (IOException | UnsupportedOperationException e) {
      // A file that is missing is reported when it is read; other systems have other permissions.
    }
  }

  private void warn(Console console) {
    if (insecurePortal) {
      console.warn(
          "the portal's certificate is not verified: whoever is on the line can read the"
              + " credentials");
    }
    if (insecureStorage) {
      console.warn(
          "the storage's certificate is not verified: whoever is on the line can read and change"
              + " the files");
    }
    if (allowHttp) {
      console.warn("plain http is allowed: the network can read the credentials and the files");
    }
  }

  private TlsOptions tls() {
    if ((clientCertificate == null) != (clientKey == null)) {
      throw new UsageException(
          "--client-cert and --client-key go together", "give both files or none");
    }
    return new TlsOptions(caFile, clientCertificate, clientKey, false);
  }

  private HostPolicy hosts(List<String> allowed) {
    try {
      return new HostPolicy(allowed, allowHttp);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), "see --allow-host in --help");
    }
  }

  /** The portal's address, checked. */
  private URI portal(Console console) {
    String text = Optional.ofNullable(portal).orElse(console.environment().get("DIRECTIO_PORTAL"));
    if (text == null || text.isBlank()) {
      throw new UsageException(
          "which portal?", "give --portal https://portal.example.com, or set DIRECTIO_PORTAL");
    }
    URI address = parse(text);
    Optional<String> refusal = hosts(List.of()).refusal(address.toString());
    if (refusal.isPresent()) {
      throw new UsageException(
          "the portal's address can't be used: " + refusal.get(),
          "for http to another machine, which shows the credentials to the network, there is"
              + " --allow-http");
    }
    return address;
  }

  private static URI parse(String text) {
    // The text may hold a password: it is not repeated.
    UsageException nonsense =
        new UsageException(
            "the portal's address makes no sense", "it looks like https://portal.example.com");
    try {
      URI address = new URI(text.trim());
      if (address.getHost() == null
          || address.getScheme() == null
          || address.getRawUserInfo() != null
          || address.getRawQuery() != null
          || address.getRawFragment() != null) {
        throw nonsense;
      }
      return address;
    } catch (URISyntaxException e) {
      throw nonsense;
    }
  }
}
