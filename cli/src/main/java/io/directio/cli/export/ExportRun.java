// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.export;

import io.directio.cli.progress.Progress;
import io.directio.flink.DirectIOExport;
import io.directio.flink.sink.ExportCounters;
import io.directio.flink.source.FileSelection;
import io.directio.read.ClientOptions;
import io.directio.read.DirectIOClient;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * One export on the embedded Flink.
 *
 * <p><b>Threading.</b> {@link #execute} blocks one thread; {@link #progress} and {@link #cancel}
 * may come from any other.
 */
public final class ExportRun implements AutoCloseable {

  /**
   * What is exported.
   *
   * @param client the portal, and how to reach it
   * @param files the files
   * @param filesTotal how many they are, if that is known
   * @param bytesTotal how many bytes they have, if that is known
   * @param to where to export to
   * @param run name of the manifest
   * @param failFast whether a single failed file stops it all
   */
  public record Plan(
      ClientOptions client,
      FileSelection files,
      OptionalLong filesTotal,
      OptionalLong bytesTotal,
      ExportTarget to,
      String run,
      boolean failFast) {}

  private final Plan plan;
  private final EmbeddedFlink flink;
  private final DirectIOClient client;
  private Progress last;

  private ExportRun(Plan plan, EmbeddedFlink flink, DirectIOClient client) {
    this.plan = plan;
    this.flink = flink;
    this.client = client;
    this.last = new Progress(0, 0, 0, plan.filesTotal(), 0, plan.bytesTotal(), 0);
  }

  /**
   * Gets everything ready.
   *
   * @param flink where to run; closed with the run
   * @throws IOException if the destination can't be used
   */
  public static ExportRun prepare(Plan plan, EmbeddedFlink flink) throws IOException {
    plan.to().prepare();
    // The job runs in this JVM with equal options, so that it shares this client: it tells what the
    // job does without the detour over Flink's heartbeats.
    return new ExportRun(plan, flink, DirectIOClient.shared(plan.client()));
  }

  /**
   * Runs the export to its end.
   *
   * @throws InterruptedException if it was cancelled
   * @throws IOException if it failed as a whole
   */
  public ExportSummary execute() throws IOException, InterruptedException {
    StreamExecutionEnvironment environment = flink.environment();
    DirectIOExport.from(plan.client())
        .files(plan.files())
        .to(plan.to().spec())
        .run(plan.run())
        .failFast(plan.failFast())
        .addTo(environment);
    flink.run(environment);
    return ExportSummary.of(
        plan.to().manifest(plan.run()), plan.to().manifestName(plan.run()), client.statistics());
  }

  /** How far it is. */
  public synchronized Progress progress() {
    Map<String, Long> counters = flink.counters();
    last =
        new Progress(
            later(counters, ExportCounters.FILES_COMPLETED, last.filesOk()),
            later(counters, ExportCounters.FILES_SKIPPED, last.filesSkipped()),
            later(counters, ExportCounters.FILES_FAILED, last.filesFailed()),
            plan.filesTotal(),
            client.statistics().bytes(),
            plan.bytesTotal(),
            client.statistics().retries());
    return last;
  }

  private static long later(Map<String, Long> counters, String name, long before) {
    return Math.max(before, counters.getOrDefault(name, before));
  }

  /** Ends the export where it is; what is published is whole. */
  public void cancel() {
    flink.cancel();
  }

  @Override
  public void close() {
    flink.close();
    client.close();
  }
}
