package dev.larder.server;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.Buffers;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.channels.StreamSourceChannel;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.ConduitWritableByteChannel;
import org.xnio.conduits.Conduits;
import org.xnio.conduits.StreamSinkConduit;
import org.xnio.conduits.WriteReadyHandler;

/**
 * Gathers the frames of a connection that are written in one turn of its I/O thread, so that they
 * leave in as few TLS records and system calls as they fill. A frame of its own costs one of each,
 * and a full one two, since its head makes it larger than a record.
 */
final class GatheringSink extends AbstractStreamSinkConduit<StreamSinkConduit> {
  private static final Logger LOG = LoggerFactory.getLogger(GatheringSink.class);

  private final StreamConnection connection;
  private final ByteBufferPool pool;
  private @Nullable PooledByteBuffer gathered;
  private int seen;
  private boolean turning;
  private boolean resumed;
  private boolean ending;

  /** Gathers for what is now the sink of a connection. */
  GatheringSink(StreamConnection connection, ByteBufferPool pool) {
    super(connection.getSinkChannel().getConduit());
    this.connection = connection;
    this.pool = pool;
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    return (int) write(new ByteBuffer[] {from}, 0, 1);
  }

  @Override
  public synchronized long write(ByteBuffer[] from, int offset, int length) throws IOException {
    long taken = 0;
    while (Buffers.hasRemaining(from, offset, length)) {
      PooledByteBuffer into = gathered;
      if (into == null) {
        into = pool.allocate();
        gathered = into;
      }
      taken += Buffers.copy(into.getBuffer(), from, offset, length);
      if (!into.getBuffer().hasRemaining() && !drain()) {
        break;
      }
    }
    if (gathered != null && !turning) {
      turning = true;
      seen = 0;
      again();
    }
    return taken;
  }

  /** Runs behind what the I/O thread has to do already. */
  private void again() {
    try {
      getWriteThread().execute(this::turn);
    } catch (RejectedExecutionException stopped) {
      turning = false;
      IoUtils.safeClose(connection);
    }
  }

  /** The turn is over when nothing was written since the last look. */
  private synchronized void turn() {
    int now = gathered == null ? 0 : gathered.getBuffer().position();
    if (now != seen) {
      seen = now;
      again();
      return;
    }
    turning = false;
    drainOrClose();
  }

  private void drainOrClose() {
    try {
      if (!drain()) {
        next.resumeWrites();
      }
    } catch (IOException gone) {
      LOG.debug("a connection was gone before its frames", gone);
      IoUtils.safeClose(connection);
    }
  }

  /** Whether nothing is left. */
  private boolean drain() throws IOException {
    PooledByteBuffer left = gathered;
    if (left == null) {
      return true;
    }
    ByteBuffer bytes = left.getBuffer().flip();
    try {
      while (bytes.hasRemaining()) {
        if (next.write(bytes) == 0) {
          return false;
        }
      }
      free();
      return true;
    } finally {
      if (gathered != null) {
        bytes.compact();
      }
    }
  }

  private synchronized void free() {
    if (gathered != null) {
      gathered.close();
      gathered = null;
    }
  }

  @Override
  public synchronized boolean flush() throws IOException {
    if (ending) {
      if (!drain()) {
        return false;
      }
      next.terminateWrites();
      return next.flush();
    }
    return turning || (drain() && next.flush());
  }

  @Override
  public synchronized void terminateWrites() throws IOException {
    ending = true;
    flush();
  }

  @Override
  public synchronized void truncateWrites() throws IOException {
    try {
      drain();
    } finally {
      free();
      next.truncateWrites();
    }
  }

  @Override
  public synchronized void resumeWrites() {
    resumed = true;
    next.resumeWrites();
  }

  @Override
  public synchronized void suspendWrites() {
    resumed = false;
    if (turning || gathered == null) {
      next.suspendWrites();
    }
  }

  @Override
  public synchronized boolean isWriteResumed() {
    return resumed;
  }

  @Override
  public synchronized void wakeupWrites() {
    resumed = true;
    next.wakeupWrites();
  }

  @Override
  public int writeFinal(ByteBuffer from) throws IOException {
    return Conduits.writeFinalBasic(this, from);
  }

  @Override
  public long writeFinal(ByteBuffer[] from, int offset, int length) throws IOException {
    return Conduits.writeFinalBasic(this, from, offset, length);
  }

  @Override
  public long transferFrom(FileChannel from, long position, long count) throws IOException {
    return from.transferTo(position, count, new ConduitWritableByteChannel(this));
  }

  @Override
  public long transferFrom(StreamSourceChannel from, long count, ByteBuffer through)
      throws IOException {
    return IoUtils.transfer(from, count, through, new ConduitWritableByteChannel(this));
  }

  @Override
  public void setWriteReadyHandler(WriteReadyHandler handler) {
    next.setWriteReadyHandler(
        new WriteReadyHandler() {
          @Override
          public void writeReady() {
            if (goesOn()) {
              handler.writeReady();
            }
          }

          @Override
          public void forceTermination() {
            free();
            handler.forceTermination();
          }

          @Override
          public void terminated() {
            free();
            handler.terminated();
          }
        });
  }

  /** Writes what was left, and says whether whoever is above wants to be told. */
  private synchronized boolean goesOn() {
    if (!turning) {
      drainOrClose();
    }
    if (!resumed && gathered == null) {
      next.suspendWrites();
    }
    return resumed;
  }
}
