// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** Parses a command line, runs its command, and turns how that ended into an exit code. */
final class DirectIOCommandLine {

  private static final Pattern SECRET_OPTION =
      Pattern.compile("--?[\\w-]*(key|secret|bearer|token|password|credential)[\\w-]*(=.*)?");

  private DirectIOCommandLine() {}

  static int run(Console console, String... arguments) {
    try {
      return commandLine(console).execute(helpAsOption(arguments));
    } finally {
      console.out().flush();
      console.err().flush();
      console.interrupts().finished();
    }
  }

  /** {@code help COMMAND} means {@code COMMAND --help}; picocli's own has options that ours has. */
  private static String[] helpAsOption(String... arguments) {
    if (arguments.length == 0 || !arguments[0].equals("help")) {
      return arguments;
    }
    String[] same = Arrays.copyOfRange(arguments, 1, arguments.length + 1);
    same[arguments.length - 1] = "--help";
    return same;
  }

  private static CommandLine commandLine(Console console) {
    DirectIOCommand root = new DirectIOCommand();
    CommandLine commandLine = new CommandLine(root, new ConsoleFactory(console));
    commandLine.setOut(new PrintWriter(console.out(), true));
    commandLine.setErr(new PrintWriter(console.err(), true));
    commandLine.setUsageHelpWidth(console.helpWidth());
    commandLine.setExecutionStrategy(parsed -> execute(root, parsed));
    commandLine.setParameterExceptionHandler((e, args) -> usage(console, e));
    commandLine.setExecutionExceptionHandler(
        (failure, command, parsed) ->
            failed(console, failure, command.getCommand(), root.verbose()));
    return commandLine;
  }

  private static int execute(DirectIOCommand root, ParseResult parsed) {
    Logging.start(root.verbose());
    return new RunLast().execute(parsed);
  }

  private static int failed(Console console, Exception failure, Object command, boolean verbose) {
    ExitCode code = console.interrupts().fired() ? ExitCode.INTERRUPTED : ExitCode.of(failure);
    if (code == ExitCode.INTERRUPTED) {
      boolean goesOn = command instanceof Resumable resumable && resumable.goesOn();
      ErrorLines.print(
          console.err(),
          "interrupted",
          goesOn ? Optional.of("the same command goes on from here") : Optional.empty());
    } else if (!(failure instanceof OutputClosedException)) {
      ErrorLines.print(console.err(), failure, verbose);
    }
    return code.number();
  }

  private static int usage(Console console, ParameterException failure) {
    ParameterException e = unknownFirst(failure);
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    Optional<String> secret = secretOption(e);
    if (secret.isPresent()) {
      ErrorLines.print(
          console.err(),
          "there is no option " + secret.get() + ": credentials are never options",
          Optional.of(
              "set DIRECTIO_ACCESS_KEY_ID and DIRECTIO_SECRET_ACCESS_KEY, or DIRECTIO_BEARER, or"
                  + " give --credentials-file FILE"));
    } else {
      ErrorLines.print(console.err(), message(e), suggestion(e, command));
    }
    return ExitCode.USAGE.number();
  }

  /**
   * An option that is not known is the reason, whatever else is wrong: what was meant as its value
   * was taken for an argument then, or an argument is missing that was taken for its value.
   */
  private static ParameterException unknownFirst(ParameterException failure) {
    List<String> unknown = failure.getCommandLine().getUnmatchedArguments();
    return unknown.stream().anyMatch(argument -> argument.startsWith("-"))
        ? new UnmatchedArgumentException(failure.getCommandLine(), unknown)
        : failure;
  }

  private static String message(ParameterException e) {
    boolean atRoot = e.getCommandLine().getParent() == null;
    if (atRoot && e instanceof UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().get(0);
      if (!first.startsWith("-")) {
        return "there is no command '" + first + "'";
      }
    }
    return lowerFirst(e.getMessage());
  }

  private static Optional<String> suggestion(ParameterException e, String command) {
    if (e instanceof UnmatchedArgumentException unmatched
        && !unmatched.getSuggestions().isEmpty()) {
      return Optional.of(
          "did you mean "
              + String.join(" or ", unmatched.getSuggestions())
              + "? See "
              + command
              + " --help");
    }
    return Optional.of("see " + command + " --help");
  }

  /** The name, never the value, of an option by which somebody tried to give a secret. */
  private static Optional<String> secretOption(ParameterException e) {
    if (!(e instanceof UnmatchedArgumentException unmatched)) {
      return Optional.empty();
    }
    return unmatched.getUnmatched().stream()
        .filter(argument -> SECRET_OPTION.matcher(argument).matches())
        .map(argument -> argument.split("=", 2)[0])
        .findFirst();
  }

  private static String lowerFirst(String text) {
    return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }

  /** Makes commands, giving the console to those that want it. */
  private record ConsoleFactory(Console console) implements IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      for (Constructor<?> constructor : type.getDeclaredConstructors()) {
        if (constructor.getParameterCount() == 1
            && constructor.getParameterTypes()[0] == Console.class) {
          return type.cast(constructor.newInstance(console));
        }
      }
      return CommandLine.defaultFactory().create(type);
    }
  }
}
