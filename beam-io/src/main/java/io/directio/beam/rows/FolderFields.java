// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.rows;

import io.directio.notify.NotificationOptions;
import io.directio.portal.PortalContext;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;

/** Which folders, and as whom they are asked for. */
final class FolderFields {

  static final List<Field> FIELDS =
      List.of(
          Configuration.optional(
              "folder_ids", FieldType.array(FieldType.INT64), "Folders, by their ids"),
          Configuration.optional(
              "folder_names",
              FieldType.array(FieldType.STRING),
              "Folders, by their names. With neither: all that the user may see"),
          Configuration.optional(
              "global_admin",
              FieldType.BOOLEAN,
              "Whether the portal is asked as by its global administrator. Default: true"));

  private FolderFields() {}

  static NotificationOptions folders(Configuration configuration) {
    NotificationOptions.Builder folders =
        NotificationOptions.builder()
            .folderIds(configuration.numbers("folder_ids"))
            .folderNames(configuration.texts("folder_names"));
    if (!configuration.flag("global_admin", true)) {
      folders.context(PortalContext.SERVICES_PORTAL);
    }
    return folders.build();
  }
}
