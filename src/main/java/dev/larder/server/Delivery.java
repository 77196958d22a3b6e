package dev.larder.server;

import dev.larder.exchange.Answer;
import dev.larder.exchange.Content;
import dev.larder.exchange.ExchangeObserver;
import dev.larder.exchange.Handler;
import dev.larder.exchange.Lease;
import dev.larder.http.Fields;
import dev.larder.http.Request;
import dev.larder.http.ResponseHead;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.Options;
import org.xnio.channels.StreamSinkChannel;

/**
 * One exchange from the reading of its head to its end. Whatever happens, the content is released
 * once and the observer told once: every way leads to {@link #finish}, and nothing that may fail
 * stands behind it.
 *
 * <p>It begins on the I/O thread and stays there as long as nothing waits but for the client to
 * take what the kernel has; then it moves to a virtual thread. From there it comes back for its
 * end, if at all. At no time do two threads have it.
 */
final class Delivery {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  private final Exchanges exchanges;
  private final HttpServerExchange exchange;
  private final @Nullable Request request;
  private final Instant start;
  private final long startNanos = System.nanoTime();
  private boolean immediate;

  Delivery(Exchanges exchanges, HttpServerExchange exchange, @Nullable Request request) {
    this.exchanges = exchanges;
    this.exchange = exchange;
    this.request = request;
    this.start = exchanges.clock().instant();
  }

  // -- on the I/O thread -------------------------------------------------------------------------

  /** Answers on the I/O thread if that takes no waiting, on a virtual thread otherwise. */
  void begin(Handler handler, Request asked, long length) {
    Answer now = length == 0 ? answerNow(handler, asked) : null;
    if (now == null) {
      later(() -> answer(handler, asked, body(length)), null, 0);
    } else {
      immediate = true;
      sendNow(now);
    }
  }

  private static @Nullable Answer answerNow(Handler handler, Request asked) {
    try {
      return handler.answerNow(asked);
    } catch (RuntimeException | Error broken) {
      return failed(broken);
    }
  }

  private static Answer failed(Throwable broken) {
    LOG.error("a request could not be answered", broken);
    return text(500, "This node failed to answer; its log says why.");
  }

  /** Refuses what is no request; the connection ends with it, since its framing is in doubt. */
  void refuse(Reading.Refused refused) {
    exchange.setPersistent(false);
    immediate = true;
    Answer answer = text(refused.status(), refused.sentence());
    if (exchange.isRequestComplete()) {
      sendNow(answer);
    } else {
      later(() -> send(answer, body(-1)), answer, 0);
    }
  }

  private static Answer text(int status, String sentence) {
    ByteBuffer content = ByteBuffer.wrap((sentence + '\n').getBytes(StandardCharsets.UTF_8));
    Fields fields =
        Fields.of("Content-Type", "text/plain; charset=utf-8", "Cache-Control", "no-store");
    return new Answer(
        new ResponseHead(status, fields), Content.Stored.of(content), Answer.Decision.NONE);
  }

  private void sendNow(Answer answer) {
    Answer headed = headed(answer);
    switch (sent(headed)) {
      case Content.None ignored -> sendNow(headed, ByteBuffer.allocate(0));
      case Content.Stored stored -> sendNow(headed, stored);
      case Content.Arriving ignored -> later(() -> deliver(headed, body(0)), headed, 0);
    }
  }

  private void sendNow(Answer answer, Content.Stored content) {
    ByteBuffer memory = ContentWriter.memory(content, isPlain());
    Lease file = content.file();
    if (memory != null) {
      sendNow(answer, memory.duplicate());
    } else if (file != null && isPlain() && file.readyTo(content.offset()) > content.offset()) {
      sendFile(answer, content);
    } else {
      later(() -> deliver(answer, body(0)), answer, 0);
    }
  }

  private void sendNow(Answer answer, ByteBuffer bytes) {
    ContentWriter writer = writer();
    try {
      if (writer.writeNow(bytes)) {
        finish(answer, writer.written(), true);
      } else {
        later(() -> deliver(answer, writer, Content.Stored.of(bytes), 0), answer, writer.written());
      }
    } catch (IOException | RuntimeException broken) {
      breakOff(answer, writer.written(), broken);
    }
  }

  /** Ends an answer whose content was written. */
  private void endNow(Answer answer, ContentWriter writer, long sent) {
    long written = sent + writer.written();
    try {
      if (!writer.finishNow()) {
        later(() -> endHere(answer, writer, sent, body(0)), answer, written);
        return;
      }
    } catch (IOException | RuntimeException broken) {
      later(() -> breakOff(answer, written, broken), answer, written);
      return;
    }
    if (answer.content() instanceof Content.Arriving) {
      finishElsewhere(answer, written);
    } else {
      finish(answer, written, true);
    }
    exchange.endExchange();
  }

  /** To give back what arrived may wait for the disk. */
  private void finishElsewhere(Answer answer, long written) {
    try {
      exchanges.execute(() -> finish(answer, written, true));
    } catch (RejectedExecutionException stopped) {
      finish(answer, written, true);
    }
  }

  private void sendFile(Answer answer, Content.Stored content) {
    StreamSinkChannel channel = exchange.getResponseChannel();
    SentFile end = new SentFile(answer, content.length(), writer(channel));
    new FileSending(channel, content, exchanges.options().stallTimeout(), exchanges.sendings(), end)
        .begin();
  }

  /** What follows when a file was sent on the I/O thread, as far as it could be. */
  private final class SentFile implements FileSending.End {
    private final Answer answer;
    private final long length;
    private final ContentWriter writer;

    SentFile(Answer answer, long length, ContentWriter writer) {
      this.answer = answer;
      this.length = length;
      this.writer = writer;
    }

    @Override
    public void sent() {
      endNow(answer, writer, length);
    }

    /** Who has to wait for the disk once will have to again: it stays where it may. */
    @Override
    public void unready(Content.Stored rest) {
      long sent = length - rest.length();
      later(() -> deliver(answer, writer, rest, sent), answer, sent);
    }

    @Override
    public void broken(Content.Stored rest, Exception why) {
      long sent = length - rest.length();
      later(() -> doubt(answer, rest, sent, why), answer, sent);
    }
  }

  private Content sent(Answer answer) {
    return HeadWriter.isHead(exchange) ? Content.None.INSTANCE : answer.content();
  }

  private boolean isPlain() {
    return !ExchangeReader.isSecure(exchange);
  }

  private ExchangeBody body(long length) {
    return new ExchangeBody(exchange, length, exchanges.options());
  }

  /**
   * Goes on with a task on a virtual thread, once the I/O thread has left the exchange.
   *
   * @param held what is given back when the front has stopped meanwhile
   * @param written how much of it was sent by then
   */
  private void later(Runnable task, @Nullable Answer held, long written) {
    exchange.dispatch(
        (Runnable dispatched) -> {
          // A request that waits behind this one is read on the I/O thread again.
          exchange.setDispatchExecutor(exchange.getIoThread());
          try {
            exchanges.execute(dispatched);
          } catch (RejectedExecutionException stopped) {
            breakOff(held, written, stopped);
          }
        },
        task);
  }

  /** Puts the head on the exchange; an answer whose head cannot be sent is one that failed. */
  private Answer headed(Answer answer) {
    if (exchanges.stopping()) {
      exchange.setPersistent(false);
    }
    try {
      HeadWriter.write(exchange, answer.head(), sent(answer));
      return answer;
    } catch (RuntimeException broken) {
      release(answer);
      exchange.getResponseHeaders().clear();
      Answer failed = failed(broken);
      HeadWriter.write(exchange, failed.head(), sent(failed));
      return failed;
    }
  }

  private ContentWriter writer() {
    return writer(exchange.getResponseChannel());
  }

  private ContentWriter writer(StreamSinkChannel channel) {
    return new ContentWriter(channel, isPlain(), exchanges.options().stallTimeout());
  }

  // -- on a virtual thread -----------------------------------------------------------------------

  private void answer(Handler handler, Request asked, ExchangeBody body) {
    Answer answer;
    try {
      answer = handler.answer(asked, body);
    } catch (RuntimeException | Error broken) {
      answer = failed(broken);
    }
    if (body.tooLarge()) {
      release(answer);
      answer = text(413, "The content is larger than this node takes.");
    }
    send(answer, body);
  }

  private void send(Answer answer, ExchangeBody body) {
    if (!body.ended()) {
      exchange.setPersistent(false);
    }
    deliver(headed(answer), body);
  }

  private void deliver(Answer answer, ExchangeBody body) {
    ContentWriter writer = writer();
    ending(answer, writer, 0, body, () -> writer.write(sent(answer)));
  }

  /** Delivers what is left of content; of what was {@code sent} the writer knows nothing. */
  private void deliver(Answer answer, ContentWriter writer, Content rest, long sent) {
    ending(answer, writer, sent, body(0), () -> writer.write(rest));
  }

  private interface Writing {
    void run() throws IOException;
  }

  /**
   * Ends the answer where its connection is read, if that can be: whoever else ends an exchange
   * shuts the I/O thread out while the next request is made ready, and the I/O thread spins
   * meanwhile. HTTP/2 does not.
   */
  private void ending(
      Answer answer, ContentWriter writer, long sent, ExchangeBody body, Writing writing) {
    try {
      writing.run();
    } catch (IOException | RuntimeException broken) {
      breakOff(answer, sent + writer.written(), broken);
      return;
    }
    if (exchange.getConnection() instanceof HttpServerConnection && exchange.isRequestComplete()) {
      endThere(answer, writer, sent);
    } else {
      endHere(answer, writer, sent, body);
    }
  }

  private void endHere(Answer answer, ContentWriter writer, long sent, ExchangeBody body) {
    try {
      writer.finish();
    } catch (IOException | RuntimeException broken) {
      breakOff(answer, sent + writer.written(), broken);
      return;
    }
    finish(answer, sent + writer.written(), true);
    if (!body.discardRest()) {
      IoUtils.safeClose(exchange.getConnection());
    }
    exchange.endExchange();
  }

  private void endThere(Answer answer, ContentWriter writer, long sent) {
    try {
      exchange.getIoThread().execute(() -> endNow(answer, writer, sent));
    } catch (RejectedExecutionException stopped) {
      breakOff(answer, sent + writer.written(), stopped);
    }
  }

  private void doubt(Answer answer, Content.Stored rest, long sent, Exception why) {
    Lease file = rest.file();
    if (file != null) {
      file.doubt(rest.offset());
    }
    breakOff(answer, sent, why);
  }

  // -- the end -----------------------------------------------------------------------------------

  /**
   * Ends an answer so that nobody takes it for a whole one: the connection of HTTP/1.1 closes, the
   * stream of HTTP/2 is reset.
   */
  private void breakOff(@Nullable Answer answer, long written, Exception broken) {
    if (broken instanceof IOException || broken instanceof RejectedExecutionException) {
      LOG.debug("an answer broke off", broken);
    } else {
      LOG.error("an answer broke off", broken);
    }
    abort();
    finish(answer, written, false);
    exchange.endExchange();
  }

  private void abort() {
    ServerConnection connection = exchange.getConnection();
    if (exchange.isHttp10()) {
      // Its content may end with the connection: only a reset tells that it is not whole.
      try {
        connection.setOption(Options.CLOSE_ABORT, true);
      } catch (IOException gone) {
        LOG.debug("a connection was gone before its reset", gone);
      }
    }
    IoUtils.safeClose(connection);
  }

  private void finish(@Nullable Answer answer, long written, boolean complete) {
    if (answer != null) {
      release(answer);
    }
    exchanges.ended(
        new ExchangeObserver.Finished(
            request,
            answer == null ? null : answer.head(),
            answer == null ? Answer.Decision.NONE : answer.decision(),
            start,
            Duration.ofNanos(System.nanoTime() - startNanos),
            written,
            complete,
            immediate));
  }

  private static void release(Answer answer) {
    try {
      answer.content().release();
    } catch (RuntimeException broken) {
      LOG.error("content could not be given back", broken);
    }
  }
}
