package dev.larder.cli;

import dev.larder.config.ByteSize;
import dev.larder.config.ConfigReader;
import dev.larder.config.NodeConfig;
import dev.larder.config.Reading;
import dev.larder.config.StoreDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code larder check}: says what is wrong with a configuration file, all at once. */
@Command(
    name = "check",
    description = "Says what is wrong with a configuration file, all at once, and starts nothing.",
    mixinStandardHelpOptions = true,
    versionProvider = Larder.Version.class,
    footer = {
      "",
      "Exit status 0 when the file is fine, 1 when it is not.",
      "",
      "Examples:",
      "  larder check",
      "  larder check --config conf/larder.yaml"
    })
final class CheckCommand implements Callable<Integer> {

  private static final List<Path> USUAL_PLACES =
      List.of(
          Path.of("larder.yaml"), Path.of("conf/larder.yaml"), Path.of("/etc/larder/larder.yaml"));

  private final StoreDirectory directory;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The file; else the first there is of larder.yaml, conf/larder.yaml and"
              + " /etc/larder/larder.yaml.")
  private @Nullable Path config;

  CheckCommand(StoreDirectory directory) {
    this.directory = directory;
  }

  @Override
  public Integer call() {
    Path file = config == null ? usual() : config;
    return switch (ConfigReader.forCheck(directory).read(file, List.of())) {
      case Reading.Good good -> {
        spec.commandLine().getOut().println(file + " is fine: " + summary(good.config()));
        yield Exit.OK;
      }
      case Reading.Bad bad -> {
        bad.problems().forEach(spec.commandLine().getErr()::println);
        yield Exit.TROUBLE;
      }
    };
  }

  private Path usual() {
    return USUAL_PLACES.stream()
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(() ->
            new ParameterException(spec.commandLine(), "Say which file to check: --config FILE."));
  }

  private static String summary(NodeConfig config) {
    int sites = config.sites().size();
    return (sites == 1 ? "1 site" : sites + " sites")
        + ", listening on "
        + Foreground.text(config.server().listen())
        + ", store in "
        + config.store().directory()
        + " (memory "
        + new ByteSize(config.store().memoryBytes())
        + ", disk "
        + new ByteSize(config.store().diskBytes())
        + ")";
  }
}
