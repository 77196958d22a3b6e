package dev.larder.cli;

import dev.larder.config.HostPort;
import dev.larder.config.StoreDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of commands that speak with a running node: where it is, and its token. */
final class WhichNode {
  private final StoreDirectory directory;
  private final Map<String, String> environment;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--admin",
      paramLabel = "HOST:PORT",
      description = "Where the node's admin API is (${DEFAULT-VALUE}).")
  private String admin = "127.0.0.1:8081";

  @Option(names = "--token-file", paramLabel = "FILE", description = "Holds the admin token.")
  private @Nullable Path tokenFile;

  WhichNode(StoreDirectory directory, Map<String, String> environment) {
    this.directory = directory;
    this.environment = environment;
  }

  /** The way to it, as the options say. */
  AdminClient client() throws StartFailure {
    HostPort where =
        HostPort.parse(withoutScheme(admin))
            .orElseThrow(() ->
                new ParameterException(
                    spec.commandLine(),
                    "--admin is `" + admin + "`, but takes HOST:PORT, as in 127.0.0.1:8081."));
    return new AdminClient(reachable(where), token());
  }

  /** As a node prints it when it is ready. */
  private static String withoutScheme(String url) {
    return url.startsWith("http://") ? url.substring("http://".length()) : url;
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
