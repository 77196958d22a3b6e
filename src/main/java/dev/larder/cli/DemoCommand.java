package dev.larder.cli;

import dev.larder.config.ConfigReader;
import dev.larder.config.Flag;
import dev.larder.config.HostPort;
import dev.larder.config.Reading;
import dev.larder.config.StoreDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code larder demo}: a node in front of the bundled site, to look at. */
@Command(
    name = "demo",
    description = "Serves a small bundled site, with a store that is thrown away at the end.",
    mixinStandardHelpOptions = true,
    versionProvider = Larder.Version.class,
    sortOptions = false,
    footer = {
      "",
      "Without --listen and --admin it takes the first free ports from 8080 on, on loopback.",
      "",
      "Examples:",
      "  larder demo",
      "  larder demo --listen 127.0.0.1:9090 --memory 32MiB"
    })
final class DemoCommand implements Callable<Integer> {

  private static final Set<NodeFlag> FLAGS =
      EnumSet.complementOf(
          EnumSet.of(NodeFlag.ORIGIN, NodeFlag.STORE, NodeFlag.POLICY, NodeFlag.ORIGIN_TIMEOUT));
  private static final int FIRST_PORT = 8080;

  private final RunningNode.Starter starter;
  private final StoreDirectory directory;
  private final CommandSpec spec;

  private DemoCommand(RunningNode.Starter starter, StoreDirectory directory) {
    this.starter = starter;
    this.directory = directory;
    this.spec = CommandSpec.forAnnotatedObject(this);
  }

  static CommandSpec spec(RunningNode.Starter starter, StoreDirectory directory) {
    DemoCommand command = new DemoCommand(starter, directory);
    NodeFlag.addTo(command.spec, FLAGS);
    return command.spec;
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    DemoSite site = DemoSite.unpack();
    return switch (ConfigReader.forStart(directory).read(null, flags(site))) {
      case Reading.Good good ->
          new Foreground(starter, out, err)
              .run(
                  good.config(),
                  node -> DemoTour.print(node, good.config().admin(), site, out),
                  site::close);
      case Reading.Bad bad -> {
        site.close();
        bad.problems().forEach(err::println);
        yield Exit.USAGE;
      }
    };
  }

  private List<Flag> flags(DemoSite site) {
    ParseResult line = spec.commandLine().getParseResult();
    List<Flag> flags = new ArrayList<>();
    flags.add(NodeFlag.ORIGIN.set(site.files().toString()));
    flags.add(NodeFlag.STORE.set(site.store().toString()));
    flags.add(new Flag("demo", "sites.fingerprinted", "/fingerprinted/**"));
    flags.add(NodeFlag.WARM_UP.set("0s"));
    flags.addAll(NodeFlag.given(line));
    int port = FreePort.from(FIRST_PORT);
    if (!NodeFlag.LISTEN.isIn(line)) {
      flags.add(NodeFlag.LISTEN.set(new HostPort("127.0.0.1", port).toString()));
    }
    if (!NodeFlag.ADMIN.isIn(line)) {
      int adminPort = FreePort.from(port + 1);
      flags.add(NodeFlag.ADMIN.set(new HostPort("127.0.0.1", adminPort).toString()));
    }
    return flags;
  }
}
