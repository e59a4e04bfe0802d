// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.read;

import io.directio.assemble.DestinationSpec;
import io.directio.plan.SplitPlanner;
import io.directio.read.ClientOptions;
import java.io.Serializable;
import java.util.Objects;
import org.apache.beam.sdk.transforms.display.DisplayData;

/**
 * How files are read: what travels with the functions.
 *
 * @param client the portal, and how to reach it
 * @param planner which files are small, and how the others are cut
 * @param destination where the blocks go, whose units are kept together; null if nobody knows
 * @param skipStored whether what the destination holds already is not read
 */
public record ReadSettings(
    ClientOptions client, SplitPlanner planner, DestinationSpec destination, boolean skipStored)
    implements Serializable {

  /** A file that waits for the portal shouldn't keep those from it whose blocks are fetched. */
  private static final int FILES_PER_LISTING = 4;

  public ReadSettings {
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(planner, "planner");
    if (planner.smallFileThreshold() < 0) {
      throw new IllegalArgumentException(
          "The threshold for small files can't be negative: " + planner.smallFileThreshold());
    }
    if (skipStored) {
      Objects.requireNonNull(destination, "destination");
    }
  }

  /** Reads everything, with the defaults. */
  public static ReadSettings of(ClientOptions client) {
    return new ReadSettings(client, SplitPlanner.DEFAULT, null, false);
  }

  /** The same with another planner. */
  public ReadSettings withPlanner(SplitPlanner other) {
    return new ReadSettings(client, other, destination, skipStored);
  }

  /** The same for a destination. */
  public ReadSettings withDestination(DestinationSpec other) {
    return new ReadSettings(client, planner, other, skipStored);
  }

  /** The same with or without what the destination holds. */
  public ReadSettings withSkipStored(boolean skip) {
    return new ReadSettings(client, planner, destination, skip);
  }

  /** How many files a function has under way, so that all portal calls at once are made use of. */
  public int filesAhead() {
    return client.maxListings() * FILES_PER_LISTING;
  }

  /**
   * What cuts a file into runs, along the destination's units.
   *
   * @param fileSize the file's size in bytes
   */
  public SplitPlanner plannerFor(long fileSize) {
    return destination == null ? planner : planner.withUnitBytes(destination.unit(fileSize));
  }

  /** Shows them; nothing of it is secret. */
  public void populate(DisplayData.Builder builder) {
    builder
        .add(DisplayData.item("portal", client.portal().getHost()).withLabel("Portal"))
        .add(
            DisplayData.item("credentials", client.credentials().getClass().getSimpleName())
                .withLabel("Source of the credentials"))
        .add(
            DisplayData.item("memoryBudget", client.memoryBudget())
                .withLabel("Memory for blocks, per JVM, in bytes"))
        .add(
            DisplayData.item("smallFileThreshold", planner.smallFileThreshold())
                .withLabel("Files up to this size in bytes are read whole"))
        .add(
            DisplayData.item("maxRunBytes", planner.maxRunBytes())
                .withLabel("Runs of blocks of larger files, in bytes"))
        .add(
            DisplayData.item("skipStored", skipStored)
                .withLabel("What the destination holds is not read"));
  }
}
