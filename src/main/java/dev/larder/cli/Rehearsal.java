package dev.larder.cli;

import dev.larder.config.ConfigReader;
import dev.larder.config.Flag;
import dev.larder.config.NodeConfig;
import dev.larder.config.Reading;
import dev.larder.config.StoreDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for answers until they get no faster, so that the first visitors find code that is compiled:
 * a cold JVM takes several times as long for each of its first hundred thousand hits. What is asked
 * is a small node of its own in this process, since none of this is to be counted or stored.
 */
final class Rehearsal {
  private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

  private static final String NAME = "rehearsal";
  private static final int VISITORS = 8;
  private static final int SEVERAL = 2;
  private static final long SLICE = Duration.ofMillis(200).toNanos();

  /** So many slices that brought nothing are the end. */
  private static final int SETTLED = 4;

  /** What makes a slice better than the best before, in percent of that. */
  private static final int BETTER = 105;

  /**
   * After so many answers to each, one leaves and another comes. What was never seen when code is
   * compiled ends that code at the first sight of it.
   */
  private static final int STAY = 64;

  private static final List<String> PATHS = List.of("/assets/site.css", "/assets/site.js");

  private final InetSocketAddress server;
  private final List<Visitor> visitors;
  private final long end;
  private int replaced;

  private Rehearsal(InetSocketAddress server, List<Visitor> visitors, long end) {
    this.server = server;
    this.visitors = visitors;
    this.end = end;
  }

  /**
   * Plays for a time at most. Where that is not possible, the node is cold, and the log says so.
   *
   * @param ioThreads those of the node: where there are several, connections go from one to another
   * @return answers in the best slice of time; 0 where it was not possible
   */
  static long play(Duration atMost, int ioThreads) {
    long end = System.nanoTime() + atMost.toNanos();
    try (DemoSite site = DemoSite.unpack();
        RunningNode node = Node.start(config(site, Math.min(ioThreads, SEVERAL)))) {
      List<Visitor> visitors = new ArrayList<>();
      try {
        for (int i = 0; i < VISITORS; i++) {
          visitors.add(Visitor.of(node.address()));
        }
        return new Rehearsal(node.address(), visitors, end).play();
      } finally {
        visitors.forEach(Visitor::close);
      }
    } catch (IOException | UncheckedIOException | StartFailure impossible) {
      LOG.warn("the node could not warm up: {}", impossible.toString());
      return 0;
    }
  }

  private static NodeConfig config(DemoSite site, int ioThreads) throws StartFailure {
    Path log = site.store().resolveSibling("access.log");
    List<Flag> flags =
        List.of(
            NodeFlag.ORIGIN.set(site.files().toString()),
            NodeFlag.STORE.set(site.store().toString()),
            NodeFlag.LISTEN.set("127.0.0.1:0"),
            NodeFlag.ADMIN.set("127.0.0.1:0"),
            NodeFlag.MEMORY.set("8MiB"),
            NodeFlag.DISK.set("0"),
            NodeFlag.IO_THREADS.set(String.valueOf(ioThreads)),
            NodeFlag.WARM_UP.set("0s"),
            new Flag(NAME, "access-log", log.toString()));
    return switch (ConfigReader.forStart(new StoreDirectory(Map.of(), log)).read(null, flags)) {
      case Reading.Good good -> good.config();
      case Reading.Bad bad -> throw new StartFailure(bad.problems().toString());
    };
  }

  private long play() throws IOException {
    List<byte[]> heads = new ArrayList<>();
    for (String path : PATHS) {
      Visitor first = visitors.getFirst();
      heads.add(Visitor.plain(path));
      heads.add(Visitor.browser(path, ""));
      first.ask(heads.getLast());
      heads.add(Visitor.browser(path, first.hear()));
    }
    long best = 0;
    int worse = 0;
    while (worse < SETTLED && System.nanoTime() < end) {
      long count = slice(heads);
      worse = count * 100 > best * BETTER ? 0 : worse + 1;
      best = Math.max(best, count);
    }
    LOG.info("warm: {} answers in the best {} ms", best, Duration.ofNanos(SLICE).toMillis());
    return best;
  }

  /** How many answers came in one slice of time. */
  private long slice(List<byte[]> heads) throws IOException {
    long until = System.nanoTime() + SLICE;
    long count = 0;
    while (System.nanoTime() < until) {
      byte[] head = heads.get((int) (count / VISITORS % heads.size()));
      if (count % (STAY * VISITORS) == 0) {
        replaceOne();
      }
      for (Visitor visitor : visitors) {
        visitor.ask(head);
      }
      for (Visitor visitor : visitors) {
        visitor.hear();
        count++;
      }
    }
    return count;
  }

  private void replaceOne() throws IOException {
    int which = replaced++ % VISITORS;
    visitors.get(which).close();
    visitors.set(which, Visitor.of(server));
  }
}
