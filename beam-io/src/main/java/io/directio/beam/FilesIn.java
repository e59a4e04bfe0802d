// SPDX-License-Identifier: Apache-2.0
package io.directio.beam;

import io.directio.FileRef;
import io.directio.beam.folders.ListFolderFilesFn;
import io.directio.notify.NotificationOptions;
import io.directio.read.ClientOptions;
import java.util.Objects;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * The files that are in some folders when the pipeline runs, by the Notification Service: with
 * their paths, sizes and versions. One worker lists them, page by page; a runner may stop it after
 * any page and go on elsewhere. A file that changes meanwhile can come twice.
 */
public final class FilesIn extends PTransform<PBegin, PCollection<FileRef>> {

  private static final long serialVersionUID = 1L;

  private final ClientOptions client;
  private final NotificationOptions folders;

  private FilesIn(ClientOptions client, NotificationOptions folders) {
    this.client = Objects.requireNonNull(client, "client");
    this.folders = Objects.requireNonNull(folders, "folders");
  }

  static FilesIn folders(ClientOptions client, NotificationOptions folders) {
    return new FilesIn(client, folders);
  }

  @Override
  public PCollection<FileRef> expand(PBegin input) {
    return input
        .apply("Once", Impulse.create())
        .apply("List folders", ParDo.of(new ListFolderFilesFn(client, folders)));
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    int chosen = folders.folderIds().size() + folders.folderNames().size();
    builder
        .add(DisplayData.item("portal", client.portal().getHost()).withLabel("Portal"))
        .add(
            DisplayData.item("folders", chosen == 0 ? "all" : Integer.toString(chosen))
                .withLabel("Cloud drive folders"));
  }
}
