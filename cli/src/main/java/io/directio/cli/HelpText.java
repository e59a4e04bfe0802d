// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

/** Paragraphs that stand at the foot of several commands' help. */
final class HelpText {

  private static final String SOURCES =
      "%nCredentials are never options, which other users of a machine could see. They come from"
          + " the environment, or from --credentials-file, a file of lines NAME=VALUE with the same"
          + " names:%n";

  private static final String USER =
      "  DIRECTIO_USER                the name of a user of the portal ...%n"
          + "  DIRECTIO_PASSWORD            ... and the password%n"
          + "  DIRECTIO_BEARER              or a bearer token instead of both";

  static final String CREDENTIALS =
      SOURCES
          + "  DIRECTIO_ACCESS_KEY_ID       the access key id ...%n"
          + "  DIRECTIO_SECRET_ACCESS_KEY   ... and its secret, which unwraps the files' keys%n"
          + "  DIRECTIO_BEARER              or a bearer token instead of the access key id,%n"
          + "                               which wins if both are there%n"
          + "With --credentials-file nothing is taken from the environment.";

  static final String FOLDER_CREDENTIALS = "%nTo find what is in folders, as well:%n" + USER;

  static final String S3_CREDENTIALS =
      "%nThose for a bucket are found by the AWS SDK: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY,"
          + " a profile, or the role of the machine.";

  static final String LOGIN = SOURCES + USER;

  static final String ENVIRONMENT =
      "%nEnvironment:%n"
          + "  DIRECTIO_PORTAL              the portal, where --portal is not given%n"
          + "  DIRECTIO_JAVA_OPTS           options for the JVM, such as -Xmx4g%n"
          + "  DIRECTIO_NO_BUILD            if set, don't build when a source has changed%n"
          + "  JAVA_HOME                    the JDK to use, 17 or newer%n"
          + "  NO_COLOR                     no colours";

  static final String EXIT_CODES =
      "%nExit codes: 0 all well, 1 failed, 2 usage, 3 finished but some files failed, 4 not"
          + " authorised or wrong key, 5 portal or storage unavailable, 130 interrupted.";

  private HelpText() {}
}
