package dev.larder.it;

import dev.larder.testing.TestCertificate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a node is to be started. A plan can be started again, on the same store and ports.
 *
 * @param launcher the program
 * @param store the node's store directory
 * @param port of the plain listener
 * @param adminPort of the admin listener
 * @param tlsPort of the HTTPS listener; 0 for none
 * @param arguments further arguments of {@code serve}
 * @param environment further variables
 */
record NodePlan(
    Path launcher,
    Path store,
    int port,
    int adminPort,
    int tlsPort,
    List<String> arguments,
    Map<String, String> environment) {

  /** A node before one origin, with its store below a directory. */
  static NodePlan before(String origin, Path directory) {
    return bare(directory).with("--origin", origin);
  }

  /** A node whose sites a configuration file names. */
  static NodePlan configured(Path file, Path directory) {
    return bare(directory).with("--config", file.toString());
  }

  private static NodePlan bare(Path directory) {
    return new NodePlan(
        Programs.LARDER,
        directory.resolve("store"),
        FreePort.next(),
        FreePort.next(),
        0,
        List.of(),
        Map.of());
  }

  NodePlan with(String... more) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of(more));
    return new NodePlan(launcher, store, port, adminPort, tlsPort, all, environment);
  }

  NodePlan withTls(TestCertificate certificate) {
    int tls = FreePort.next();
    NodePlan plan = new NodePlan(launcher, store, port, adminPort, tls, arguments, environment);
    return plan.with(
        "--tls", "127.0.0.1:" + tls,
        "--cert", certificate.certificate().toString(),
        "--key", certificate.key().toString());
  }

  NodePlan withVariable(String name, String value) {
    Map<String, String> all = new HashMap<>(environment);
    all.put(name, value);
    return new NodePlan(launcher, store, port, adminPort, tlsPort, arguments, all);
  }

  NodePlan startedBy(Path other) {
    return new NodePlan(other, store, port, adminPort, tlsPort, arguments, environment);
  }

  NodePlan onPort(int other) {
    return new NodePlan(launcher, store, other, adminPort, tlsPort, arguments, environment);
  }

  List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(launcher.toString());
    command.add("serve");
    command.addAll(List.of("--listen", "127.0.0.1:" + port));
    command.addAll(List.of("--admin", "127.0.0.1:" + adminPort));
    command.addAll(List.of("--store", store.toString()));
    // Tests start many nodes, of which few are asked for much.
    command.addAll(List.of("--warm-up", "0s"));
    command.addAll(arguments);
    return command;
  }

  RunningNode start() {
    return RunningNode.start(this);
  }

  /** The base URL of one way in. */
  String base(Way way) {
    return switch (way) {
      case HTTP -> "http://127.0.0.1:" + port;
      case HTTPS, HTTP2 -> "https://127.0.0.1:" + tlsPort;
    };
  }
}
