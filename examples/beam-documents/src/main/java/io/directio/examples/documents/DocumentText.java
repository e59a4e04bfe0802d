// SPDX-License-Identifier: Apache-2.0
package io.directio.examples.documents;

import io.directio.ManifestEntry;
import io.directio.beam.DirectIO;
import io.directio.beam.ReadEvents;
import io.directio.beam.coders.ManifestEntryCoder;
import io.directio.notify.NotificationOptions;
import io.directio.portal.CredentialsSource;
import io.directio.portal.PortalContext;
import io.directio.read.ClientOptions;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.Validation.Required;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.errorhandling.BadRecord;
import org.apache.beam.sdk.transforms.errorhandling.ErrorHandler.BadRecordErrorHandler;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;
import org.joda.time.Duration;

/**
 * Extracts the text of the documents in folders of a portal, for a search index: of those that are
 * there, and then, if that is asked for, of each that is created or changes.
 */
public final class DocumentText {

  /** What the program takes, besides the options of Beam and its runner. */
  public interface Options extends PipelineOptions {
    @Description(
        "URL of the portal. Credentials, in the environment of every worker:"
            + " DIRECTIO_ACCESS_KEY_ID, DIRECTIO_SECRET_ACCESS_KEY, DIRECTIO_USER and"
            + " DIRECTIO_PASSWORD.")
    @Required
    String getPortal();

    void setPortal(String url);

    @Description("Cloud drive folders. Default: all that the user may see.")
    List<Long> getFolderIds();

    void setFolderIds(List<Long> ids);

    @Description("Whether folders are asked for as the portal's global administrator.")
    @Default.Boolean(true)
    boolean isGlobalAdmin();

    void setGlobalAdmin(boolean admin);

    @Description("Whether to go on with what changes and is deleted, until it is stopped.")
    boolean isFollow();

    void setFollow(boolean follow);

    @Description("With --follow, seconds after which lines are written, as long as there are some.")
    @Default.Integer(60)
    int getIntervalSeconds();

    void setIntervalSeconds(int seconds);

    @Description("Where the lines go, such as gs://bucket/documents; .jsonl is appended.")
    @Required
    String getTo();

    void setTo(String prefix);

    @Description("Where the lines of documents that failed go; default: --to with -failed.")
    String getReport();

    void setReport(String prefix);

    @Description("Larger files, in bytes, are not read but reported.")
    @Default.Long(8 << 20)
    long getMaxBytes();

    void setMaxBytes(long bytes);

    @Description("Characters of a document that are kept.")
    @Default.Integer(1_000_000)
    int getMaxCharacters();

    void setMaxCharacters(int characters);

    @Description("Seconds that a document may take. The first of a process takes some more.")
    @Default.Integer(60)
    int getTimeoutSeconds();

    void setTimeoutSeconds(int seconds);

    @Description("Heap, in megabytes, of the processes in which documents are parsed.")
    @Default.Integer(256)
    int getParserMegabytes();

    void setParserMegabytes(int megabytes);

    @Description("File with the credentials, on every worker, instead of the environment.")
    String getCredentialsFile();

    void setCredentialsFile(String path);
  }

  private DocumentText() {}

  public static void main(String[] arguments) {
    PipelineOptionsFactory.register(Options.class);
    Options options = PipelineOptionsFactory.fromArgs(arguments).withValidation().as(Options.class);
    pipeline(options).run().waitUntilFinish();
  }

  static Pipeline pipeline(Options options) {
    Pipeline pipeline = Pipeline.create(options);
    PCollectionTuple parted =
        pipeline
            .apply("Events", events(options))
            .apply(
                "Part",
                ParDo.of(new PartFn())
                    .withOutputTags(PartFn.FILES, TupleTagList.of(PartFn.DELETED)));
    BadRecordErrorHandler<PCollection<String>> unread =
        pipeline.registerBadRecordErrorHandler(new Unread());
    PCollectionTuple extracted =
        parted
            .get(PartFn.FILES)
            .apply(
                "Read",
                DirectIO.readFiles(client(options))
                    .withMaxBytes(options.getMaxBytes())
                    .withErrorHandler(unread))
            .apply(
                "Extract text",
                ParDo.of(extract(options))
                    .withOutputTags(ExtractFn.DOCUMENTS, TupleTagList.of(ExtractFn.FAILED)));
    unread.close();
    PCollectionList.of(extracted.get(ExtractFn.DOCUMENTS))
        .and(parted.get(PartFn.DELETED))
        .apply("All documents", Flatten.pCollections())
        .apply("Documents", write(options.getTo(), options));
    PCollectionList.of(extracted.get(ExtractFn.FAILED))
        .and(unread.getOutput())
        .apply("All failures", Flatten.pCollections())
        .apply("Report", write(report(options), options));
    return pipeline;
  }

  private static ReadEvents events(Options options) {
    ReadEvents events = DirectIO.readEvents(client(options)).withFolders(folders(options));
    return options.isFollow() ? events : events.withSnapshotOnly();
  }

  private static ExtractFn extract(Options options) {
    return new ExtractFn(
        options.getMaxCharacters(), options.getTimeoutSeconds(), options.getParserMegabytes());
  }

  private static WriteLines write(String prefix, Options options) {
    return options.isFollow()
        ? WriteLines.every(Duration.standardSeconds(options.getIntervalSeconds()), prefix)
        : WriteLines.atTheEnd(prefix);
  }

  private static String report(Options options) {
    return options.getReport() == null ? options.getTo() + "-failed" : options.getReport();
  }

  private static NotificationOptions folders(Options options) {
    NotificationOptions.Builder folders = NotificationOptions.builder();
    if (options.getFolderIds() != null) {
      folders.folderIds(options.getFolderIds());
    }
    if (!options.isGlobalAdmin()) {
      folders.context(PortalContext.SERVICES_PORTAL);
    }
    return folders.build();
  }

  private static ClientOptions client(Options options) {
    CredentialsSource credentials =
        options.getCredentialsFile() == null
            ? CredentialsSource.environment()
            : CredentialsSource.file(options.getCredentialsFile());
    return ClientOptions.builder(URI.create(options.getPortal())).credentials(credentials).build();
  }

  /** What could not be read, as lines. */
  private static final class Unread
      extends PTransform<PCollection<BadRecord>, PCollection<String>> {
    private static final long serialVersionUID = 1L;

    @Override
    public PCollection<String> expand(PCollection<BadRecord> bad) {
      return bad.apply("Describe", ParDo.of(new DescribeFn()));
    }
  }

  private static final class DescribeFn extends DoFn<BadRecord, String> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element BadRecord bad, OutputReceiver<String> lines) throws IOException {
      ManifestEntry file =
          CoderUtils.decodeFromByteArray(
              ManifestEntryCoder.of(), bad.getRecord().getEncodedRecord());
      lines.output(Lines.failure(file.fileId(), file.path(), file.error().message()));
    }
  }
}
