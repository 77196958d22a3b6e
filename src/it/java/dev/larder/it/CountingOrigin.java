package dev.larder.it;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A plain HTTP origin of our own: knows pages by path, validates by ETag, remembers who asked. */
final class CountingOrigin implements AutoCloseable {

  private static final int STEP = 16 * 1024;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Page> pages = new ConcurrentHashMap<>();
  private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
  private volatile Function<String, Page> others = path -> Page.NOT_FOUND;

  /** A request as it arrived. */
  record Seen(String method, String path, Headers fields, String body) {}

  private CountingOrigin(HttpServer server) {
    this.server = server;
  }

  static CountingOrigin start() {
    try {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      CountingOrigin origin = new CountingOrigin(HttpServer.create(address, 512));
      origin.server.setExecutor(origin.threads);
      origin.server.createContext("/", origin::answer);
      origin.server.start();
      return origin;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  CountingOrigin put(String path, Page page) {
    pages.put(path, page);
    return this;
  }

  /** What to answer under paths that were not put. */
  CountingOrigin putOthers(Function<String, Page> pageOf) {
    others = pageOf;
    return this;
  }

  List<Seen> seen() {
    return List.copyOf(seen);
  }

  List<Seen> seen(String path) {
    return seen.stream().filter(request -> request.path().equals(path)).toList();
  }

  /** The paths that were asked for. */
  Set<String> seenPaths() {
    return seen.stream().map(Seen::path).collect(Collectors.toSet());
  }

  void forget() {
    seen.clear();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().toString();
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      seen.add(new Seen(exchange.getRequestMethod(), path, exchange.getRequestHeaders(), body));
      Page put = pages.get(path);
      Page page = put == null ? others.apply(path) : put;
      page.fields().forEach(exchange.getResponseHeaders()::set);
      String tag = page.fields().get("ETag");
      if (tag != null && tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
        exchange.sendResponseHeaders(304, -1);
      } else if (exchange.getRequestMethod().equals("HEAD") || page.body().length == 0) {
        exchange.sendResponseHeaders(page.status(), -1);
      } else {
        exchange.sendResponseHeaders(page.status(), page.body().length);
        send(page, exchange.getResponseBody());
      }
    }
  }

  /** In steps, the first at once and the last when the time is over. */
  private static void send(Page page, OutputStream out) throws IOException {
    byte[] body = page.body();
    long start = System.nanoTime();
    for (int from = 0; from < body.length; from += STEP) {
      int length = Math.min(STEP, body.length - from);
      long due = start + (long) (page.over().toNanos() * ((double) from / body.length));
      pause(due);
      out.write(body, from, length);
      if (!page.over().isZero()) {
        out.flush();
      }
      page.left().accept(from + length);
    }
    pause(start + page.over().toNanos());
  }

  private static void pause(long until) {
    for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(Math.min(left, Duration.ofMillis(50).toNanos()));
    }
  }

  /** From now on nobody listens there. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
