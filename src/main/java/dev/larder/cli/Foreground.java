package dev.larder.cli;

import dev.larder.config.HostPort;
import dev.larder.config.NodeConfig;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a node until the process is told to stop, and says when it is ready. */
final class Foreground {

  private static final Logger LOG = LoggerFactory.getLogger(Foreground.class);

  private final RunningNode.Starter starter;
  private final PrintWriter out;
  private final PrintWriter err;

  Foreground(RunningNode.Starter starter, PrintWriter out, PrintWriter err) {
    this.starter = starter;
    this.out = out;
    this.err = err;
  }

  /**
   * Returns only when the node does not start: then 1. A signal ends the process with 0.
   *
   * @param ready told once the ready line is written
   * @param after run when the node is closed, or did not start
   */
  int run(NodeConfig config, Consumer<RunningNode> ready, Runnable after) {
    GracefulStop stop = GracefulStop.onSignal(after);
    try {
      RunningNode node = starter.start(config);
      stop.closes(node);
      node.warm();
      out.println(readyLine(node));
      out.flush();
      node.tlsAddress().ifPresent(tls -> LOG.info("HTTPS is on https://{}", text(tls)));
      ready.accept(node);
      stop.await();
      return Exit.OK;
    } catch (StartFailure failure) {
      stop.forget();
      after.run();
      err.println("larder: " + failure.sentence());
      return Exit.TROUBLE;
    }
  }

  static String readyLine(RunningNode node) {
    return "larder ready on http://"
        + text(node.address())
        + " (admin http://"
        + text(node.adminAddress())
        + ")";
  }

  /** An address as a URL has it; every address of the machine is {@code 0.0.0.0}. */
  static String text(InetSocketAddress address) {
    String host =
        address.getAddress() != null && address.getAddress().isAnyLocalAddress()
            ? "0.0.0.0"
            : address.getHostString();
    return new HostPort(host, address.getPort()).toString();
  }
}
