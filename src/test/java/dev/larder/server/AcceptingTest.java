package dev.larder.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/** Connections come to all I/O threads, and by no other. */
class AcceptingTest {
  /** More than are accepted in a turn. */
  private static final int MANY = 200;

  private record Opened(StreamConnection connection, Thread on) {}

  private final BlockingQueue<Opened> opened = new LinkedBlockingQueue<>();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void eachConnectionIsOpenedOnItsThread(int ioThreads) throws Exception {
    XnioWorker worker = worker(ioThreads);
    try {
      AcceptingChannel<? extends StreamConnection> server =
          Accepting.open(worker, FrontFixture.ANY, MANY, OptionMap.EMPTY, this::opened);
      // They wait in the kernel, so that there are more than a turn takes.
      List<Socket> clients = connect(server);
      server.resumeAccepts();
      assertEquals(threads(worker, ioThreads), threadsOf(MANY));
      for (Socket client : clients) {
        client.close();
      }
      // The one whose turn it is may be another by now.
      connect(server).forEach(IoUtils::safeClose);
      threadsOf(MANY);
      InetSocketAddress address = server.getLocalAddress(InetSocketAddress.class);
      server.close();
      awaitRefusal(address);
    } finally {
      worker.shutdownNow();
    }
  }

  private static XnioWorker worker(int ioThreads) throws IOException {
    return Xnio.getInstance()
        .createWorker(
            OptionMap.builder()
                .set(Options.WORKER_NAME, "accepting")
                .set(Options.WORKER_IO_THREADS, ioThreads)
                .getMap());
  }

  private void opened(StreamConnection connection) {
    opened.add(new Opened(connection, Thread.currentThread()));
    IoUtils.safeClose(connection);
  }

  private static List<Socket> connect(AcceptingChannel<? extends StreamConnection> server)
      throws IOException {
    InetSocketAddress address = server.getLocalAddress(InetSocketAddress.class);
    List<Socket> clients = new ArrayList<>();
    for (int client = 0; client < MANY; client++) {
      clients.add(new Socket(address.getAddress(), address.getPort()));
    }
    return clients;
  }

  /** The kernel takes connections until each thread has let go of what it listened on. */
  private static void awaitRefusal(InetSocketAddress address) {
    assertTimeoutPreemptively(
        FrontFixture.PATIENCE,
        () -> {
          while (isTaken(address)) {
            Thread.onSpinWait();
          }
        });
  }

  private static boolean isTaken(InetSocketAddress address) {
    try (Socket client = new Socket(address.getAddress(), address.getPort())) {
      return client.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }

  private static Set<Thread> threads(XnioWorker worker, int ioThreads) {
    Set<Thread> threads = new HashSet<>();
    for (int number = 0; number < ioThreads; number++) {
      threads.add(worker.getIoThread(number));
    }
    return threads;
  }

  /** By which so many connections were opened. */
  private Set<Thread> threadsOf(int connections) throws InterruptedException {
    Set<Thread> threads = new HashSet<>();
    for (int connection = 0; connection < connections; connection++) {
      Opened next = opened.poll(FrontFixture.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      assertNotNull(next);
      assertSame(next.connection().getIoThread(), next.on());
      threads.add(next.on());
    }
    return threads;
  }
}
