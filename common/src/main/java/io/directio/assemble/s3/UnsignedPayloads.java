// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble.s3;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.scheme.AwsV4AuthScheme;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignedRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.IdentityProviders;

/**
 * Signs a request, but not its payload if a CRC-32C in the request covers it: for a service on this
 * machine, as nobody sits between who could change it. That is what the SDK does with {@code
 * https}; with plain {@code http} it computes a SHA-256 of everything that it sends, and the
 * service another one, which costs more than all the rest of sending.
 *
 * <p><b>Threading:</b> thread-safe.
 */
final class UnsignedPayloads implements AwsV4AuthScheme {

  private static final Pattern THIS_MACHINE =
      Pattern.compile("localhost|127(?:\\.\\d{1,3}){3}|\\[(?:0*:){2,7}0*1]");

  private static final String CHECKSUM = "x-amz-checksum-crc32c";

  private final AwsV4AuthScheme scheme = AwsV4AuthScheme.create();
  private final AwsV4HttpSigner signer = new Signer(scheme.signer());

  /** Whether a service is asked in the clear, and is on this machine. */
  static boolean areSafe(URI endpoint) {
    return endpoint.getScheme().equals("http")
        && endpoint.getHost() != null
        && THIS_MACHINE.matcher(endpoint.getHost()).matches();
  }

  @Override
  public String schemeId() {
    return scheme.schemeId();
  }

  @Override
  public IdentityProvider<AwsCredentialsIdentity> identityProvider(IdentityProviders providers) {
    return scheme.identityProvider(providers);
  }

  @Override
  public AwsV4HttpSigner signer() {
    return signer;
  }

  private record Signer(AwsV4HttpSigner signer) implements AwsV4HttpSigner {

    @Override
    public SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> request) {
      if (!isCovered(request.request()) || request.payload().isEmpty()) {
        return signer.sign(request);
      }
      // Without encryption the signer insists on signing a payload that it sees.
      SignedRequest signed = signer.sign(head(request));
      return signed.toBuilder().payload(request.payload().get()).build();
    }

    /** What completes an upload has the checksum of the object, not of its own payload. */
    private static boolean isCovered(SdkHttpRequest request) {
      return request.method() == SdkHttpMethod.PUT
          && request.firstMatchingHeader(CHECKSUM).isPresent();
    }

    private static <T extends AwsCredentialsIdentity> SignRequest<T> head(SignRequest<T> request) {
      return request.toBuilder()
          .payload(null)
          .putProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, false)
          .putProperty(AwsV4FamilyHttpSigner.CHUNK_ENCODING_ENABLED, false)
          .build();
    }

    @Override
    public CompletableFuture<AsyncSignedRequest> signAsync(
        AsyncSignRequest<? extends AwsCredentialsIdentity> request) {
      return signer.signAsync(request);
    }
  }
}
