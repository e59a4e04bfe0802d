// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import io.directio.SecretBearing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One request, to be sent by a {@link HttpTransport}. Immutable. Holds the URL with its query, and
 * the headers with their credentials: neither shows in {@code toString}, and neither can be asked
 * for.
 */
@SecretBearing
public final class HttpCall {

  private final String method;
  private final RawUrl url;
  private final String invalid;
  private final List<Map.Entry<String, String>> headers;
  private final byte[] body;
  private final Duration patience;

  private HttpCall(
      String method,
      RawUrl url,
      String invalid,
      List<Map.Entry<String, String>> headers,
      byte[] body,
      Duration patience) {
    this.method = method;
    this.url = url;
    this.invalid = invalid;
    this.headers = headers;
    this.body = body;
    this.patience = patience;
  }

  /**
   * A GET.
   *
   * @param url the URL; path and query go to the wire byte for byte as they stand here. A URL that
   *     can't be sent so (see {@link HostPolicy#refusal(String)}) fails when it is sent.
   */
  public static HttpCall get(String url) {
    return of("GET", url, null);
  }

  /**
   * A POST.
   *
   * @param url the URL, as for {@link #get(String)}
   * @param body the request's body; taken, not copied
   */
  public static HttpCall post(String url, String contentType, byte[] body) {
    return of("POST", url, Objects.requireNonNull(body, "body"))
        .header("Content-Type", contentType);
  }

  private static HttpCall of(String method, String url, byte[] body) {
    try {
      return new HttpCall(method, RawUrl.parse(url), null, List.of(), body, Duration.ZERO);
    } catch (InvalidUrlException e) {
      return new HttpCall(method, null, e.getMessage(), List.of(), body, Duration.ZERO);
    }
  }

  /**
   * This call with one more header.
   *
   * @throws IllegalArgumentException if the name or the value holds a character that can't stand in
   *     a header; the message doesn't repeat the value
   */
  public HttpCall header(String name, String value) {
    if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':')) {
      throw new IllegalArgumentException("Not the name of a header");
    }
    if (!value.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      throw new IllegalArgumentException(
          "The value of the header " + name + " holds a line break or another control character");
    }
    List<Map.Entry<String, String>> more = new ArrayList<>(headers);
    more.add(Map.entry(name, value));
    return new HttpCall(method, url, invalid, List.copyOf(more), body, patience);
  }

  /**
   * This call, whose answer may take so much longer than {@link HttpOptions} allows: a server may
   * hold it back until there is something to tell.
   */
  public HttpCall patience(Duration more) {
    return new HttpCall(method, url, invalid, headers, body, more);
  }

  /** GET or POST. */
  public String method() {
    return method;
  }

  /** The host that is asked, in lower case and without its port; empty if the URL is invalid. */
  public String host() {
    return url == null ? "" : url.hostName();
  }

  RawUrl url() throws HttpException {
    if (url == null) {
      throw new HttpException(HttpException.Kind.REFUSED, "The URL is refused: " + invalid);
    }
    return url;
  }

  List<Map.Entry<String, String>> headers() {
    return headers;
  }

  Duration patience() {
    return patience;
  }

  byte[] body() {
    return body;
  }

  /** Method, host and path. */
  @Override
  public String toString() {
    return method + " " + (url == null ? "(an invalid URL)" : url.location());
  }
}
