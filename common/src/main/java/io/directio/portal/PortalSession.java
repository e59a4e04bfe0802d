// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import io.directio.ErrorCode;
import io.directio.NotificationException;
import io.directio.SecretBearing;
import io.directio.http.Cancellation;
import io.directio.http.HttpAnswer;
import io.directio.http.HttpCall;
import io.directio.http.HttpException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proves to the portal who asks: by the cookies of a session, which is begun when it is needed and
 * again when it has died, or by a token.
 *
 * <p><b>Threading:</b> every method is safe; threads that need a session wait for the one that logs
 * in. Ending the session waits for nobody.
 */
@SecretBearing
final class PortalSession {

  private static final Logger LOG = LoggerFactory.getLogger(PortalSession.class);

  private final String base;
  private final CredentialsSource source;
  private final PortalCalls calls;
  private final Cancellation logins = new Cancellation();

  /** Held by the one who logs in, all the while; who ends the session does not need it. */
  private final Object loggingIn = new Object();

  private Map.Entry<String, String> proof;
  private boolean ended;

  /**
   * @param base the portal's address with the context
   */
  PortalSession(String base, CredentialsSource source, PortalCalls calls) {
    this.base = base;
    this.source = source;
    this.calls = calls;
  }

  /** The header that proves who asks: name and value. Logs in if there is no session. */
  Map.Entry<String, String> proof() throws NotificationException {
    synchronized (loggingIn) {
      Optional<Map.Entry<String, String>> known = known();
      if (known.isPresent()) {
        return known.get();
      }
      Login login = login();
      Map.Entry<String, String> fresh =
          login.bearer().isPresent()
              ? Map.entry("Authorization", "Bearer " + login.bearer().get())
              : Map.entry("Cookie", calls.make(new LoginCall(login)));
      keep(fresh);
      return fresh;
    }
  }

  private synchronized Optional<Map.Entry<String, String>> known() {
    return Optional.ofNullable(proof);
  }

  private synchronized void keep(Map.Entry<String, String> fresh) {
    proof = ended ? null : fresh;
  }

  /** The portal refused a proof; the next one is a new one. */
  synchronized void invalidate(Map.Entry<String, String> refused) {
    if (refused.equals(proof)) {
      proof = null;
    }
  }

  /**
   * Ends it: a login that is under way is cancelled, and later ones fail.
   *
   * @return the call that tells the portal, if there is a session there; only the first time
   */
  Optional<HttpCall> end() {
    Optional<Map.Entry<String, String>> last;
    synchronized (this) {
      last = known();
      proof = null;
      ended = true;
    }
    logins.cancel();
    return last.filter(cookie -> cookie.getKey().equals("Cookie"))
        .map(
            cookie ->
                HttpCall.post(
                        base + "/api/logout", "application/x-www-form-urlencoded", new byte[0])
                    .header(cookie.getKey(), cookie.getValue()));
  }

  private Login login() throws NotificationException {
    try {
      return source.login();
    } catch (CredentialsException e) {
      throw new NotificationException(
          ErrorCode.UNAUTHORIZED, "Notification Service: " + e.getMessage(), e);
    }
  }

  /** Nothing of the session. */
  @Override
  public String toString() {
    return "Session of " + base;
  }

  /** Logs a user in; gives the cookies of the session. */
  private final class LoginCall extends NotificationCall<String> {
    private final Login login;

    LoginCall(Login login) {
      super("logging in", base + "/api/login", new byte[0], PortalSession.this);
      this.login = login;
    }

    @Override
    public HttpCall request() {
      return HttpCall.post(base + "/api/login", "application/x-www-form-urlencoded", login.form())
          .header("Accept-Encoding", "identity");
    }

    @Override
    public Cancellation cancellation() {
      return logins;
    }

    @Override
    public void renewCredentials() {
      // They were read a moment ago.
    }

    @Override
    public boolean takes(int status) {
      return status / 100 == 2;
    }

    @Override
    public boolean takesPages() {
      return true;
    }

    @Override
    public String read(InputStream body, HttpAnswer answer) throws IOException, FailedAttempt {
      byte[] head = body.readNBytes(UnexpectedPage.HEAD);
      List<String> cookies = new ArrayList<>();
      for (String header : answer.headers("Set-Cookie")) {
        String cookie = header.split(";", 2)[0].strip();
        int equals = cookie.indexOf('=');
        boolean printable = cookie.chars().allMatch(c -> c > ' ' && c < 0x7f);
        if (equals > 0 && equals < cookie.length() - 1 && printable) {
          cookies.add(cookie);
        }
      }
      boolean page = UnexpectedPage.isPage(answer.header("Content-Type").orElse(""), head);
      if (page && UnexpectedPage.describe(head).startsWith("a login page")) {
        throw NotificationAnswers.refusedLogin("with a login page");
      }
      if (cookies.isEmpty()) {
        throw NotificationAnswers.refusedLogin("it gave no session");
      }
      LOG.debug("Logged in to {}", base);
      return String.join("; ", cookies);
    }

    @Override
    public FailedAttempt refused(RefusedAnswer answer) {
      return NotificationAnswers.ofLogin(answer);
    }

    @Override
    public FailedAttempt exchange(HttpException cause) {
      return NotificationAnswers.ofExchange(toString(), cause);
    }

    @Override
    public String toString() {
      return "logging in";
    }
  }
}
