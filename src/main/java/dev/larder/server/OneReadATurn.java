package dev.larder.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.TimeUnit;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.ReadReadyHandler;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Reads a socket once for each time that it was found readable. What is above reads until there is
 * nothing more, and a client that asks as fast as it is answered would keep its I/O thread from all
 * others; the selector comes back to what was left.
 */
final class OneReadATurn extends AbstractStreamSourceConduit<StreamSourceConduit> {
  // Virtual threads read, and the I/O thread tells that there is something to be read.
  private volatile boolean done;

  OneReadATurn(StreamSourceConduit socket) {
    super(socket);
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (done) {
      return 0;
    }
    done = true;
    return next.read(into);
  }

  @Override
  public long read(ByteBuffer[] into, int offset, int length) throws IOException {
    if (done) {
      return 0;
    }
    done = true;
    return next.read(into, offset, length);
  }

  @Override
  public long transferTo(long position, long count, FileChannel target) throws IOException {
    if (done) {
      return 0;
    }
    done = true;
    return next.transferTo(position, count, target);
  }

  @Override
  public long transferTo(long count, ByteBuffer through, StreamSinkChannel target)
      throws IOException {
    if (done) {
      through.limit(through.position());
      return 0;
    }
    done = true;
    return next.transferTo(count, through, target);
  }

  @Override
  public void awaitReadable() throws IOException {
    next.awaitReadable();
    done = false;
  }

  @Override
  public void awaitReadable(long time, TimeUnit unit) throws IOException {
    next.awaitReadable(time, unit);
    done = false;
  }

  @Override
  public void setReadReadyHandler(ReadReadyHandler handler) {
    next.setReadReadyHandler(
        new ReadReadyHandler() {
          @Override
          public void readReady() {
            done = false;
            handler.readReady();
          }

          @Override
          public void forceTermination() {
            handler.forceTermination();
          }

          @Override
          public void terminated() {
            handler.terminated();
          }
        });
  }
}
