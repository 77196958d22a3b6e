package dev.larder.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Debian's nginx, in the foreground, without privileges: as an origin that serves a directory, or
 * as a cache that stands before a node.
 */
final class NginxOrigin implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Process process;
  private final int port;
  private final Path accessLog;
  private int fences;

  private NginxOrigin(Process process, int port, Path accessLog) {
    this.process = process;
    this.port = port;
    this.accessLog = accessLog;
  }

  /**
   * Starts it.
   *
   * @param scratch an empty directory for its configuration, logs and temporary files
   */
  static NginxOrigin serving(Path root, Path scratch) {
    return start("root " + root + ";", "", scratch);
  }

  /**
   * Starts a cache that validates what it holds at each request, variants apart.
   *
   * @param upstream URL of the server that it fetches from
   */
  static NginxOrigin caching(String upstream, Path scratch) {
    String location =
        """
        location / {
          proxy_pass %s;
          proxy_http_version 1.1;
          proxy_set_header Host $http_host;
          proxy_set_header Accept-Encoding $http_accept_encoding;
          proxy_cache before;
          proxy_cache_revalidate on;
          proxy_ignore_headers Cache-Control Expires;
          proxy_cache_valid 200 1s;
          add_header X-Cache $upstream_cache_status;
        }
        """
            .formatted(upstream);
    String zone = "proxy_cache_path " + scratch.resolve("cache") + " keys_zone=before:1m;";
    return start(location, zone, scratch);
  }

  private static NginxOrigin start(String inServer, String inHttp, Path scratch) {
    Path program = Programs.find("nginx");
    int port = FreePort.next();
    Path accessLog = scratch.resolve("access.log");
    try {
      Path file = scratch.resolve("nginx.conf");
      Files.writeString(file, configuration(inServer, inHttp, scratch, port));
      Process process =
          new ProcessBuilder(
                  program.toString(),
                  "-e",
                  scratch.resolve("error.log").toString(),
                  "-p",
                  scratch.toString(),
                  "-c",
                  file.toString())
              .redirectErrorStream(true)
              .redirectOutput(scratch.resolve("output.log").toFile())
              .start();
      NginxOrigin origin = new NginxOrigin(process, port, accessLog);
      Await.until(
          LIMIT,
          () -> "nginx does not listen: " + read(scratch.resolve("output.log")),
          origin::listens);
      return origin;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String configuration(String inServer, String inHttp, Path scratch, int port) {
    // Root's nginx would hand its workers to another user, who may not see a private checkout.
    String user = System.getProperty("user.name").equals("root") ? "user root;" : "";
    return """
    %s
    daemon off;
    worker_processes 1;
    pid %2$s/nginx.pid;
    error_log %2$s/error.log warn;
    events { worker_connections 1024; }
    http {
      include /etc/nginx/mime.types;
      default_type application/octet-stream;
      log_format counted '$request_method $uri $status';
      access_log %2$s/access.log counted;
      client_body_temp_path %2$s/body;
      proxy_temp_path %2$s/proxy;
      fastcgi_temp_path %2$s/fastcgi;
      uwsgi_temp_path %2$s/uwsgi;
      scgi_temp_path %2$s/scgi;
      sendfile on;
      etag on;
      server {
        listen 127.0.0.1:%3$d;
        %4$s
      }
      %5$s
    }
    """
        .formatted(user, scratch, port, inServer, inHttp);
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  /**
   * The requests it has answered, as lines of method, path and status. A request of our own goes
   * behind them, so that all that came before it stand in the log.
   */
  List<String> requests() {
    String fence = "/fence-" + fences++;
    try (Client client = Client.plain()) {
      client.get(url() + fence);
    }
    Await.until(
        LIMIT,
        () -> "nginx did not log " + fence,
        () -> read(accessLog).contains("GET " + fence + " "));
    return read(accessLog).lines().filter(line -> !line.contains(" /fence-")).toList();
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
