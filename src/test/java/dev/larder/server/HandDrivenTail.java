package dev.larder.server;

import dev.larder.exchange.Tail;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A tail that has more when the test says so. */
final class HandDrivenTail implements Tail {
  private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
  final AtomicInteger closed = new AtomicInteger();
  private Step step = new Step.More(ByteBuffer.allocate(0));

  private sealed interface Step {
    record More(ByteBuffer bytes) implements Step {}

    record End() implements Step {}

    record Break() implements Step {}
  }

  HandDrivenTail more(byte[] bytes) {
    steps.add(new Step.More(ByteBuffer.wrap(bytes)));
    return this;
  }

  HandDrivenTail end() {
    steps.add(new Step.End());
    return this;
  }

  HandDrivenTail breakOff() {
    steps.add(new Step.Break());
    return this;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    while (step instanceof Step.More(ByteBuffer bytes) && !bytes.hasRemaining()) {
      step = next();
    }
    return switch (step) {
      case Step.More(ByteBuffer bytes) -> read(bytes, into);
      case Step.End ignored -> -1;
      case Step.Break ignored -> throw new IOException("the origin broke off");
    };
  }

  private static int read(ByteBuffer bytes, ByteBuffer into) {
    int count = Math.min(bytes.remaining(), into.remaining());
    into.put(bytes.slice(bytes.position(), count));
    bytes.position(bytes.position() + count);
    return count;
  }

  private Step next() throws InterruptedIOException {
    try {
      return steps.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the front is stopping");
    }
  }

  @Override
  public void close() {
    closed.incrementAndGet();
  }
}
