package dev.larder.cli;

import dev.larder.config.NodeConfig;
import java.net.InetSocketAddress;
import java.util.Optional;

/** A node that accepts connections. */
interface RunningNode extends AutoCloseable {

  /** Where plain HTTP is spoken, with the port that was really taken. */
  InetSocketAddress address();

  /** Where HTTPS is spoken, if it is. */
  Optional<InetSocketAddress> tlsAddress();

  /** Where the operator's API is. */
  InetSocketAddress adminAddress();

  /** Makes ready to be asked by many, and says that it is. What comes meanwhile is answered. */
  void warm();

  /** Takes no new connections, lets those at work end within a bound, and puts the store to bed. */
  @Override
  void close();

  /** How a command gets one. */
  interface Starter {

    /** Returns when connections are accepted, or says why not and leaves nothing running. */
    RunningNode start(NodeConfig config) throws StartFailure;
  }
}
