// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plants secrets in the query, in a header and in what servers send back, and looks for them in
 * everything that is logged at any level by any logger, the library's included, and in everything
 * that is thrown.
 */
@Timeout(30)
class HttpSecrecyTest {

  private static final String CANARY = "CaNaRy-7f3e9";

  @TempDir Path directory;

  /** Echoes the request line and the secrets in every place that a server can write to. */
  private static final List<ScriptedServer.Script> ECHOES =
      List.of(
          line -> line.answer(200, "X-Echo: " + CANARY + "\r\nETag: " + CANARY, CANARY),
          line -> line.answer(302, "Location: /?" + CANARY, CANARY),
          line -> line.write(CANARY + " " + line.request().line() + "\r\n\r\n").hangUp(),
          line -> line.write("HTTP/1.1 " + CANARY + " OK\r\n\r\n").hangUp(),
          line -> line.write("HTTP/1.1 200 " + CANARY + "\r\n" + CANARY + "\r\n\r\n").hangUp(),
          line -> line.write("HTTP/1.1 200 OK\r\nContent-Length: " + CANARY + "\r\n\r\n").hangUp(),
          line ->
              line.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: " + CANARY + "\r\n\r\n" + CANARY)
                  .hangUp(),
          line ->
              line.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + CANARY + "\r\n")
                  .hangUp(),
          line -> line.write("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n" + CANARY).hangUp(),
          line -> line.write("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n" + CANARY).reset(),
          ScriptedServer.Line::hangUp,
          ScriptedServer.Line::reset);

  @Test
  void showsNoSecretInLogsOrExceptionsWhateverTheServerDoes() throws Exception {
    TestAuthority authority = TestAuthority.create();
    String caFile = TestAuthority.pem(directory.resolve("ca.pem"), authority.certificate());
    HttpOptions options = HttpOptions.builder().tls(TlsOptions.DEFAULT.withCaFile(caFile)).build();
    List<Throwable> thrown = new ArrayList<>();
    try (LogCapture log = LogCapture.start();
        HttpTransport transport = HttpTransport.open(options)) {
      for (ScriptedServer.Script script : ECHOES) {
        try (ScriptedServer plain = ScriptedServer.start(script);
            ScriptedServer tls =
                ScriptedServer.startTls(authority.server(authority.issue("127.0.0.1")), script)) {
          call(transport, plain.url("/path?sig=" + CANARY), thrown);
          call(transport, tls.url("/path?sig=" + CANARY), thrown);
        }
      }
      call(transport, "http://127.0.0.1:1/path?sig=" + CANARY, thrown);
      call(transport, "http://" + CANARY + "@127.0.0.1/", thrown);

      assertThat(log.lines()).as("the library does log").anyMatch(l -> l.contains("org.apache.hc"));
      assertThat(log.lines()).noneMatch(line -> line.contains(CANARY));
    }
    assertThat(thrown).hasSizeGreaterThan(15);
    for (Throwable throwable : thrown) {
      assertThat(everythingOf(throwable)).doesNotContain(CANARY);
    }
  }

  private static void call(HttpTransport transport, String url, List<Throwable> thrown) {
    HttpCall call = HttpCall.get(url).header("Authorization", "Bearer " + CANARY);
    assertThat(call.toString()).doesNotContain(CANARY);
    try (HttpAnswer answer = transport.send(call)) {
      assertThat(answer.toString()).doesNotContain(CANARY);
      answer.body().readAllBytes();
    } catch (Exception e) {
      thrown.add(e);
    }
  }

  /** The stack trace with all causes and all that is suppressed, and the serialised form. */
  static String everythingOf(Throwable throwable) throws Exception {
    StringWriter text = new StringWriter();
    throwable.printStackTrace(new PrintWriter(text));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(throwable);
    }
    return text + bytes.toString(StandardCharsets.ISO_8859_1);
  }
}
