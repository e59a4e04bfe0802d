// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import static io.directio.read.DirectIOClientTest.readAll;
import static io.directio.read.Emulation.ref;
import static io.directio.read.Emulation.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.directio.FilePlan;
import io.directio.emulator.BlockSize;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import io.directio.emulator.fault.StorageFaults;
import io.directio.http.RetryPolicy;
import io.directio.portal.Credentials;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Plants secrets, lets everything go wrong, and looks for them wherever a text comes out. */
@Timeout(120)
class SecretsTest {

  private static final String SECRET = "Y2FuYXJ5LXNlY3JldC1hY2Nlc3Mta2V5LTAwMDE=";
  private static final String BEARER = "canary-bearer-0002";

  /** Who logs on the client's side; the emulator, with its store, runs in this JVM as well. */
  private static final List<String> CLIENT_SIDE =
      List.of(
          "io.directio.codec",
          "io.directio.http",
          "io.directio.portal",
          "io.directio.read",
          "org.apache.hc");

  private final List<String> said = new ArrayList<>();
  private final Set<String> secrets = new HashSet<>(Set.of(SECRET, BEARER));
  private Emulator emulator;
  private EmulatedFile file;
  private Collector collector;

  /** Keeps every line that anybody logs, with its stack trace. */
  private static final class Collector extends AbstractAppender {
    private final List<String> lines = new ArrayList<>();

    Collector() {
      super("collector", null, null, true, Property.EMPTY_ARRAY);
    }

    @Override
    public synchronized void append(LogEvent event) {
      if (CLIENT_SIDE.stream().noneMatch(event.getLoggerName()::startsWith)) {
        return;
      }
      lines.add(event.getMessage().getFormattedMessage());
      if (event.getThrown() != null) {
        lines.add(trace(event.getThrown()));
      }
    }

    synchronized List<String> lines() {
      return List.copyOf(lines);
    }
  }

  @BeforeEach
  void start() throws Exception {
    emulator =
        Emulator.builder()
            .credentials(BEARER, SECRET)
            .file("f", text(100_000, 1))
            .blockSize(BlockSize.fixed(25_000))
            .start();
    file = emulator.file("f");
    collectSecretsOfTheListing();
    collector = new Collector();
    collector.start();
    root().addAppender(collector);
    CLIENT_SIDE.forEach(name -> Configurator.setLevel(name, Level.TRACE));
  }

  private static Logger root() {
    return ((LoggerContext) LogManager.getContext(false)).getRootLogger();
  }

  @AfterEach
  void stop() {
    root().removeAppender(collector);
    Configurator.reconfigure();
    emulator.close();
  }

  /** The wrapped key, and the signature and key id of each URL. */
  private void collectSecretsOfTheListing() throws Exception {
    String listing =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(emulator.portalUri().resolve("/directio/" + file.id()))
                    .header("Authorization", "Bearer " + BEARER)
                    .build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    Matcher found =
        Pattern.compile("\"wrapped_key\" *: *\"([^\"]+)\"|X-Amz-Credential=([^&\"%]+)")
            .matcher(listing);
    while (found.find()) {
      secrets.add(found.group(1) != null ? found.group(1) : found.group(2));
    }
    assertThat(secrets).hasSize(4);
    // Each listing is signed anew, so that only the names of the parameters are always the same.
    secrets.add("X-Amz-Signature");
    secrets.add("X-Amz-Credential");
  }

  private static String trace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @Test
  void staySecretWhateverGoesWrong() throws Exception {
    List<Consumer<StorageFaults>> faults =
        List.of(
            f -> f.expired(),
            f -> f.noSuchKey(),
            f -> f.slowDown(),
            f -> f.respond(500),
            f -> f.reset(),
            f -> f.garbage(),
            f -> f.closeAfter(100),
            f -> f.stall(),
            f -> f.htmlPage(),
            f -> f.breakPadding(),
            f -> f.truncateBody(10),
            f -> f.s3Error(403, "SignatureDoesNotMatch", "SignatureProvided X-Amz-Signature=abc"),
            f -> f.redirectTo("https://elsewhere.example.com/?X-Amz-Signature=abc"));
    for (Consumer<StorageFaults> fault : faults) {
      fault.accept(emulator.faults().storage().forBlock("f", 2));
      attempt(Emulation.options(emulator));
      emulator.faults().clear();
    }
    for (int status : new int[] {302, 400, 401, 403, 404, 422, 500, 503}) {
      emulator.faults().portal().respond(status);
      attempt(Emulation.options(emulator));
      emulator.faults().clear();
    }
    emulator.faults().portal().loginPage();
    attempt(Emulation.options(emulator));
    emulator.faults().clear();
    emulator.faults().portal().redirectToLogin();
    attempt(Emulation.options(emulator));
    emulator.faults().clear();
    emulator.faults().portal().listing(edit -> edit.url(1, "nonsense?X-Amz-Signature=abc"));
    attempt(Emulation.options(emulator));
    emulator.faults().clear();
    emulator.faults().portal().listing(edit -> edit.wrappedKey("canary"));
    secrets.add("canary");
    attempt(Emulation.options(emulator));
    emulator.faults().clear();
    attempt(
        Emulation.options(emulator)
            .credentials(() -> Credentials.ofKeys(BEARER, SECRET.replace("MDAwMT", "MDAwMD"))));
    secrets.add(SECRET.replace("MDAwMT", "MDAwMD"));

    said.addAll(collector.lines());
    assertThat(said).hasSizeGreaterThan(100);
    for (String secret : secrets) {
      assertThat(said.stream().filter(text -> text.contains(secret)).limit(3))
          .as("nothing says a secret")
          .isEmpty();
    }
    for (String text : said) {
      assertThat(text).doesNotContain("canary-");
    }
  }

  /** Reads in every way, and keeps what is said on the way. */
  private void attempt(ClientOptions.Builder builder) throws Exception {
    ClientOptions options =
        builder
            .storageHttp(Emulation.patience(Duration.ofMillis(200)))
            .retries(new RetryPolicy(2, Duration.ofMillis(1), Duration.ofMillis(1)))
            .build();
    said.add(options.toString());
    try (DirectIOClient client = DirectIOClient.open(options)) {
      said.add(client.toString());
      said.add(client.engine().toString());
      said.add(client.engine().leases().toString());
      note(
          () -> {
            LeasedFile leased = client.engine().leases().fresh(ref(file));
            said.add(leased.toString());
            said.add(leased.lease().toString());
            said.add(new BlockFetch(this, leased, leased.plan().block(1), false).toString());
            said.add(String.valueOf(leased.lease().key()));
          });
      note(() -> readAll(client.blocks(file.id())));
      note(
          () -> {
            FilePlan plan = client.plan(ref(file));
            said.add(plan.toString());
            said.add(plan.metadata().toString());
            client.stream(plan).open().asInputStream().readAllBytes();
          });
      note(
          () -> {
            try (BlockReader reader = client.reader(ReaderOptions.DEFAULT)) {
              Readings readings = Readings.of(reader, List.of(ReadTask.wholeFile(ref(file))));
              readings.deliveries.forEach(delivery -> said.add(delivery.toString()));
              readings.entries.forEach(entry -> said.add(entry.toString()));
            }
          });
    }
  }

  private interface Attempt {
    void run() throws Exception;
  }

  private void note(Attempt attempt) {
    try {
      attempt.run();
    } catch (Exception e) {
      said.add(e.toString());
      said.add(trace(e));
    }
  }
}
