package dev.larder.testing;

import dev.larder.http.Fields;
import dev.larder.http.HttpDate;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 origin on a loopback port that answers by path and remembers what it was asked. Its
 * {@code Date} is of the test's clock.
 */
public final class RoutedOrigin implements AutoCloseable {
  private final ServerSocket listener;
  private final InstantSource clock;
  private final Map<String, Route> routes = new ConcurrentHashMap<>();
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  /** Answers one request. The connection ends when it throws. */
  @FunctionalInterface
  public interface Route {
    void answer(Seen request, Wire wire) throws IOException;
  }

  /** A request as it came. */
  public record Seen(String method, String target, Fields fields, String body) {
    public @Nullable String field(String name) {
      return fields.first(name);
    }

    String path() {
      int question = target.indexOf('?');
      return question < 0 ? target : target.substring(0, question);
    }
  }

  /** The way back. */
  public final class Wire {
    private final OutputStream out;

    private Wire(OutputStream out) {
      this.out = out;
    }

    /** A head with a date; fields alternate names and values. */
    public void head(int status, long length, String... fields) throws IOException {
      StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " x\r\n");
      head.append("Date: ").append(HttpDate.format(clock.instant())).append("\r\n");
      if (length >= 0) {
        head.append("Content-Length: ").append(length).append("\r\n");
      }
      for (int i = 0; i < fields.length; i += 2) {
        head.append(fields[i]).append(": ").append(fields[i + 1]).append("\r\n");
      }
      send(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    public void send(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
    }

    /** A whole answer to any method. */
    public void reply(Seen request, int status, String body, String... fields) throws IOException {
      reply(request, status, body.getBytes(StandardCharsets.UTF_8), fields);
    }

    public void reply(Seen request, int status, byte[] body, String... fields) throws IOException {
      boolean bodiless = status == 304 || status == 204;
      head(status, bodiless ? -1 : body.length, fields);
      if (!bodiless && !request.method().equals("HEAD")) {
        send(body);
      }
    }
  }

  private RoutedOrigin(ServerSocket listener, InstantSource clock) {
    this.listener = listener;
    this.clock = clock;
    Thread.ofVirtual().name("origin").start(this::accept);
  }

  public static RoutedOrigin start(InstantSource clock) throws IOException {
    return new RoutedOrigin(new ServerSocket(0, 1000, InetAddress.getLoopbackAddress()), clock);
  }

  /** Sets what is answered to a path from now on; all other paths are 404. */
  public RoutedOrigin put(String path, Route route) {
    routes.put(path, route);
    return this;
  }

  /** A 200 with that text; fields alternate names and values. */
  public RoutedOrigin put(String path, String body, String... fields) {
    return put(path, 200, body, fields);
  }

  public RoutedOrigin put(String path, int status, String body, String... fields) {
    return put(path, (request, wire) -> wire.reply(request, status, body, fields));
  }

  public RoutedOrigin put(String path, byte[] body, String... fields) {
    return put(path, (request, wire) -> wire.reply(request, 200, body, fields));
  }

  /** A page that knows its tag: 304 when it is named. */
  public RoutedOrigin putTagged(String path, String body, String tag, String... fields) {
    String[] all = Arrays.copyOf(fields, fields.length + 2);
    all[fields.length] = "ETag";
    all[fields.length + 1] = tag;
    return put(
        path,
        (request, wire) -> {
          boolean known = tag.equals(request.field("If-None-Match"));
          wire.reply(request, known ? 304 : 200, body, all);
        });
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      Wire wire = new Wire(socket.getOutputStream());
      for (Seen request = read(in); request != null; request = read(in)) {
        seen.add(request);
        Route route = routes.get(request.path());
        if (route == null) {
          wire.reply(request, 404, "nothing here");
        } else {
          route.answer(request, wire);
        }
      }
    } catch (IOException ended) {
      // The test's script broke it off, or the node did: tests look at what came of it.
      open.remove(socket);
    }
  }

  private static @Nullable Seen read(InputStream in) throws IOException {
    String first = line(in);
    if (first == null) {
      return null;
    }
    String[] parts = first.split(" ", 3);
    Fields.Builder fields = Fields.builder();
    for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      fields.add(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    Fields built = fields.build();
    return new Seen(parts[0], parts[1], built, body(in, built));
  }

  private static String body(InputStream in, Fields fields) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    String length = fields.first("Content-Length");
    if (length != null) {
      body.write(in.readNBytes(Integer.parseInt(length)));
    } else if (fields.contains("Transfer-Encoding")) {
      for (int size = chunk(in); size > 0; size = chunk(in)) {
        body.write(in.readNBytes(size));
        line(in);
      }
      line(in);
    }
    return body.toString(StandardCharsets.UTF_8);
  }

  private static int chunk(InputStream in) throws IOException {
    String size = line(in);
    return size == null ? 0 : Integer.parseInt(size, 16);
  }

  private static @Nullable String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        return null;
      }
      line.write(octet);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  public String url() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  /** All requests so far, in order of arrival. */
  public List<Seen> seen() {
    return List.copyOf(seen);
  }

  /** The requests for a target. */
  public List<Seen> seen(String target) {
    return seen.stream().filter(request -> request.target().equals(target)).toList();
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
