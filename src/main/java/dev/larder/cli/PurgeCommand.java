package dev.larder.cli;

import dev.larder.config.StoreDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private final WhichNode which;

  PurgeCommand(StoreDirectory directory, Map<String, String> environment) {
    this.which = new WhichNode(directory, environment);
  }

  @Override
  public Integer call() throws InterruptedException {
    PurgeCall call = new PurgeCall(urls, prefixes, all, expire);
    if (call.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "Say what to purge: --url URL, --prefix URL or --all.");
    }
    try {
      return say(call.ask(which.client()));
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
}
