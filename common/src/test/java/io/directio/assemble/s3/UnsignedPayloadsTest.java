// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

class UnsignedPayloadsTest {

  private final ContentStreamProvider payload = ContentStreamProvider.fromUtf8String("payload");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost",
        "http://127.0.0.1:9000",
        "http://[::1]:80",
        "http://127.9.9.9"
      })
  void areSafeOnThisMachine(String endpoint) {
    assertThat(UnsignedPayloads.areSafe(URI.create(endpoint))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://s3.example.com",
        "http://10.0.0.1:9000",
        "http://127.0.0.1.example.com",
        "http://localhost.example.com",
        "http://[2001:db8::1]",
        "http://128.0.0.1",
        // The SDK does the same there by itself.
        "https://localhost"
      })
  void areLeftToTheSdkElsewhere(String endpoint) {
    assertThat(UnsignedPayloads.areSafe(URI.create(endpoint))).isFalse();
  }

  @Test
  void leaveAloneWhatAChecksumCovers() throws Exception {
    SignedRequest signed = sign("x-amz-checksum-crc32c");
    assertThat(header(signed, "x-amz-content-sha256")).isEqualTo("UNSIGNED-PAYLOAD");
    assertThat(header(signed, "Authorization"))
        .contains("SignedHeaders=")
        .contains("x-amz-checksum-crc32c");
    assertThat(signed.payload()).contains(payload);
  }

  @Test
  void signWhatNoChecksumCovers() throws Exception {
    SignedRequest signed = sign("x-amz-meta-other");
    assertThat(header(signed, "x-amz-content-sha256"))
        .isEqualTo("STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
  }

  private static String header(SignedRequest signed, String name) {
    return signed.request().firstMatchingHeader(name).orElseThrow();
  }

  private SignedRequest sign(String header) {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.PUT)
            .uri(URI.create("http://127.0.0.1:9000/bucket/key"))
            .putHeader("Content-Length", "7")
            .putHeader(header, "value")
            .build();
    return new UnsignedPayloads()
        .signer()
        .sign(
            sign ->
                sign.identity(AwsCredentialsIdentity.create("id", "canary-secret"))
                    .request(request)
                    .payload(payload)
                    .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "s3")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                    .putProperty(AwsV4FamilyHttpSigner.CHUNK_ENCODING_ENABLED, true));
  }
}
