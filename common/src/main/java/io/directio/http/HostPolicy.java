// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import java.io.Serializable;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which URLs may be asked. Signed URLs come from a listing, so whoever can change a listing could
 * make every worker ask what it should not: the metadata service of its machine, or a host that
 * collects what it is sent. Nothing is looked up here; what a name resolves to is judged by the
 * transport when it connects.
 *
 * @param allowedHosts names that may be asked, without ports: a host exactly, or {@code *.suffix}
 *     for every host below a suffix; empty: every host
 * @param allowHttp whether plain http may go to other machines; to this one it always may
 */
public record HostPolicy(List<String> allowedHosts, boolean allowHttp) implements Serializable {

  /** Every host, by https. */
  public static final HostPolicy DEFAULT = new HostPolicy(List.of(), false);

  /**
   * @throws IllegalArgumentException if an allowed host is not a name, an address or a suffix
   */
  public HostPolicy {
    allowedHosts = allowedHosts.stream().map(HostPolicy::pattern).toList();
  }

  /**
   * Why a URL must not be asked, if so. The reason repeats nothing of the URL but its host.
   *
   * @param url the URL as it was given
   */
  public Optional<String> refusal(String url) {
    RawUrl parsed;
    try {
      parsed = RawUrl.parse(url);
    } catch (InvalidUrlException e) {
      return Optional.of("The URL is refused: " + e.getMessage());
    }
    String name = parsed.hostName();
    InetAddress address = parsed.literalAddress();
    if (address != null && ReservedAddresses.contain(address)) {
      return Optional.of(
          "The host " + name + " is a link-local or metadata address, which is never asked");
    }
    if (!parsed.secure() && !allowHttp && !isLoopback(name, address)) {
      return Optional.of(
          "Plain http to " + name + " is refused; use https, or allow http if you trust the line");
    }
    if (!allowedHosts.isEmpty() && allowedHosts.stream().noneMatch(p -> matches(p, name))) {
      return Optional.of(
          "The host " + name + " is not among the allowed hosts; allow it if you trust it");
    }
    return Optional.empty();
  }

  private static boolean isLoopback(String name, InetAddress address) {
    return address == null ? isLocalName(name) : address.isLoopbackAddress();
  }

  /** Names that must mean this machine; the transport holds the resolver to it. */
  static boolean isLocalName(String name) {
    return name.equals("localhost") || name.endsWith(".localhost");
  }

  private static boolean matches(String pattern, String name) {
    return pattern.startsWith("*.") ? name.endsWith(pattern.substring(1)) : name.equals(pattern);
  }

  private static String pattern(String text) {
    String name = text.strip().toLowerCase(Locale.ROOT);
    boolean suffix = name.startsWith("*.");
    boolean literal6 = name.indexOf(':') >= 0 && !name.startsWith("[");
    String host = suffix ? name.substring(2) : name;
    try {
      RawUrl url = RawUrl.parse("https://" + (literal6 ? "[" + host + "]" : host));
      if (!url.target().equals("/") || url.port() != 443 || host.endsWith("/")) {
        throw new InvalidUrlException("it is more than a host");
      }
      return suffix ? "*." + url.hostName() : url.hostName();
    } catch (InvalidUrlException e) {
      throw new IllegalArgumentException(
          "An allowed host must be a name such as s3.example.com or *.example.com, not '"
              + text
              + "': "
              + e.getMessage());
    }
  }
}
