// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.table;

import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/**
 * The options of a table. None of them takes a secret: credentials are named by where they are, see
 * {@link #CREDENTIALS_FILE}.
 */
public final class DirectIOTableOptions {

  public static final ConfigOption<String> PORTAL =
      ConfigOptions.key("portal")
          .stringType()
          .noDefaultValue()
          .withDescription("URL of the portal, such as https://tenant.ctera.com.");

  public static final ConfigOption<TableRows> ROWS =
      ConfigOptions.key("rows")
          .enumType(TableRows.class)
          .noDefaultValue()
          .withDescription("What a row of the table is.");

  public static final ConfigOption<String> CREDENTIALS_FILE =
      ConfigOptions.key("credentials-file")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Absolute path of a file with lines NAME=VALUE for DIRECTIO_ACCESS_KEY_ID and"
                  + " DIRECTIO_SECRET_ACCESS_KEY, and for folders and events DIRECTIO_USER and"
                  + " DIRECTIO_PASSWORD, on the JobManager and on every TaskManager. Without it"
                  + " these variables are taken from the environment of those processes.");

  public static final ConfigOption<List<Long>> FILE_ID =
      ConfigOptions.key("file-id")
          .longType()
          .asList()
          .noDefaultValue()
          .withDescription("The files of the table by their ids, separated by semicolons.");

  public static final ConfigOption<String> IDS_FILE =
      ConfigOptions.key("ids-file")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "A text file with the id of a file of the table in each line: a path or URI that"
                  + " Flink's file systems can open on the cluster.");

  public static final ConfigOption<List<Long>> FOLDER_ID =
      ConfigOptions.key("folder-id")
          .longType()
          .asList()
          .noDefaultValue()
          .withDescription(
              "The files of these cloud drive folders, by the folders' ids, separated by"
                  + " semicolons.");

  public static final ConfigOption<List<String>> FOLDER =
      ConfigOptions.key("folder")
          .stringType()
          .asList()
          .noDefaultValue()
          .withDescription(
              "The files of all cloud drive folders of these names, whoever they belong to,"
                  + " separated by semicolons.");

  public static final ConfigOption<Boolean> ALL_FOLDERS =
      ConfigOptions.key("all-folders")
          .booleanType()
          .defaultValue(false)
          .withDescription(
              "The files of all folders that the user may see; a table of events that names no"
                  + " folder has all of them anyway.");

  public static final ConfigOption<Boolean> FOLLOW =
      ConfigOptions.key("follow")
          .booleanType()
          .defaultValue(false)
          .withDescription(
              "Whether the table has no end: after what is in the folders comes what changes in"
                  + " them.");

  public static final ConfigOption<Boolean> GLOBAL_ADMIN =
      ConfigOptions.key("global-admin")
          .booleanType()
          .defaultValue(true)
          .withDescription(
              "Whether the Notification Service is asked as the portal's global administrator, and"
                  + " not as a user of the team portal.");

  public static final ConfigOption<MemorySize> MAX_CONTENT_SIZE =
      ConfigOptions.key("max-content-size")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(16))
          .withDescription(
              "Size up to which a file's content is read whole; that of a larger file is NULL. At"
                  + " most 1 gb.");

  public static final ConfigOption<MemorySize> CONTENT_MEMORY =
      ConfigOptions.key("content-memory")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(256))
          .withDescription(
              "Memory that whole contents may take in each subtask: so many files of the largest"
                  + " size are read at the same time, but one at least and 64 at most.");

  public static final ConfigOption<MemorySize> MAX_TRANSFER_RATE =
      ConfigOptions.key("max-transfer-rate")
          .memoryType()
          .noDefaultValue()
          .withDescription(
              "Bytes that come from the storage in a second, at most, as they are stored there:"
                  + " for all subtasks together.");

  public static final ConfigOption<Double> MAX_REQUESTS_PER_SECOND =
      ConfigOptions.key("max-requests-per-second")
          .doubleType()
          .noDefaultValue()
          .withDescription(
              "Requests to the portal and the storage in a second, at most, each retry counted:"
                  + " for all subtasks together.");

  public static final ConfigOption<FailedFilePolicy> FAILED_FILES =
      ConfigOptions.key("failed-files")
          .enumType(FailedFilePolicy.class)
          .defaultValue(FailedFilePolicy.FAIL)
          .withDescription("What to do about a file that can't be read.");

  public static final ConfigOption<String> CA_FILE =
      ConfigOptions.key("ca-file")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "PEM file of certificate authorities to trust besides those of the JDK, on every"
                  + " machine of the cluster.");

  public static final ConfigOption<String> CLIENT_CERT =
      ConfigOptions.key("client-cert")
          .stringType()
          .noDefaultValue()
          .withDescription("PEM file with our certificate, on every machine of the cluster.");

  public static final ConfigOption<String> CLIENT_KEY =
      ConfigOptions.key("client-key")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Path of the PEM file with the key of client-cert, on every machine of the cluster.");

  public static final ConfigOption<List<String>> ALLOW_HOST =
      ConfigOptions.key("allow-host")
          .stringType()
          .asList()
          .noDefaultValue()
          .withDescription(
              "Hosts of the object storage, separated by semicolons; * stands for any part of a"
                  + " name. Without it any public host may be read from.");

  public static final ConfigOption<Boolean> ALLOW_HTTP =
      ConfigOptions.key("allow-http")
          .booleanType()
          .defaultValue(false)
          .withDescription(
              "Whether plain http to other machines is allowed: the network can then read"
                  + " credentials and files.");

  private DirectIOTableOptions() {}
}
