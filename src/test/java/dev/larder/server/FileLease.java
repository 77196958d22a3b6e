package dev.larder.server;

import dev.larder.exchange.Content;
import dev.larder.exchange.Lease;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A lease of a file of the test's, which counts how often it was given back. */
final class FileLease implements Lease {
  private final FileChannel channel;
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

  @Override
  public long sound(long position) {
    return Long.MAX_VALUE;
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
