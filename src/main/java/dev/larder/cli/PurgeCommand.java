package dev.larder.cli;

import dev.larder.config.HostPort;
import dev.larder.config.StoreDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code larder purge}: makes a running node forget. */
@Command(
    name = "purge",
    description = "Makes a running node forget what it stored.",
    mixinStandardHelpOptions = true,
    versionProvider = Larder.Version.class,
    sortOptions = false,
    footer = {
      "",
      "The token is that of --token-file, else of LARDER_TOKEN, else of the usual store.",
      "",
      "Examples:",
      "  larder purge --url https://cdn.example.org/app.css",
      "  larder purge --prefix https://cdn.example.org/css/ --prefix https://cdn.example.org/js/",
      "  larder purge --all --expire --token-file /etc/larder/admin.token"
    })
final class PurgeCommand implements Callable<Integer> {

  private final StoreDirectory directory;
  private final Map<String, String> environment;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--url", paramLabel = "URL", description = "One URL, with its query; repeatable.")
  private List<String> urls = new ArrayList<>();

  @Option(
      names = "--prefix",
      paramLabel = "URL",
      description = "Every URL that begins so, with all queries; repeatable.")
  private List<String> prefixes = new ArrayList<>();

  @Option(names = "--all", description = "Everything.")
  private boolean all;

  @Option(
      names = "--expire",
      description = "Keep the bytes, but ask the origin before they are used again.")
  private boolean expire;

  @Option(
      names = "--admin",
      paramLabel = "HOST:PORT",
      description = "Where the node's admin API is (${DEFAULT-VALUE}).")
  private String admin = "127.0.0.1:8081";

  @Option(names = "--token-file", paramLabel = "FILE", description = "Holds the admin token.")
  private @Nullable Path tokenFile;

  PurgeCommand(StoreDirectory directory, Map<String, String> environment) {
    this.directory = directory;
    this.environment = environment;
  }

  @Override
  public Integer call() throws InterruptedException {
    PurgeCall call = new PurgeCall(urls, prefixes, all, expire);
    if (call.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "Say what to purge: --url URL, --prefix URL or --all.");
    }
    HostPort where =
        HostPort.parse(admin)
            .orElseThrow(() ->
                new ParameterException(
                    spec.commandLine(),
                    "--admin is `" + admin + "`, but takes HOST:PORT, as in 127.0.0.1:8081."));
    try {
      return say(call.ask(reachable(where), token()));
    } catch (StartFailure noToken) {
      spec.commandLine().getErr().println("larder: " + noToken.sentence());
      return Exit.TROUBLE;
    }
  }

  private int say(PurgeCall.Outcome outcome) {
    return switch (outcome) {
      case PurgeCall.Outcome.Purged purged -> {
        spec.commandLine().getOut().println(purged.sentence());
        yield Exit.OK;
      }
      case PurgeCall.Outcome.Failed failed -> {
        spec.commandLine().getErr().println("larder: " + failed.sentence());
        yield Exit.TROUBLE;
      }
    };
  }

  /** A node that listens on every address is reached over loopback. */
  private static String reachable(HostPort where) {
    return where.host().isEmpty()
        ? new HostPort("127.0.0.1", where.port()).toString()
        : where.toString();
  }

  private String token() throws StartFailure {
    if (tokenFile != null) {
      return AdminToken.read(tokenFile);
    }
    String given = environment.getOrDefault("LARDER_TOKEN", "");
    if (!given.isBlank()) {
      return AdminToken.checked(given, "LARDER_TOKEN");
    }
    Path usual = AdminToken.placeIn(directory.path());
    if (!Files.exists(usual)) {
      throw new StartFailure(
          "there is no token in " + usual + ": give --token-file FILE or set LARDER_TOKEN");
    }
    return AdminToken.read(usual);
  }
}
