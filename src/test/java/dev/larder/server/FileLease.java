package dev.larder.server;

import dev.larder.exchange.Content;
import dev.larder.exchange.Lease;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A lease of a file of the test's, which counts how often it was given back. */
final class FileLease implements Lease {
  private final FileChannel channel;

  /** Up to where it can be sent without reading the disk. */
  volatile long ready;

  /** What it was said to be to blame for. */
  final List<Long> doubts = new CopyOnWriteArrayList<>();

  final AtomicInteger closed = new AtomicInteger();

  private FileLease(FileChannel channel) {
    this.channel = channel;
  }

  static FileLease of(Path file, byte[] bytes) throws IOException {
    return new FileLease(FileChannel.open(Files.write(file, bytes)));
  }

  Content.Stored slice(long offset, long length) {
    return new Content.Stored(null, this, offset, length);
  }

  @Override
  public FileChannel channel() {
    return channel;
  }

  /** How often somebody asked who may wait. */
  final AtomicInteger waited = new AtomicInteger();

  /** Whether what somebody waited for is ready from then on, and a MiB more. */
  private volatile boolean readsAhead;

  FileLease readsAhead() {
    readsAhead = true;
    return this;
  }

  FileLease ready(long to) {
    ready = to;
    return this;
  }

  @Override
  public long sound(long position) {
    waited.incrementAndGet();
    if (readsAhead) {
      ready = position + (1 << 20);
    }
    return Long.MAX_VALUE;
  }

  @Override
  public long readyTo(long position) {
    return Math.max(position, ready);
  }

  @Override
  public void doubt(long position) {
    doubts.add(position);
  }

  @Override
  public void close() {
    closed.incrementAndGet();
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
