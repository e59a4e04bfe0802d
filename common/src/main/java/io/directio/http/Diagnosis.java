// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.TruncatedChunkException;

/**
 * Turns what the library and the JDK throw into {@link HttpException}s that say what happened and
 * what to do. The original becomes the cause only where it can't repeat what a server sent: a
 * hostile answer may echo our own headers, and must not get them into a log that way.
 */
final class Diagnosis {

  /** Alerts by which a server says that it doesn't like our certificate or our TLS. */
  private static final Set<String> LASTING_ALERTS =
      Set.of(
          "access_denied",
          "bad_certificate",
          "certificate_expired",
          "certificate_required",
          "certificate_revoked",
          "certificate_unknown",
          "handshake_failure",
          "insufficient_security",
          "protocol_version",
          "unknown_ca",
          "unrecognized_name",
          "unsupported_certificate");

  private Diagnosis() {}

  static HttpException of(Exception seen, String location) {
    if (seen instanceof HttpException ours) {
      return ours;
    }
    Optional<HttpException> tls = tls(seen, location);
    if (tls.isPresent()) {
      return tls.get();
    }
    if (seen instanceof GuardedResolver.RefusedAddressException) {
      return new HttpException(HttpException.Kind.REFUSED, seen.getMessage());
    }
    if (seen instanceof ConnectTimeoutException) {
      return new HttpException(
          HttpException.Kind.TIMEOUT, "Connecting to " + location + " took too long", seen);
    }
    if (find(seen, SocketTimeoutException.class).isPresent()) {
      return new HttpException(
          HttpException.Kind.TIMEOUT,
          location + " sent nothing for as long as the read timeout allows",
          seen);
    }
    if (find(seen, UnknownHostException.class).isPresent()) {
      return new HttpException(
          HttpException.Kind.CONNECT, "The host of " + location + " is not known to DNS", seen);
    }
    if (seen instanceof ConnectException || seen instanceof NoRouteToHostException) {
      return new HttpException(
          HttpException.Kind.CONNECT,
          location + " can't be reached: " + brief(seen.getMessage()),
          seen);
    }
    if (seen instanceof TruncatedChunkException || seen instanceof ConnectionClosedException) {
      return new HttpException(
          HttpException.Kind.TRUNCATED, location + " ended its answer before it was complete");
    }
    if (seen instanceof NoHttpResponseException) {
      return new HttpException(
          HttpException.Kind.RESET, location + " closed the connection without an answer");
    }
    if (seen instanceof org.apache.hc.core5.http.HttpException
        || seen instanceof MalformedChunkCodingException
        || seen instanceof MessageConstraintException) {
      return new HttpException(
          HttpException.Kind.PROTOCOL,
          location + " did not answer in proper HTTP (" + seen.getClass().getSimpleName() + ")");
    }
    boolean safe = seen instanceof SocketException || seen instanceof SSLException;
    return new HttpException(
        HttpException.Kind.RESET,
        location + " cut the connection (" + seen.getClass().getSimpleName() + ")",
        safe ? seen : null);
  }

  private static Optional<HttpException> tls(Exception seen, String location) {
    Optional<SSLException> found = find(seen, SSLException.class);
    if (found.isEmpty()
        || find(seen, SocketException.class).isPresent()
        || find(seen, SocketTimeoutException.class).isPresent()
        || find(seen, EOFException.class).isPresent()) {
      return Optional.empty();
    }
    String text = String.valueOf(found.get().getMessage()).toLowerCase(Locale.ROOT);
    if (find(seen, CertificateExpiredException.class).isPresent()
        || find(seen, CertificateNotYetValidException.class).isPresent()) {
      return lasting(
          location, "its certificate has expired or is not valid yet; check both clocks", seen);
    }
    if (text.contains("subject alternative") || text.contains("no name matching")) {
      return lasting(location, "its certificate belongs to another host name", seen);
    }
    if (found.get() instanceof SSLPeerUnverifiedException
        || find(seen, CertificateException.class).isPresent()
        || text.contains("pkix")) {
      return lasting(
          location,
          "its certificate is not trusted; if it comes from an authority of your own, give that"
              + " authority's certificate as CA file",
          seen);
    }
    if (LASTING_ALERTS.stream().anyMatch(text::contains)) {
      return lasting(
          location,
          "it ended the handshake (" + brief(text) + "); it may demand a client certificate",
          seen);
    }
    if (text.contains("unrecognized ssl message") || text.contains("plaintext connection")) {
      return lasting(location, "it does not speak TLS on that port; is it http?", seen);
    }
    return found.get() instanceof SSLHandshakeException && !text.contains("internal_error")
        ? lasting(location, "the handshake failed: " + brief(text), seen)
        : Optional.empty();
  }

  private static Optional<HttpException> lasting(String location, String what, Exception cause) {
    return Optional.of(
        new HttpException(
            HttpException.Kind.TLS, "No secure connection to " + location + ": " + what, cause));
  }

  private static <T extends Throwable> Optional<T> find(Throwable seen, Class<T> type) {
    Throwable at = seen;
    for (int depth = 0; at != null && depth < 20; depth++) {
      if (type.isInstance(at)) {
        return Optional.of(type.cast(at));
      }
      at = at.getCause();
    }
    return Optional.empty();
  }

  private static String brief(String text) {
    String shown = text == null ? "" : text.replaceAll("[^\\x20-\\x7e]", " ");
    return shown.length() <= 160 ? shown : shown.substring(0, 160) + "…";
  }
}
