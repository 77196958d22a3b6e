package dev.larder.cli;

import dev.larder.config.ConfigProblem;
import dev.larder.config.ConfigReader;
import dev.larder.config.Flag;
import dev.larder.config.Reading;
import dev.larder.config.StoreDirectory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code larder serve}: runs a node in the foreground. */
@Command(
    name = "serve",
    description = "Runs a node in the foreground until SIGTERM or Ctrl-C.",
    mixinStandardHelpOptions = true,
    versionProvider = Larder.Version.class,
    sortOptions = false,
    footer = {
      "",
      "Flags win over the file. SIZE is like 512MiB, DURATION like 3s.",
      "",
      "Examples:",
      "  larder serve --origin https://assets.example.org",
      "  larder serve --origin ./public --listen :8080 --store /var/lib/larder --disk 50GiB",
      "  larder serve --origin ./public --tls :8443 --cert chain.pem --key key.pem",
      "  larder serve --config /etc/larder/larder.yaml"
    })
final class ServeCommand implements Callable<Integer> {

  private final RunningNode.Starter starter;
  private final StoreDirectory directory;
  private final CommandSpec spec;

  @Option(names = "--config", paramLabel = "FILE", description = "A configuration file (YAML).")
  private @Nullable Path config;

  private ServeCommand(RunningNode.Starter starter, StoreDirectory directory) {
    this.starter = starter;
    this.directory = directory;
    this.spec = CommandSpec.forAnnotatedObject(this);
  }

  static CommandSpec spec(RunningNode.Starter starter, StoreDirectory directory) {
    ServeCommand command = new ServeCommand(starter, directory);
    NodeFlag.addTo(command.spec, EnumSet.allOf(NodeFlag.class));
    return command.spec;
  }

  @Override
  public Integer call() {
    var line = spec.commandLine().getParseResult();
    if (config == null && !NodeFlag.ORIGIN.isIn(line)) {
      throw new ParameterException(
          spec.commandLine(), "Say what to serve: --origin URL|DIR, or --config FILE.");
    }
    List<Flag> flags = NodeFlag.given(line);
    PrintWriter err = spec.commandLine().getErr();
    return switch (ConfigReader.forStart(directory).read(config, flags)) {
      case Reading.Good good ->
          new Foreground(starter, spec.commandLine().getOut(), err)
              .run(good.config(), node -> {}, () -> {});
      case Reading.Bad bad -> {
        bad.problems().forEach(err::println);
        yield bad.problems().stream().allMatch(problem -> isFlag(problem, flags))
            ? Exit.USAGE
            : Exit.TROUBLE;
      }
    };
  }

  private static boolean isFlag(ConfigProblem problem, List<Flag> flags) {
    return flags.stream().anyMatch(flag -> flag.name().equals(problem.source()));
  }
}
