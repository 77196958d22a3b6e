package dev.larder.cli;

import dev.larder.config.StoreDirectory;
import java.io.Console;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line of Larder. */
@Command(
    name = "larder",
    description = "A self-hosted CDN node for static assets.",
    versionProvider = Larder.Version.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  larder demo",
      "  larder serve --origin https://assets.example.org",
      "  larder purge --prefix https://cdn.example.org/css/",
      "",
      "Exit status: 0 all is well, 1 it could not be done, 2 the command line is wrong."
    })
public final class Larder {

  private Larder() {}

  public static void main(String[] args) {
    System.setProperty("org.jboss.logging.provider", "slf4j");
    System.exit(commandLine(Node::start, System.getenv()).execute(args));
  }

  static CommandLine commandLine(RunningNode.Starter starter, Map<String, String> environment) {
    StoreDirectory directory =
        new StoreDirectory(environment, Path.of(System.getProperty("user.home", "")));
    Ansi ansi = isTerminal() ? Ansi.AUTO : Ansi.OFF;
    CommandLine line = new CommandLine(new Larder());
    line.addSubcommand(ServeCommand.spec(starter, directory));
    line.addSubcommand(new CheckCommand(directory));
    line.addSubcommand(new PurgeCommand(directory, environment));
    line.addSubcommand(new ExplainCommand(directory, environment));
    line.addSubcommand(StoreCommand.commandLine(directory, InstantSource.system()));
    line.addSubcommand(DemoCommand.spec(starter, directory));
    line.setColorScheme(Help.defaultColorScheme(ansi));
    line.setUsageHelpAutoWidth(true);
    line.setParameterExceptionHandler(Larder::notUnderstood);
    line.setExecutionExceptionHandler(Larder::broken);
    return line;
  }

  /** Colours are for eyes: a console exists even when output goes to a file. */
  private static boolean isTerminal() {
    return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
  }

  private static int notUnderstood(ParameterException wrong, String[] args) {
    CommandLine command = wrong.getCommandLine();
    command.getErr().println("larder: " + wrong.getMessage());
    command.getErr().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    return Exit.USAGE;
  }

  private static int broken(Exception unexpected, CommandLine command, ParseResult line) {
    LoggerFactory.getLogger(Larder.class).error("this should not have happened", unexpected);
    return Exit.TROUBLE;
  }

  /** The version that the jar's manifest names. */
  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      return new String[] {"larder " + text()};
    }

    static String text() {
      String version = Larder.class.getPackage().getImplementationVersion();
      return version == null ? "(not from a jar)" : version;
    }
  }
}
