// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which URLs are asked and which are not, in every disguise that is known. */
class HostPolicyTest {

  private static final HostPolicy PERMISSIVE = new HostPolicy(List.of(), true);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://storage.example.com/a?b=c",
        "HTTPS://Storage.Example.COM:8443/",
        "https://my_bucket.s3.eu-west-1.amazonaws.com./key",
        "https://10.1.2.3/private-clouds-are-normal",
        "https://[2001:db8::1]:9000/x",
        "http://localhost:9000/x",
        "http://bucket.localhost:9000/x",
        "http://127.0.0.1/x",
        "http://127.8.9.10:1/x",
        "http://[::1]:9000/x",
        "https://1.2.3.4.example.com/",
        "https://0x7f.example/",
      })
  void asksAnyHostByHttpsAndThisMachineByHttp(String url) {
    assertThat(HostPolicy.DEFAULT.refusal(url)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://storage.example.com/a",
        "http://10.1.2.3/a",
        "http://localhost.example.com/",
        "http://127.0.0.1.example.com/",
        "http://[::ffff:10.0.0.1]/",
      })
  void asksOtherMachinesByHttpOnlyIfAllowed(String url) {
    assertThat(HostPolicy.DEFAULT.refusal(url))
        .hasValueSatisfying(r -> assertThat(r).contains("http"));
    assertThat(PERMISSIVE.refusal(url)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://169.254.169.254/latest/meta-data/",
        "https://169.254.0.1/",
        "https://169.254.169.254./",
        "https://[::ffff:169.254.169.254]/",
        "https://[::ffff:a9fe:a9fe]/",
        "https://[::a9fe:a9fe]/",
        "https://[0:0:0:0:0:FFFF:A9FE:A9FE]/",
        "https://[64:ff9b::a9fe:a9fe]/",
        "https://[64:ff9b:1::169.254.169.254]/",
        "https://[2002:a9fe:a9fe::1]/",
        "https://[fe80::1]/",
        "https://[febf:ffff::1]/",
        "https://[fd00:ec2::254]/",
        "https://[fd20:ce::254]/",
        "https://168.63.129.16/",
        "https://100.100.100.200/",
        "https://192.0.0.192/",
      })
  void neverAsksALinkLocalOrMetadataAddress(String url) {
    assertThat(PERMISSIVE.refusal(url))
        .hasValueSatisfying(r -> assertThat(r).contains("link-local or metadata"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://2852039166/",
        "https://0xa9fea9fe/",
        "https://0xA9.0xFE.0xA9.0xFE/",
        "https://0251.0376.0251.0376/",
        "https://169.254.43518/",
        "https://169.16689662/",
        "https://169.254.169.0376/",
        "https://169.254.169.254.0x/",
        "https://00169.254.169.254/",
        "http://0177.0.0.1/",
        "https://1.2.3.4.5/",
        "https://256.1.1.1/",
        "https://0x/",
      })
  void refusesNumbersThatResolversReadDifferently(String url) {
    assertThat(PERMISSIVE.refusal(url)).hasValueSatisfying(r -> assertThat(r).contains("number"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "//host/x",
        "https:/host/secret",
        "https:///secret",
        "https://",
        "https://:443/",
        "https://user@host/secret",
        "https://user:secret@host/",
        "https://host@169.254.169.254/",
        "https://host\\@evil.example/",
        "https://host\\.evil.example/",
        "https://host%2eexample/",
        "https://%31%36%39.254.169.254/",
        "https://host:0/",
        "https://host:65536/",
        "https://host:/",
        "https://host:44x/",
        "https://host:443:443/",
        "https://host..example/",
        "https://.host/",
        "https://ho st/",
        "https://host/a b",
        "https://host/a\tb",
        "https://host/a\r\nX-Evil: 1",
        "https://host/\u0000",
        "https://host/\u007f",
        "https://host/é",
        "https://hóst/",
        "https://169。254。169。254/",
        "https://host/x#fragment",
        "https://[fe80::1%25eth0]/",
        "https://[fe80::1%eth0]/",
        "https://[::1/",
        "https://[]/",
        "https://[12345::1]/",
        "https://[localhost]/",
        "https://[::1]x/",
        "https://[::1]:/",
        "https://[1.2.3.4]/",
        "ftp://host/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        " https://host/",
      })
  void refusesWhatIsNoPlainUrl(String url) {
    assertThat(PERMISSIVE.refusal(url))
        .hasValueSatisfying(r -> assertThat(r).doesNotContain("secret"));
  }

  @Test
  void refusesAHostOfMoreThan253Characters() {
    assertThat(PERMISSIVE.refusal("https://" + "a.".repeat(127) + "b/")).isPresent();
    assertThat(PERMISSIVE.refusal("https://" + "a.".repeat(125) + "b/")).isEmpty();
  }

  @Test
  void asksOnlyAllowedHostsWhenSomeAreNamed() {
    HostPolicy policy =
        new HostPolicy(
            List.of("S3.example.com", "*.blob.core.windows.net", "10.0.0.1", "::1"), false);

    assertThat(policy.refusal("https://s3.example.com:9000/x")).isEmpty();
    assertThat(policy.refusal("https://S3.EXAMPLE.COM./x")).isEmpty();
    assertThat(policy.refusal("https://acme.blob.core.windows.net/x")).isEmpty();
    assertThat(policy.refusal("https://a.b.blob.core.windows.net/x")).isEmpty();
    assertThat(policy.refusal("https://10.0.0.1/x")).isEmpty();
    assertThat(policy.refusal("https://[::1]/x")).isEmpty();
    assertThat(policy.refusal("https://blob.core.windows.net/x")).isPresent();
    assertThat(policy.refusal("https://evilblob.core.windows.net/x")).isPresent();
    assertThat(policy.refusal("https://s3.example.com.evil.example/x")).isPresent();
    assertThat(policy.refusal("https://evil.example/s3.example.com?sig=secret"))
        .hasValueSatisfying(r -> assertThat(r).contains("evil.example").doesNotContain("secret"));
    assertThat(policy.refusal("http://s3.example.com/x")).isPresent();
  }

  @Test
  void doesNotAllowAMetadataAddressEvenByName() {
    HostPolicy policy = new HostPolicy(List.of("169.254.169.254"), true);

    assertThat(policy.refusal("http://169.254.169.254/")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "*", "*.", "https://h", "h/x", "h:443", "a*.b", "h?", "u@h", "h.*", "1.2.3"})
  void refusesPatternsThatAreNone(String pattern) {
    assertThatThrownBy(() -> new HostPolicy(List.of(pattern), false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property
  void neverThrowsAndNeverLetsAControlCharacterThrough(@ForAll String tail) {
    String url = "https://host.example/" + tail;
    boolean refused = HostPolicy.DEFAULT.refusal(url).isPresent();

    assertThat(refused).isEqualTo(!tail.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '#'));
    HostPolicy.DEFAULT.refusal(tail);
    HostPolicy.DEFAULT.refusal("https://" + tail);
  }
}
