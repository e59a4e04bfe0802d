// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command above all commands: it holds what they all understand. */
@Command(
    name = "directio",
    description = "Reads files of a CTERA portal, in parallel, straight from its object storage.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      StatCommand.class,
      EventsCommand.class,
      DownloadCommand.class,
      ExportCommand.class,
      VerifyCommand.class,
      EmulatorCommand.class
    },
    versionProvider = BuildVersion.class,
    sortOptions = false,
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      HelpText.CREDENTIALS,
      HelpText.ENVIRONMENT,
      HelpText.EXIT_CODES,
      "%nNo portal at hand? directio demo shows everything on this machine alone."
    })
final class DirectIOCommand implements Runnable {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      order = 1000,
      description = "Show this help and exit.")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      order = 1001,
      description = "Show the version and exit.")
  private boolean version;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      order = 999,
      description = "Log to standard error, and show stack traces.")
  private boolean verbose;

  boolean verbose() {
    return verbose;
  }

  @Override
  public void run() {
    throw new UsageException("which command?", "directio --help lists them");
  }
}
