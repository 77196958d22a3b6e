package dev.larder.cli;

import dev.larder.config.NodeConfig;

/** Puts the parts of a node together. */
final class Node {

  private Node() {}

  static RunningNode start(NodeConfig config) throws StartFailure {
    Preflight.makeDirectory(config.store().directory());
    Preflight.weighHeap(config.store(), Runtime.getRuntime().maxMemory());
    AdminToken.of(config.admin().tokenFile(), config.store().directory());
    Preflight.tryOrigins(config);
    throw new StartFailure("the parts of the node are not put together yet");
  }
}
