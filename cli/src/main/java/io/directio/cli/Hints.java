// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import io.directio.ErrorCode;
import java.util.Optional;

/** What a user of the command line can do about each kind of failure. */
final class Hints {

  /** When it was a user and a password that the portal refused. */
  static final String USER =
      "check DIRECTIO_USER and DIRECTIO_PASSWORD; a user of the team portal needs --team-portal,"
          + " a global administrator does not";

  private Hints() {}

  static Optional<String> of(ErrorCode code) {
    return Optional.ofNullable(
        switch (code) {
          case NOT_FOUND -> "check the id: it is the file id of an event, not a folder's";
          case UNAUTHORIZED ->
              "check that the key or bearer is right, that it belongs to a Team Portal user with"
                  + " the Read Write Administrator role, and that --portal is its tenant's address";
          case NOT_IN_DIRECT_MODE ->
              "ask the portal's administrator to put the storage node into Direct Mode";
          case INVALID_REQUEST, NO_BLOCKS, MALFORMED_LISTING ->
              "check that --portal is the address of a CTERA portal, and the file id";
          case PORTAL_UNAVAILABLE ->
              "check that --portal is the portal itself and not a page in front of it, or try"
                  + " again later";
          case PORTAL_CONNECTION, PORTAL_TIMEOUT ->
              "check --portal, the network and the firewall, or try again later";
          case KEY ->
              "DIRECTIO_SECRET_ACCESS_KEY must be the secret that belongs to"
                  + " DIRECTIO_ACCESS_KEY_ID, or to the user of DIRECTIO_BEARER";
          case FILE_CHANGED -> "run the command again: it starts with the file as it is now";
          case SIZE_MISMATCH -> "the file may be changing just now: run the command again";
          case URL_REFUSED ->
              "if that host is yours, allow it with --allow-host HOST; for http, --allow-http";
          case BLOCK_DOWNLOAD, BLOCK_TIMEOUT, BLOCK_CONNECTION ->
              "check that this machine reaches the object storage; run the command again to resume";
          case BLOCK_DECRYPT, BLOCK_DECOMPRESS, BLOCK_VALIDATION ->
              "the object in the storage is damaged or not what the portal says: run the command"
                  + " again, then ask the portal's administrator";
          case TLS ->
              "for a private CA give --ca-file, for servers that ask for a certificate"
                  + " --client-cert and --client-key; for a test, --insecure-portal or"
                  + " --insecure-storage";
          case RANGE, NO_SUCH_BLOCK -> "directio stat shows the file's size and blocks";
          case UNSAFE_PATH -> "rename the file in the portal";
          case PATH_COLLISION -> "move away what has its name, or rename the file in the portal";
          case DESTINATION -> "check the destination's space, quota and permissions, and run again";
          case DESTINATION_CORRUPT ->
              "the disk did not give back what was written: check it, and run again";
          case CURSOR_REJECTED -> "start with a new snapshot; deletions meanwhile are not told";
          case NO_SPACE -> "free some space there, or export to another destination";
          case TOO_LARGE -> "raise the limit for whole files, or read blocks";
          case STREAM -> null;
        });
  }
}
