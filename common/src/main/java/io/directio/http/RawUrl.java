// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import io.directio.SecretBearing;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * An http or https URL, taken apart without changing a byte of its request target.
 *
 * <p>The policy that judges a URL and the transport that sends it must not see two different hosts
 * in it. So both use this parser, and it refuses everything that parsers are known to disagree on:
 * user info, backslashes, percent signs in the host, numbers that some resolvers take for an IPv4
 * address and others don't.
 *
 * @param secure whether the scheme is https
 * @param host the host as given, without the brackets of an IPv6 literal and never with a zone
 * @param port the port, the scheme's default if none was given
 * @param target path and query, byte for byte as given; at least {@code /}
 */
@SecretBearing
record RawUrl(boolean secure, String host, int port, String target) {

  private static final int LONGEST_HOST = 253;
  private static final int LONGEST_PATH_SHOWN = 120;

  static RawUrl parse(String url) throws InvalidUrlException {
    int authorityStart;
    boolean secure;
    if (url.regionMatches(true, 0, "https://", 0, 8)) {
      secure = true;
      authorityStart = 8;
    } else if (url.regionMatches(true, 0, "http://", 0, 7)) {
      secure = false;
      authorityStart = 7;
    } else {
      throw new InvalidUrlException("its scheme is neither https nor http");
    }
    for (int i = 0; i < url.length(); i++) {
      char c = url.charAt(i);
      if (c <= ' ' || c >= 0x7f) {
        throw new InvalidUrlException(
            "it holds a space, a control character or a character beyond ASCII");
      }
      if (c == '#') {
        throw new InvalidUrlException("it holds a fragment, which can't be sent");
      }
    }
    int authorityEnd = authorityStart;
    while (authorityEnd < url.length()
        && url.charAt(authorityEnd) != '/'
        && url.charAt(authorityEnd) != '?') {
      authorityEnd++;
    }
    String authority = url.substring(authorityStart, authorityEnd);
    if (authority.indexOf('@') >= 0) {
      throw new InvalidUrlException("it holds user info in front of the host");
    }
    int hostEnd = authority.startsWith("[") ? authority.indexOf(']') + 1 : portSeparator(authority);
    String host = host(authority.substring(0, hostEnd));
    String rest = url.substring(authorityEnd);
    return new RawUrl(
        secure,
        host,
        port(authority.substring(hostEnd), secure),
        rest.startsWith("/") ? rest : "/" + rest);
  }

  private static int portSeparator(String authority) {
    int colon = authority.indexOf(':');
    return colon < 0 ? authority.length() : colon;
  }

  private static String host(String text) throws InvalidUrlException {
    if (text.startsWith("[")) {
      String literal = text.substring(1, text.length() - 1);
      address6(literal);
      return literal;
    }
    if (text.isEmpty() || text.length() > LONGEST_HOST) {
      throw new InvalidUrlException("it has no host, or one of more than 253 characters");
    }
    String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    for (String label : name.split("\\.", -1)) {
      if (label.isEmpty() || !label.chars().allMatch(RawUrl::isHostCharacter)) {
        throw new InvalidUrlException("its host is not a valid name");
      }
    }
    if (looksNumeric(name) && !isDottedQuad(name)) {
      throw new InvalidUrlException("its host is an ambiguous number instead of a name");
    }
    return text;
  }

  private static boolean isHostCharacter(int c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '-'
        || c == '_';
  }

  private static InetAddress address6(String literal) throws InvalidUrlException {
    boolean plain =
        literal.indexOf(':') >= 0
            && literal.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == ':' || c == '.');
    if (plain) {
      try {
        // In brackets it is taken as a literal or not at all: never looked up.
        return InetAddress.getByName("[" + literal + "]");
      } catch (UnknownHostException e) {
        plain = false;
      }
    }
    throw new InvalidUrlException("its host is not a valid IPv6 address");
  }

  /** Whether resolvers may take a name for an IPv4 address: its last label is a number. */
  private static boolean looksNumeric(String name) {
    String last = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    boolean decimal = last.chars().allMatch(c -> c >= '0' && c <= '9');
    boolean hexadecimal =
        last.startsWith("0x")
            && last.substring(2).chars().allMatch(c -> Character.digit(c, 16) >= 0);
    return decimal || hexadecimal;
  }

  private static boolean isDottedQuad(String name) {
    String[] parts = name.split("\\.", -1);
    if (parts.length != 4) {
      return false;
    }
    for (String part : parts) {
      boolean number = part.length() <= 3 && part.chars().allMatch(c -> c >= '0' && c <= '9');
      boolean octal = part.length() > 1 && part.startsWith("0");
      if (!number || octal || Integer.parseInt(part) > 255) {
        return false;
      }
    }
    return true;
  }

  private static int port(String text, boolean secure) throws InvalidUrlException {
    if (text.isEmpty()) {
      return secure ? 443 : 80;
    }
    String digits = text.substring(1);
    boolean number =
        text.startsWith(":")
            && !digits.isEmpty()
            && digits.length() <= 5
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    int port = number ? Integer.parseInt(digits) : 0;
    if (port < 1 || port > 65535) {
      throw new InvalidUrlException("its port is not a number from 1 to 65535");
    }
    return port;
  }

  /** The host in lower case and without a trailing dot: what names are compared by. */
  String hostName() {
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    return name.toLowerCase(Locale.ROOT);
  }

  /** The address, if the host is one rather than a name; nothing is ever looked up. */
  InetAddress literalAddress() {
    try {
      if (host.indexOf(':') >= 0) {
        return address6(host);
      }
      return isDottedQuad(hostName()) ? InetAddress.getByName(hostName()) : null;
    } catch (InvalidUrlException | UnknownHostException e) {
      throw new IllegalStateException("The parser accepted an address that is none", e);
    }
  }

  String scheme() {
    return secure ? "https" : "http";
  }

  /** Host and port as the Host header has them: a default port is left out, as signers do. */
  String authority() {
    String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return port == (secure ? 443 : 80) ? name : name + ":" + port;
  }

  /** For messages: no query, and not much of a long path. */
  String location() {
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    String shown =
        path.length() <= LONGEST_PATH_SHOWN ? path : path.substring(0, LONGEST_PATH_SHOWN) + "…";
    return scheme() + "://" + authority() + shown;
  }

  @Override
  public String toString() {
    return location();
  }
}
