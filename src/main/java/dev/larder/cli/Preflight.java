package dev.larder.cli;

import dev.larder.config.ByteSize;
import dev.larder.config.NodeConfig;
import dev.larder.origin.OriginOptions;
import dev.larder.store.StoreOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is looked at before a node starts, so that the operator reads a sentence rather than finds
 * out later.
 */
final class Preflight {

  private static final Logger LOG = LoggerFactory.getLogger(Preflight.class);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private Preflight() {}

  /** Makes the store's directory, or says why it cannot be used. */
  static void makeDirectory(Path directory) throws StartFailure {
    try {
      Files.createDirectories(directory);
    } catch (FileAlreadyExistsException unsuitable) {
      throw new StartFailure("the store " + directory + " is not a directory", unsuitable);
    } catch (IOException impossible) {
      throw new StartFailure("the store " + directory + " cannot be made", impossible);
    }
    if (!Files.isWritable(directory)) {
      throw new StartFailure("the store " + directory + " is not writable");
    }
  }

  /** Warns of a memory tier that the heap cannot hold beside everything else. */
  static void weighHeap(StoreOptions store, long heapBytes) {
    if (store.memoryBytes() > heapBytes / 3 * 2) {
      LOG.warn(
          "the memory tier may grow to {}, and the heap to {} only: set LARDER_JAVA_OPTS=-Xmx… to"
              + " more, or `memory` to less",
          new ByteSize(store.memoryBytes()),
          new ByteSize(heapBytes >> 20 << 20));
    }
  }

  /** Warns, on a thread of its own, of origins that cannot be reached now: they may be later. */
  static void tryOrigins(NodeConfig config) {
    for (NodeConfig.Site site : config.sites()) {
      for (OriginOptions origin : site.origins()) {
        Thread.ofVirtual().name("try-origin").start(() -> tryOrigin(origin.location()));
      }
    }
  }

  private static void tryOrigin(String location) {
    if (!location.contains("://")) {
      if (!Files.isDirectory(Path.of(location))) {
        warn(location, "there is no such directory");
      }
      return;
    }
    URI uri = URI.create(location);
    int standard = uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? standard : uri.getPort()),
          (int) PATIENCE.toMillis());
    } catch (UnknownHostException nameless) {
      warn(location, "its name is not known");
    } catch (IOException unreachable) {
      warn(location, String.valueOf(unreachable.getMessage()));
    }
  }

  private static void warn(String location, String why) {
    LOG.warn(
        "the origin {} cannot be reached now ({}); the node goes on with what it has",
        location,
        why);
  }
}
