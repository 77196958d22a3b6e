package dev.larder.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.larder.exchange.RequestBody;
import dev.larder.http.Fields;
import dev.larder.testing.ScriptedOrigin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/** Asks an HTTP origin as the cache would, and remembers what its observer was told. */
final class Asker implements AutoCloseable, OriginObserver {
  /** For origins that keep silent: long enough for a busy machine, short enough to wait for. */
  static final Duration HASTY = Duration.ofMillis(500);

  /** For origins that answer. */
  static final Duration PATIENT = Duration.ofSeconds(60);

  private final HttpOrigin origin;
  private final List<String> told = new CopyOnWriteArrayList<>();

  private Asker(String location, Duration timeout, int connections, SSLContext trust) {
    OriginOptions options = new OriginOptions(location, timeout, connections, false);
    OriginLocation parsed = OriginLocation.parse(location);
    OriginLocation.Http http = assertInstanceOf(OriginLocation.Http.class, parsed);
    this.origin = new HttpOrigin(http, options, this, InstantSource.system(), trust);
  }

  static Asker of(ScriptedOrigin origin) {
    return at(origin.url(), PATIENT);
  }

  static Asker hasty(ScriptedOrigin origin) {
    return at(origin.url(), HASTY);
  }

  static Asker at(String location, Duration timeout) {
    return at(location, timeout, 4);
  }

  static Asker at(String location, Duration timeout, int connections) {
    try {
      return new Asker(location, timeout, connections, SSLContext.getDefault());
    } catch (NoSuchAlgorithmException missing) {
      throw new AssertionError(missing);
    }
  }

  static Asker trusting(SSLContext trust, String location) {
    return new Asker(location, PATIENT, 4, trust);
  }

  Fetched fetch(String method, String target, Fields fields, RequestBody body) {
    return origin.fetch(new Origin.Fetch(method, target, fields, body));
  }

  Fetched fetch(String method) {
    return fetch(method, "/x", Fields.EMPTY, RequestBody.NONE);
  }

  /** An answer to a GET, with its content still to be read. */
  Fetched.Answered get() {
    return answered(fetch("GET"));
  }

  /** The whole content of an answer to a GET. */
  String getText() throws IOException {
    return text(get().body());
  }

  /** What a GET fails with. */
  Fetched.Failed getFails(Fetched.Failure expected) {
    return fails(expected, fetch("GET"));
  }

  static Fetched.Failed fails(Fetched.Failure expected, Fetched fetched) {
    Fetched.Failed failed = assertInstanceOf(Fetched.Failed.class, fetched);
    assertEquals(expected, failed.failure(), failed.detail());
    return failed;
  }

  static Fetched.Answered answered(Fetched fetched) {
    return assertInstanceOf(Fetched.Answered.class, fetched);
  }

  /** Reads a content to its end, by small pieces, and closes it. */
  static String text(OriginBody body) throws IOException {
    return new String(octets(body), StandardCharsets.ISO_8859_1);
  }

  static byte[] octets(OriginBody body) throws IOException {
    try (body) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      ByteBuffer piece = ByteBuffer.allocate(1000);
      for (int count = body.read(piece); count >= 0; count = body.read(piece)) {
        assertEquals(count, piece.position());
        all.write(piece.array(), 0, count);
        piece.clear();
      }
      return all.toByteArray();
    }
  }

  /** What the observer was told, in order, without times. */
  List<String> told() {
    return List.copyOf(told);
  }

  @Override
  public void answered(String location, int status, Duration untilHead) {
    told.add("answered " + status);
  }

  @Override
  public void failed(String location, Fetched.Failure failure) {
    told.add("failed " + failure);
  }

  @Override
  public void received(String location, long bytes) {
    told.add("received " + bytes);
  }

  @Override
  public void close() {
    origin.close();
  }
}
