// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.store;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Signs GET URLs of objects with the signer of the AWS SDK. The SDK's own presigner wraps the same
 * signer in an endpoint resolver and a chain of interceptors, several times as slow: too slow for
 * listings of a hundred thousand blocks.
 *
 * <p><em>Threading:</em> immutable; may be used by many threads at once.
 */
public final class UrlSigner {
  /** The region that the signatures name. */
  static final String REGION = "us-east-1";

  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
  private final AwsCredentialsIdentity identity;

  /** Signs with the store's own credentials, which aren't the portal's. */
  public UrlSigner(String accessKeyId, String secretAccessKey) {
    this.identity = AwsCredentialsIdentity.create(accessKeyId, secretAccessKey);
  }

  /**
   * A URL that allows to GET one object for a limited time.
   *
   * @param endpoint scheme, host and port
   * @param label signed along as the query parameter {@code x-block}, by which the store's front
   *     tells which block of which file is asked for when several share an object
   * @param at when the lifetime begins, to the second
   */
  public String sign(
      URI endpoint, String bucket, String key, String label, Instant at, Duration lifetime) {
    return sign(
        endpoint,
        "/" + bucket + "/" + SdkHttpUtils.urlEncodeIgnoreSlashes(key),
        label,
        at,
        lifetime);
  }

  /**
   * Signs the target of a URL of {@link #sign} anew, for another time.
   *
   * @return the new target; empty when the target isn't one that this signer made for the endpoint
   */
  public Optional<String> resign(URI endpoint, String target, Instant at, Duration lifetime) {
    SignedTarget signed = SignedTarget.parse(target).orElse(null);
    if (signed == null) {
      return Optional.empty();
    }
    String expected = sign(endpoint, signed.path(), signed.label(), signed.at(), signed.lifetime());
    int authority = expected.indexOf('/', expected.indexOf("//") + 2);
    if (!expected.substring(authority).equals(target)) {
      return Optional.empty();
    }
    return Optional.of(
        sign(endpoint, signed.path(), signed.label(), at, lifetime).substring(authority));
  }

  private String sign(
      URI endpoint, String encodedPath, String label, Instant at, Duration lifetime) {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .protocol(endpoint.getScheme())
            .host(endpoint.getHost())
            .port(endpoint.getPort())
            .encodedPath(encodedPath)
            .putRawQueryParameter("x-block", label)
            .build();
    return signer
        .sign(
            sign ->
                sign.identity(identity)
                    .request(request)
                    .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "s3")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, REGION)
                    .putProperty(AwsV4FamilyHttpSigner.DOUBLE_URL_ENCODE, false)
                    .putProperty(AwsV4FamilyHttpSigner.NORMALIZE_PATH, false)
                    .putProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                    .putProperty(
                        AwsV4FamilyHttpSigner.AUTH_LOCATION,
                        AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
                    .putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, lifetime)
                    .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(at, ZoneOffset.UTC)))
        .request()
        .getUri()
        .toString();
  }
}
