package dev.larder.server;

import dev.larder.exchange.Answer;
import dev.larder.exchange.Content;
import dev.larder.exchange.ExchangeObserver;
import dev.larder.exchange.Handler;
import dev.larder.http.Fields;
import dev.larder.http.Request;
import dev.larder.http.ResponseHead;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;

/**
 * One exchange from the reading of its head to its end. Whatever happens, the content is released
 * once and the observer told once.
 */
final class Delivery {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  private final Exchanges exchanges;
  private final HttpServerExchange exchange;
  private final @Nullable Request request;
  private final Instant start;
  private final long startNanos = System.nanoTime();

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
      exchange.dispatch(exchanges.threads(), () -> answer(handler, asked, length));
    } else {
      send(now);
    }
  }

  private static @Nullable Answer answerNow(Handler handler, Request asked) {
    try {
      return handler.answerNow(asked);
    } catch (RuntimeException broken) {
      return failed(broken);
    }
  }

  private static Answer failed(RuntimeException broken) {
    LOG.error("a request could not be answered", broken);
    return text(500, "This node failed to answer; its log says why.");
  }

  /** Refuses what is no request; the connection ends with it, since its framing is in doubt. */
  void refuse(Reading.Refused refused) {
    exchange.setPersistent(false);
    send(text(refused.status(), refused.sentence()));
  }

  private static Answer text(int status, String sentence) {
    ByteBuffer content = ByteBuffer.wrap((sentence + '\n').getBytes(StandardCharsets.UTF_8));
    Fields fields =
        Fields.of("Content-Type", "text/plain; charset=utf-8", "Cache-Control", "no-store");
    return new Answer(
        new ResponseHead(status, fields), Content.Stored.of(content), Answer.Decision.NONE);
  }

  private void send(Answer answer) {
    Content content = sent(answer);
    ByteBuffer memory =
        content instanceof Content.Stored stored
            ? ContentWriter.memory(stored, isPlain())
            : ByteBuffer.allocate(0);
    if (memory == null || content instanceof Content.Arriving) {
      exchange.dispatch(exchanges.threads(), () -> send(answer, true));
      return;
    }
    ContentWriter writer = open(answer, content);
    ByteBuffer bytes = memory.duplicate();
    try {
      if (writer.writeNow(bytes)) {
        finish(answer, writer, true, true);
      } else {
        exchange.dispatch(exchanges.threads(), () -> sendRest(answer, writer, bytes));
      }
    } catch (IOException gone) {
      breakOff(answer, writer, true);
    }
  }

  private Content sent(Answer answer) {
    return HeadWriter.isHead(exchange) ? Content.None.INSTANCE : answer.content();
  }

  private boolean isPlain() {
    return exchange.getRequestScheme().equals("http");
  }

  private ContentWriter open(Answer answer, Content content) {
    HeadWriter.write(exchange, answer.head(), content);
    if (exchanges.stopping()) {
      exchange.setPersistent(false);
    }
    return new ContentWriter(
        exchange.getResponseChannel(), isPlain(), exchanges.options().stallTimeout());
  }

  // -- on a virtual thread -----------------------------------------------------------------------

  private void answer(Handler handler, Request asked, long length) {
    ExchangeBody body = new ExchangeBody(exchange, length, exchanges.options().stallTimeout());
    Answer answer;
    try {
      answer = handler.answer(asked, body);
    } catch (RuntimeException broken) {
      answer = failed(broken);
    }
    if (body.tooLarge()) {
      answer.content().release();
      exchange.setPersistent(false);
      answer = text(413, "The content is larger than this node takes.");
    }
    send(answer, false);
  }

  private void send(Answer answer, boolean immediate) {
    ContentWriter writer = open(answer, sent(answer));
    try {
      writer.write(sent(answer));
      finish(answer, writer, true, immediate);
      exchange.endExchange();
    } catch (IOException | RuntimeException broken) {
      brokenOff(answer, writer, immediate, broken);
    }
  }

  private void sendRest(Answer answer, ContentWriter writer, ByteBuffer bytes) {
    try {
      writer.writeRest(bytes);
      finish(answer, writer, true, true);
      exchange.endExchange();
    } catch (IOException | RuntimeException broken) {
      brokenOff(answer, writer, true, broken);
    }
  }

  private void brokenOff(Answer answer, ContentWriter writer, boolean immediate, Exception broken) {
    if (broken instanceof RuntimeException) {
      LOG.error("an answer broke off", broken);
    } else {
      LOG.debug("an answer broke off", broken);
    }
    breakOff(answer, writer, immediate);
  }

  /**
   * Ends an answer so that nobody takes it for a whole one: the connection of HTTP/1.1 closes, the
   * stream of HTTP/2 is reset.
   */
  private void breakOff(Answer answer, ContentWriter writer, boolean immediate) {
    IoUtils.safeClose(exchange.getConnection());
    finish(answer, writer, false, immediate);
    exchange.endExchange();
  }

  private void finish(Answer answer, ContentWriter writer, boolean complete, boolean immediate) {
    answer.content().release();
    exchanges.ended();
    exchanges
        .observer()
        .finished(
            new ExchangeObserver.Finished(
                request,
                answer.head(),
                answer.decision(),
                start,
                Duration.ofNanos(System.nanoTime() - startNanos),
                writer.written(),
                complete,
                immediate));
  }
}
