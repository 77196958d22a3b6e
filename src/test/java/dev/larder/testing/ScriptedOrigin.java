package dev.larder.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An origin on a loopback port that does to each connection exactly what a script says, octet by
 * octet, so that a test can be any origin: a slow one, a lying one, one that dies.
 */
public final class ScriptedOrigin implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What happens to one connection. When it returns, the connection is closed. */
  @FunctionalInterface
  public interface Script {
    void run(ScriptedConnection connection) throws IOException, InterruptedException;
  }

  private final ServerSocket listener;
  private final String scheme;
  private final List<Script> scripts;
  private final AtomicInteger connections = new AtomicInteger();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Throwable> scriptFailures = new CopyOnWriteArrayList<>();

  private ScriptedOrigin(ServerSocket listener, String scheme, List<Script> scripts) {
    this.listener = listener;
    this.scheme = scheme;
    this.scripts = scripts;
    Thread.ofVirtual().name("scripted-origin").start(this::accept);
  }

  /** The first connection gets the first script, and so on; the last script serves all others. */
  public static ScriptedOrigin start(Script... scripts) throws IOException {
    ServerSocket listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    return new ScriptedOrigin(listener, "http", List.of(scripts));
  }

  /** The same over TLS. */
  public static ScriptedOrigin startTls(SSLContext identity, Script... scripts) throws IOException {
    ServerSocket listener =
        identity
            .getServerSocketFactory()
            .createServerSocket(0, 100, InetAddress.getLoopbackAddress());
    return new ScriptedOrigin(listener, "https", List.of(scripts));
  }

  /** Answers each request of a connection with the next of these, then closes it. */
  public static Script answering(String... answers) {
    return connection -> {
      for (String answer : answers) {
        if (connection.readRequest() == null) {
          return;
        }
        connection.send(answer);
      }
    };
  }

  /** Answers every request with the same, for as long as the client keeps asking. */
  public static Script always(String answer) {
    return connection -> {
      while (connection.readRequest() != null) {
        connection.send(answer);
      }
    };
  }

  /** A whole 200 with that text, on a connection that is kept. */
  public static String ok(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        Script script = scripts.get(Math.min(connections.getAndIncrement(), scripts.size() - 1));
        Thread.ofVirtual().start(() -> run(script, socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void run(Script script, Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      script.run(new ScriptedConnection(socket, requests));
    } catch (IOException broken) {
      // The other side may break off at any time; tests look at what it received.
      scriptFailures.add(broken);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** {@code http://127.0.0.1:port} or the same with {@code https}. */
  public String url() {
    return scheme + "://127.0.0.1:" + port();
  }

  /** How many connections were accepted. */
  public int connections() {
    return connections.get();
  }

  /** The requests read so far, head and content, one character for each octet. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** The failures that ended scripts, most often because the other side hung up. */
  public List<Throwable> scriptFailures() {
    return List.copyOf(scriptFailures);
  }

  /** Waits until so many requests were read. */
  public void awaitRequests(int count) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (requests.size() < count) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("only " + requests.size() + " of " + count + " requests came");
      }
      Thread.sleep(2);
    }
  }

  /** The last request read, or null. */
  public @Nullable String lastRequest() {
    List<String> all = requests();
    return all.isEmpty() ? null : all.getLast();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
