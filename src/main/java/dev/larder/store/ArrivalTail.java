package dev.larder.store;

import dev.larder.exchange.Tail;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One reader's place in an {@link Arrival}, whose lock guards it. */
final class ArrivalTail implements Tail {
  private final Arrival arrival;
  private final long end;
  private long position;
  private State state = State.READING;

  private enum State {
    READING,
    LEFT_BEHIND,
    CLOSED
  }

  ArrivalTail(Arrival arrival, long offset, long end) {
    this.arrival = arrival;
    this.position = offset;
    this.end = end;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return into.hasRemaining() ? arrival.read(this, into) : 0;
  }

  @Override
  public void close() {
    arrival.closed(this);
  }

  long position() {
    return position;
  }

  long end() {
    return end;
  }

  /** The first byte that must not be lost for it. */
  long needs() {
    return position < end ? position : Long.MAX_VALUE;
  }

  void advance(int bytes) {
    position += bytes;
  }

  void leaveBehind() {
    state = State.LEFT_BEHIND;
  }

  void finish() {
    state = State.CLOSED;
  }

  void check() throws IOException {
    switch (state) {
      case READING -> {}
      case LEFT_BEHIND ->
          throw new IOException("the reader fell behind content that is not being stored");
      case CLOSED -> throw new IOException("the reader is closed");
    }
  }
}
