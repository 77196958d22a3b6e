package dev.larder.server;

import dev.larder.exchange.Content;
import dev.larder.exchange.Lease;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSinkChannel;

/**
 * Sends a part of a file on the I/O thread, as long as that reads no disk. Where the client takes
 * no more for now, it goes on when the channel says so; where the file is not ready, what follows
 * is left to somebody who may wait.
 */
final class FileSending implements Sendings.Sending {
  /** What one client is sent before others have their turn: some tenths of a millisecond. */
  static final long TURN = 1024 * 1024;

  /** How it ends: in one of these ways, told once, on the I/O thread. */
  interface End {
    /** The channel has taken all. */
    void sent();

    /** What is left cannot be sent from here without reading the disk. */
    void unready(Content.Stored rest);

    /**
     * The client or the file is to blame, and which of them cannot be told here.
     *
     * @param rest what was not sent
     */
    void broken(Content.Stored rest, Exception why);
  }

  private final StreamSinkChannel channel;
  private final Lease file;
  private final long end;
  private final Duration patience;
  private final Sendings waiting;
  private final End told;

  private long at;
  private boolean headLeft;
  private boolean ended;
  private long lastTaken = System.nanoTime();
  private XnioExecutor.@Nullable Key alarm;

  /**
   * A sending to a channel that has its head already.
   *
   * @param content of a file; given back by whoever is told the end
   * @param patience how long the client may take no byte
   * @param waiting where it is found while it waits
   */
  FileSending(
      StreamSinkChannel channel,
      Content.Stored content,
      Duration patience,
      Sendings waiting,
      End told) {
    this.channel = channel;
    this.file = Objects.requireNonNull(content.file());
    this.at = content.offset();
    this.end = at + content.length();
    this.patience = patience;
    this.waiting = waiting;
    this.told = told;
  }

  /** Begins. What can be sent at once is sent when this returns, and the end may have been told. */
  void begin() {
    channel.getWriteSetter().set((StreamSinkChannel writable) -> goOn());
    goOn();
  }

  @Override
  public void breakOff() {
    channel
        .getIoThread()
        .execute(() -> breakOff(new InterruptedIOException("the front is stopping")));
  }

  private void goOn() {
    if (ended) {
      return;
    }
    try {
      // As long as the head waits, Undertow takes content from the file's own position.
      headLeft = headLeft || channel.flush();
      if (!headLeft || takesMore(Math.min(end, at + TURN))) {
        await();
      }
    } catch (IOException | RuntimeException broken) {
      breakOff(broken);
    }
  }

  /** Sends up to a position at most; false when there is nothing to wait for any more. */
  private boolean takesMore(long turn) throws IOException {
    long before = at;
    at = sent(channel, file, at, turn);
    if (at > before) {
      lastTaken = System.nanoTime();
    }
    if (at == end) {
      end(told::sent);
    } else if (at < turn && file.readyTo(at) <= at) {
      end(() -> told.unready(rest()));
    }
    return !ended;
  }

  /**
   * Sends of a file what is ready and what the channel takes.
   *
   * @return up to where, at most the turn's end
   */
  static long sent(StreamSinkChannel channel, Lease file, long from, long turn) throws IOException {
    long at = from;
    while (at < turn) {
      long wanted = Math.min(turn, file.readyTo(at)) - at;
      if (wanted <= 0) {
        return at;
      }
      long taken = channel.transferFrom(file.channel(), at, wanted);
      if (taken <= 0 && at >= file.channel().size()) {
        throw new EOFException("the file is shorter than its content");
      }
      at += Math.max(0, taken);
      if (taken < wanted) {
        return at;
      }
    }
    return at;
  }

  private void await() {
    channel.resumeWrites();
    if (alarm == null) {
      setAlarm(patience.toNanos());
      waiting.add(this);
    }
  }

  private void setAlarm(long nanos) {
    long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos));
    alarm = channel.getIoThread().executeAfter(this::alarmed, millis, TimeUnit.MILLISECONDS);
  }

  /** One alarm for all waits: it costs more to set than most of them take. */
  private void alarmed() {
    long left = patience.toNanos() - (System.nanoTime() - lastTaken);
    if (ended) {
      return;
    }
    if (left > 0) {
      setAlarm(left);
      return;
    }
    String why = "the client took no byte for " + patience.toSeconds() + " s";
    breakOff(new SocketTimeoutException(why));
  }

  private void breakOff(Exception why) {
    end(() -> told.broken(rest(), why));
  }

  private Content.Stored rest() {
    return new Content.Stored(null, file, at, end - at);
  }

  private void end(Runnable telling) {
    if (ended) {
      return;
    }
    ended = true;
    if (alarm != null) {
      alarm.remove();
      waiting.remove(this);
    }
    channel.suspendWrites();
    telling.run();
  }
}
