package dev.larder.testing;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** An HTTP origin on a loopback port that answers by path and remembers what it was asked. */
public final class RoutedOrigin implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Route> routes = new ConcurrentHashMap<>();
  private final List<Seen> seen = new CopyOnWriteArrayList<>();

  /** Answers one request. */
  @FunctionalInterface
  public interface Route {
    void answer(HttpExchange exchange, Seen request) throws IOException;
  }

  /** A request as it came. */
  public record Seen(String method, String target, Headers fields, String body) {
    public @Nullable String field(String name) {
      return fields.getFirst(name);
    }
  }

  /** A fixed answer; fields alternate names and values. */
  public record Reply(int status, byte[] body, String... fields) implements Route {
    public static Reply of(int status, String body, String... fields) {
      return new Reply(status, body.getBytes(StandardCharsets.UTF_8), fields);
    }

    @Override
    public void answer(HttpExchange exchange, Seen request) throws IOException {
      for (int i = 0; i < fields.length; i += 2) {
        exchange.getResponseHeaders().add(fields[i], fields[i + 1]);
      }
      boolean bodiless = status == 304 || status == 204 || request.method().equals("HEAD");
      exchange.sendResponseHeaders(status, bodiless || body.length == 0 ? -1 : body.length);
      if (!bodiless) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  private RoutedOrigin(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public static RoutedOrigin start() throws IOException {
    return new RoutedOrigin(
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000));
  }

  /** Sets what is answered to a path from now on; all other paths are 404. */
  public RoutedOrigin put(String path, Route route) {
    routes.put(path, route);
    return this;
  }

  /** A 200 with that text; fields alternate names and values. */
  public RoutedOrigin put(String path, String body, String... fields) {
    return put(path, Reply.of(200, body, fields));
  }

  /** A page that knows its tag: 304 when it is named. */
  public RoutedOrigin putTagged(String path, String body, String tag, String... fields) {
    return put(
        path,
        (exchange, request) -> {
          exchange.getResponseHeaders().add("ETag", tag);
          boolean known = tag.equals(request.field("If-None-Match"));
          Reply.of(known ? 304 : 200, known ? "" : body, fields).answer(exchange, request);
        });
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Seen request =
          new Seen(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              exchange.getRequestHeaders(),
              body);
      seen.add(request);
      Route route = routes.get(exchange.getRequestURI().getRawPath());
      (route == null ? Reply.of(404, "nothing here") : route).answer(exchange, request);
      OutputStream out = exchange.getResponseBody();
      out.close();
    }
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
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
    server.stop(0);
    threads.shutdownNow();
  }
}
