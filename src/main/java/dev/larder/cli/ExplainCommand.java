package dev.larder.cli;

import dev.larder.config.StoreDirectory;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code larder explain}: says what a running node would do with a request, and why. */
@Command(
    name = "explain",
    description = "Says what a running node would answer to a GET, and why. Nothing is fetched.",
    mixinStandardHelpOptions = true,
    versionProvider = Larder.Version.class,
    sortOptions = false,
    footer = {
      "",
      "The token is that of --token-file, else of LARDER_TOKEN, else of the usual store.",
      "",
      "Examples:",
      "  larder explain https://cdn.example.org/app.css",
      "  larder explain http://localhost:8080/app.css --header 'Accept-Encoding: br'"
    })
final class ExplainCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "URL", description = "Absolute, as a client would ask for it.")
  private String url = "";

  @Option(
      names = "--header",
      paramLabel = "HEADER",
      description = "A field of the request, as in 'Accept-Encoding: br'; repeatable.")
  private List<String> headers = new ArrayList<>();

  @Mixin private final WhichNode which;

  ExplainCommand(StoreDirectory directory, Map<String, String> environment) {
    this.which = new WhichNode(directory, environment);
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      return say(ask(which.client()));
    } catch (StartFailure noToken) {
      return fail(noToken.sentence());
    }
  }

  private AdminClient.Reply ask(AdminClient node) throws InterruptedException {
    StringBuilder target = new StringBuilder("/v1/explain?url=").append(escaped(url));
    headers.forEach(header -> target.append("&header=").append(escaped(header)));
    return node.ask(node.request(target.toString()).header("Accept", "text/plain").build());
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private int say(AdminClient.Reply reply) {
    return switch (reply) {
      case AdminClient.Reply.Answered answered when answered.status() == 200 -> {
        spec.commandLine().getOut().print(answered.body());
        spec.commandLine().getOut().flush();
        yield Exit.OK;
      }
      case AdminClient.Reply.Answered answered -> fail(answered.refusal());
      case AdminClient.Reply.Unanswered unanswered -> fail(unanswered.sentence());
    };
  }

  private int fail(String sentence) {
    spec.commandLine().getErr().println("larder: " + sentence);
    return Exit.TROUBLE;
  }
}
