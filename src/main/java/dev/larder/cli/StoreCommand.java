package dev.larder.cli;

import dev.larder.config.StoreDirectory;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code larder store}: the commands that look into a store's directory. */
@Command(
    name = "store",
    description =
        "Looks into a store's directory, whether a node is at work there or not. Changes nothing.",
    mixinStandardHelpOptions = true,
    versionProvider = Larder.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  larder store ls --prefix /css/",
      "  larder store stat /css/app.css",
      "  larder store du --store /var/lib/larder",
      "  larder store verify"
    })
final class StoreCommand {

  private StoreCommand() {}

  static CommandLine commandLine(StoreDirectory directory, InstantSource clock) {
    CommandLine line = new CommandLine(new StoreCommand());
    line.addSubcommand(new StoreLsCommand(directory, clock));
    line.addSubcommand(new StoreStatCommand(directory, clock));
    line.addSubcommand(new StoreDuCommand(directory, clock));
    line.addSubcommand(new StoreVerifyCommand(directory, clock));
    return line;
  }
}
