package dev.larder.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A client that speaks one protocol. Header arguments come in pairs: name, value. */
final class Client implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final HttpClient http;

  private Client(HttpClient http) {
    this.http = http;
  }

  /** HTTP/1.1 in clear. */
  static Client plain() {
    return of(Way.HTTP, null);
  }

  static Client of(Way way, @Nullable SSLContext trust) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(10))
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(way == Way.HTTP2 ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1);
    if (trust != null) {
      builder.sslContext(trust);
    }
    return new Client(builder.build());
  }

  HttpResponse<byte[]> get(String url, String... headers) {
    return send("GET", url, null, headers);
  }

  HttpResponse<byte[]> head(String url, String... headers) {
    return send("HEAD", url, null, headers);
  }

  HttpResponse<byte[]> post(String url, String body, String... headers) {
    return send("POST", url, body, headers);
  }

  HttpResponse<byte[]> send(String method, String url, @Nullable String body, String... headers) {
    try {
      return http.send(request(method, url, body, headers), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + url, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static HttpRequest request(
      String method, String url, @Nullable String body, String... headers) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(LIMIT)
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (headers.length > 0) {
      builder.headers(headers);
    }
    return builder.build();
  }

  /** The value of a response's field, empty when it has none. */
  static String field(HttpResponse<?> response, String name) {
    return String.join(", ", response.headers().allValues(name));
  }

  @Override
  public void close() {
    http.close();
  }
}
