// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import io.directio.BlocksNotFoundException;
import io.directio.FileRef;
import io.directio.ListConnectionException;
import io.directio.PortalException;
import io.directio.UnauthorizedException;
import io.directio.http.Backoff;
import io.directio.http.HostPolicy;
import io.directio.http.HostThrottle;
import io.directio.http.HttpAnswer;
import io.directio.http.HttpCall;
import io.directio.http.HttpException;
import io.directio.http.HttpTransport;
import io.directio.http.RetryBudget;
import io.directio.http.RetryPolicy;
import io.directio.portal.FailedAttempt.Next;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a portal for the blocks of files. Failures are mapped to the exception that says what the
 * portal meant, and tried again where that can help: within the attempts of a {@link RetryPolicy}
 * and a shared {@link RetryBudget}, as many at once as a {@link HostThrottle} lets through.
 *
 * <p>Credentials are resolved with the first call and kept. When the portal refuses them they are
 * resolved once more, so that keys can be changed under a running job, and the portal is asked once
 * more; then its answer is believed.
 *
 * <p><b>Threading:</b> every method is safe; {@link #list} blocks its caller.
 */
public final class PortalClient {

  private static final Logger LOG = LoggerFactory.getLogger(PortalClient.class);

  private final String base;
  private final CredentialsSource source;
  private final PortalCalls calls;
  private final ListingFormat format;
  private Credentials resolved;

  private PortalClient(Builder builder) {
    this.base = builder.base;
    this.source = builder.source;
    this.calls =
        new PortalCalls(builder.transport, builder.backoff, builder.throttle, builder.clock);
    this.format = new ListingFormat(builder.limits);
  }

  /**
   * Builds a client.
   *
   * @param portal the portal's address, such as {@code https://portal.example.com}; a path in it is
   *     kept in front of the API's own
   * @param transport sends the calls; not closed by the client
   */
  public static Builder builder(URI portal, HttpTransport transport, CredentialsSource source) {
    return new Builder(portal, transport, source);
  }

  /**
   * Lists the blocks of a file.
   *
   * @param file the file; if its size is known and not 0, a listing without blocks is an error
   * @throws io.directio.NotFoundException if the portal does not know the file
   * @throws UnauthorizedException if it refuses the credentials, or there are none
   * @throws io.directio.UnprocessableException if not all blocks are in Direct Mode
   * @throws io.directio.InvalidRequestException if it calls the request invalid
   * @throws BlocksNotFoundException if it lists no blocks for a file that has bytes
   * @throws io.directio.MalformedListingException if its listing contradicts itself
   * @throws io.directio.PortalUnavailableException if it is overloaded, down, or behind a page
   * @throws ListConnectionException if it can't be reached, or this thread was interrupted
   * @throws io.directio.ListTimeoutException if it is too slow
   * @throws PortalException with code TLS or URL_REFUSED if it can't be asked securely
   */
  public BlockListing list(FileRef file) throws PortalException {
    return calls.make(new ListingCall(file));
  }

  /**
   * The credentials that the portal is asked with: resolved if that has not happened yet, and then
   * those of the last resolution.
   */
  public synchronized Credentials credentials() throws CredentialsException {
    if (resolved == null) {
      resolved = source.resolve();
    }
    return resolved;
  }

  /** Requests sent so far, retries included. */
  public long calls() {
    return calls.sent();
  }

  /** Retries so far. */
  public long retries() {
    return calls.retries();
  }

  private Credentials credentialsFor(long file) throws UnauthorizedException {
    try {
      return credentials();
    } catch (CredentialsException e) {
      throw new UnauthorizedException(file, e.getMessage(), e);
    }
  }

  /** Resolves credentials anew, unless another thread has done so since they were refused. */
  private synchronized Credentials credentialsAfter(Credentials refused, long file)
      throws UnauthorizedException {
    if (resolved == refused) {
      resolved = null;
    }
    return credentialsFor(file);
  }

  /** One listing, with the credentials that its attempts are made with. */
  private final class ListingCall implements PortalCall<BlockListing, PortalException> {
    private final FileRef file;
    private final long id;
    private Credentials credentials;

    ListingCall(FileRef file) {
      this.file = file;
      this.id = file.fileId();
    }

    @Override
    public HttpCall request() throws PortalException {
      if (credentials == null) {
        credentials = credentialsFor(id);
      }
      return HttpCall.get(base + "/directio/" + id)
          .header("Authorization", "Bearer " + credentials.bearer())
          .header("Accept", "application/json")
          .header("Accept-Encoding", "identity");
    }

    @Override
    public void renewCredentials() throws PortalException {
      credentials = credentialsAfter(credentials, id);
    }

    @Override
    public BlockListing read(InputStream body, HttpAnswer answer) throws IOException {
      BlockListing listing = format.parse(id, body, answer.serverTime().orElse(null));
      if (listing.chunks() == 0 && file.size() > 0) {
        throw new BlocksNotFoundException(
            id, "the portal lists no blocks, but the file should have " + file.size() + " bytes");
      }
      LOG.debug("Listed file {}: {} chunks", id, listing.chunks());
      return listing;
    }

    @Override
    public FailedAttempt refused(RefusedAnswer answer) {
      return ListingAnswers.ofStatus(id, answer);
    }

    @Override
    public FailedAttempt page(String page) {
      return ListingAnswers.ofPage(id, page);
    }

    @Override
    public FailedAttempt syntax(ListingSyntaxException cause) {
      return ListingAnswers.ofSyntax(id, cause);
    }

    @Override
    public FailedAttempt exchange(HttpException cause) {
      return ListingAnswers.ofExchange(id, cause);
    }

    @Override
    public FailedAttempt unreadable(IOException cause) {
      return new FailedAttempt(
          Next.RETRY, new ListConnectionException(id, "its listing could not be read"));
    }

    @Override
    public PortalException interrupted(InterruptedException cause) {
      return new ListConnectionException(id, "interrupted while its blocks were listed", cause);
    }

    @Override
    public Class<PortalException> failures() {
      return PortalException.class;
    }

    @Override
    public String toString() {
      return "Listing file " + id;
    }
  }

  /** The portal's address. */
  @Override
  public String toString() {
    return "Client of the portal " + base;
  }

  /** Builds clients; what is not set has a default. */
  public static final class Builder {

    private final String base;
    private final HttpTransport transport;
    private final CredentialsSource source;
    private Backoff backoff = new Backoff(RetryPolicy.DEFAULT, new RetryBudget());
    private HostThrottle throttle = new HostThrottle(64);
    private HostPolicy hostPolicy = HostPolicy.DEFAULT;
    private Clock clock = Clock.systemUTC();
    private ListingLimits limits = ListingLimits.DEFAULT;

    private Builder(URI portal, HttpTransport transport, CredentialsSource source) {
      this.base = PortalAddress.base(portal);
      this.transport = Objects.requireNonNull(transport, "transport");
      this.source = Objects.requireNonNull(source, "source");
    }

    /** How often to try, and how long to wait; default: {@link RetryPolicy#DEFAULT}. */
    public Builder backoff(Backoff value) {
      this.backoff = Objects.requireNonNull(value, "backoff");
      return this;
    }

    /** How many requests at once; default: 64, fewer when the portal says that it is too much. */
    public Builder throttle(HostThrottle value) {
      this.throttle = Objects.requireNonNull(value, "throttle");
      return this;
    }

    /** What the portal's own address must fulfil; default: https, or this machine. */
    public Builder hostPolicy(HostPolicy value) {
      this.hostPolicy = Objects.requireNonNull(value, "hostPolicy");
      return this;
    }

    /** Our own time, for answers that don't tell theirs. */
    public Builder clock(Clock value) {
      this.clock = Objects.requireNonNull(value, "clock");
      return this;
    }

    Builder limits(ListingLimits value) {
      this.limits = value;
      return this;
    }

    /**
     * The client.
     *
     * @throws IllegalArgumentException if the portal's address must not be asked
     */
    public PortalClient build() {
      PortalAddress.check(base, hostPolicy);
      return new PortalClient(this);
    }
  }
}
