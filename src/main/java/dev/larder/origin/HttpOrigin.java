package dev.larder.origin;

import dev.larder.http.Fields;
import dev.larder.http.ResponseHead;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/**
 * An origin that speaks HTTP/1.1, in the clear or over TLS. A fetch runs on the thread that asks:
 * lend a connection, connect it, send, wait for the head, all but the first under one {@link
 * HeadDeadline}; then the connection belongs to the body.
 */
final class HttpOrigin implements Origin {
  private static final Duration IDLE_CHECK_INTERVAL = Duration.ofSeconds(10);

  private final OriginLocation.Http location;
  private final Duration timeout;
  private final OriginObserver observer;
  private final InstantSource clock;
  private final ConnectionPool pool;
  private final Runnable stopIdleChecks;

  /**
   * @param trust decides which certificates a secure origin may show
   */
  HttpOrigin(
      OriginLocation.Http location,
      OriginOptions options,
      OriginObserver observer,
      InstantSource clock,
      SSLContext trust) {
    this.location = location;
    this.timeout = options.timeout();
    this.observer = observer;
    this.clock = clock;
    HttpHost host = new HttpHost(location.scheme(), location.host(), location.port());
    this.pool = new ConnectionPool(host, trust, options.timeout(), options.connections());
    this.stopIdleChecks = HeadDeadline.every(IDLE_CHECK_INTERVAL, pool::dropIdle);
  }

  @Override
  public String location() {
    return location.text();
  }

  @Override
  public Fetched fetch(Fetch fetch) {
    OutgoingRequest request = new OutgoingRequest(fetch, location.authority(), location.prefix());
    Fetched fetched = attempt(request, request.repeatable());
    switch (fetched) {
      case Fetched.Answered(
              ResponseHead head,
              Instant requestTime,
              Instant responseTime,
              OriginBody ignored) ->
          observer.answered(location(), head.status(), Duration.between(requestTime, responseTime));
      case Fetched.Failed(Fetched.Failure failure, String ignored) ->
          observer.failed(location(), failure);
    }
    return fetched;
  }

  private Fetched attempt(OutgoingRequest request, boolean mayRepeat) {
    PooledConnection connection = pool.lease();
    if (connection == null) {
      return failed(Fetched.Failure.OVERLOADED, "all connections to it are in use");
    }
    HeadDeadline deadline = HeadDeadline.start(timeout, connection::sever);
    Fetched fetched = null;
    try {
      fetched = connect(connection, deadline);
      if (fetched == null) {
        fetched = exchange(request, connection, deadline, mayRepeat && connection.reused());
      }
    } finally {
      deadline.finish();
      if (!(fetched instanceof Fetched.Answered)) {
        connection.abort();
      }
    }
    if (fetched != null) {
      return fetched;
    }
    // What killed this one, a restart of the origin as a rule, has killed the others too.
    pool.dropWaiting();
    return attempt(request, false);
  }

  private Fetched.@Nullable Failed connect(PooledConnection connection, HeadDeadline deadline) {
    try {
      connection.connect(TimeValue.of(timeout));
      return null;
    } catch (IOException failure) {
      return deadline.finish() && !(failure instanceof SocketTimeoutException)
          ? failed(Fetched.Failure.UNREACHABLE, reason(failure))
          : failed(Fetched.Failure.TIMEOUT, "no connection within " + seconds());
    }
  }

  /** Null when the connection died in a way that allows another attempt. */
  private @Nullable Fetched exchange(
      OutgoingRequest request,
      PooledConnection connection,
      HeadDeadline deadline,
      boolean mayRepeat) {
    Instant requestTime = clock.instant();
    try {
      ClassicHttpResponse response =
          connection.exchange(request.message(new Pace(connection, deadline)));
      Fetched answered = answered(request, response, connection, requestTime);
      if (deadline.finish()) {
        return answered;
      }
    } catch (SocketTimeoutException late) {
      deadline.finish();
    } catch (IOException | HttpException failure) {
      if (deadline.finish()) {
        return mayRepeat && failure instanceof NoAnswerException
            ? null
            : failed(Fetched.Failure.BROKEN, reason(failure));
      }
    }
    return failed(Fetched.Failure.TIMEOUT, "no whole head within " + seconds());
  }

  private Fetched answered(
      OutgoingRequest request,
      ClassicHttpResponse response,
      PooledConnection connection,
      Instant requestTime)
      throws IOException {
    Fields fields = GuardedConnection.fields(response);
    boolean http10 = GuardedConnection.isHttp10(response);
    int status = response.getCode();
    ResponseFraming framing = ResponseFraming.of(request.fetch().method(), status, http10, fields);
    InputStream content = response.getEntity() == null ? null : response.getEntity().getContent();
    ResponseHead head = new ResponseHead(status, endToEnd(status, fields));
    Instant responseTime = clock.instant();
    boolean persist = ConnectionFields.persist(http10, fields);
    return new Fetched.Answered(
        head,
        requestTime,
        responseTime,
        new HttpBody(
            connection,
            framing instanceof ResponseFraming.NoContent ? null : content,
            framing,
            persist,
            bytes -> observer.received(location(), bytes)));
  }

  /** One {@code Content-Length} at most, and none where there may not be one (RFC 9110 §8.6). */
  private static Fields endToEnd(int status, Fields fields) throws MalformedAnswerException {
    Fields kept = ConnectionFields.without(fields);
    if (status == 204) {
      return kept.toBuilder().remove("Content-Length").build();
    }
    long length = ResponseFraming.contentLength(fields);
    boolean plain = length < 0 || Long.toString(length).equals(fields.combined("Content-Length"));
    return plain ? kept : kept.toBuilder().set("Content-Length", Long.toString(length)).build();
  }

  private Fetched.Failed failed(Fetched.Failure failure, String why) {
    return new Fetched.Failed(failure, "origin " + location() + ": " + why);
  }

  private String seconds() {
    return timeout.toMillis() / 1000.0 + " s";
  }

  private static String reason(Exception failure) {
    String message = failure.getMessage();
    String text = message == null ? failure.getClass().getSimpleName() : message;
    return text.replaceAll("[\\p{Cntrl}]+", " ");
  }

  @Override
  public void close() {
    stopIdleChecks.run();
    pool.close();
  }

  /** The deadline counts only while the origin is waited for, anew with each piece it takes. */
  private record Pace(PooledConnection connection, HeadDeadline deadline)
      implements RequestContent.Progress {
    @Override
    public void reading() {
      deadline.pause();
    }

    @Override
    public void writing() {
      deadline.resume();
    }

    @Override
    public void broken() {
      connection.sever();
    }
  }
}
