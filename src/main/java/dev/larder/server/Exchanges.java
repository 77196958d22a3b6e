package dev.larder.server;

import dev.larder.exchange.ExchangeObserver;
import dev.larder.exchange.Handler;
import dev.larder.exchange.Pick;
import dev.larder.exchange.PlainRequest;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The exchanges of a front: begins each, knows how many there are, and ends them all. */
final class Exchanges implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Exchanges.class);

  /** What those that are ended may take to give back what they hold. */
  private static final Duration BREAKING_OFF = Duration.ofSeconds(1);

  private final ServerOptions options;
  private final Handler handler;
  private final ExchangeObserver observer;
  private final InstantSource clock;
  private final ExchangeReader reader;
  private final ExecutorService threads;
  private final Sendings sendings = new Sendings();
  // Counted on I/O threads, which must never wait for one another: no lock.
  private final AtomicInteger running = new AtomicInteger();
  private volatile @Nullable Thread stopping;

  Exchanges(
      ServerOptions options,
      String name,
      Handler handler,
      ExchangeObserver observer,
      InstantSource clock) {
    this.options = options;
    this.handler = handler;
    this.observer = observer;
    this.clock = clock;
    this.reader = new ExchangeReader(options.largestBody());
    this.threads =
        Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name(name + "-request-", 1).factory());
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    began();
    if (exchange.getConnection() instanceof HttpServerConnection connection
        && connection.getOriginalSourceConduit() instanceof HitConduit conduit) {
      conduit.exchangeBegins();
      exchange.addExchangeCompleteListener((ended, next) -> {
        conduit.exchangeEnds(connection.getExtraBytes() != null);
        next.proceed();
      });
    }
    if (exchange.isPersistent() && ExchangeReader.endsConnection(exchange)) {
      exchange.setPersistent(false);
    }
    switch (reader.read(exchange)) {
      case Reading.Understood understood ->
          new Delivery(this, exchange, understood.request())
              .begin(handler, understood.request(), understood.length());
      case Reading.Refused refused -> new Delivery(this, exchange, null).refuse(refused);
    }
  }

  ServerOptions options() {
    return options;
  }

  InstantSource clock() {
    return clock;
  }

  /** Those who wait on I/O threads. */
  Sendings sendings() {
    return sendings;
  }

  /**
   * Runs a task on a virtual thread of its own.
   *
   * @throws java.util.concurrent.RejectedExecutionException when the front has stopped
   */
  void execute(Runnable task) {
    threads.execute(task);
  }

  /** Counts the beginning of an exchange. */
  void began() {
    running.incrementAndGet();
  }

  /** Counts and tells the end of an exchange that was answered from a shelf. */
  void shelved(PlainRequest request, Pick pick, long startMillis, long nanos, boolean complete) {
    try {
      observer.shelved(request, pick, startMillis, nanos, complete);
    } catch (RuntimeException broken) {
      LOG.error("an observer failed", broken);
    }
    left();
  }

  /** Counts and tells the end of an exchange; an observer that fails harms nobody. */
  void ended(ExchangeObserver.Finished finished) {
    try {
      observer.finished(finished);
    } catch (RuntimeException broken) {
      LOG.error("an observer failed", broken);
    }
    left();
  }

  private void left() {
    if (running.decrementAndGet() == 0) {
      LockSupport.unpark(stopping);
    }
  }

  /** Whether connections are to end with the exchange that they carry. */
  boolean stopping() {
    return stopping != null;
  }

  /** Waits until all exchanges have ended, then ends those that have not. */
  void stop(Duration grace) {
    awaitNone(grace);
    threads.shutdownNow();
    sendings.breakOff();
    awaitNone(BREAKING_OFF);
  }

  private void awaitNone(Duration grace) {
    stopping = Thread.currentThread();
    long deadline = System.nanoTime() + grace.toNanos();
    long left = grace.toNanos();
    while (running.get() > 0 && left > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(this, left);
      left = deadline - System.nanoTime();
    }
  }
}
