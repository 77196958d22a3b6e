package dev.larder.server;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.channels.StreamSourceChannel;

/**
 * One wait of a virtual thread for a channel to be ready. The I/O thread tells; nothing blocks but
 * the thread that waits. XNIO's own waiting opens a selector for each thread and is never used.
 */
final class Readiness {
  private final Thread waiter = Thread.currentThread();
  private volatile boolean ready;

  private Readiness() {}

  /** Waits until the channel may take bytes. */
  static void ofWriting(StreamSinkChannel channel, Duration patience) throws IOException {
    Readiness readiness = new Readiness();
    channel
        .getWriteSetter()
        .set((StreamSinkChannel writable) -> {
          writable.suspendWrites();
          readiness.tell();
        });
    channel.resumeWrites();
    readiness.await(patience, "the client took no byte for " + patience.toSeconds() + " s");
  }

  /** Waits until the channel may have bytes. */
  static void ofReading(StreamSourceChannel channel, Duration patience) throws IOException {
    Readiness readiness = new Readiness();
    channel
        .getReadSetter()
        .set((StreamSourceChannel readable) -> {
          readable.suspendReads();
          readiness.tell();
        });
    channel.resumeReads();
    readiness.await(patience, "the client sent no byte for " + patience.toSeconds() + " s");
  }

  private void tell() {
    ready = true;
    LockSupport.unpark(waiter);
  }

  private void await(Duration patience, String why) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!ready) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new SocketTimeoutException(why);
      }
      if (Thread.interrupted()) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("the front is stopping");
      }
      LockSupport.parkNanos(this, left);
    }
  }
}
