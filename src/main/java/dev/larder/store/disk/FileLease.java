package dev.larder.store.disk;

import dev.larder.exchange.Lease;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;

/** A file that was opened for one reader. */
final class FileLease implements Lease {
  private final FileChannel channel;

  FileLease(FileChannel channel) {
    this.channel = channel;
  }

  @Override
  public FileChannel channel() {
    return channel;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a file that was only read could not be closed", e);
    }
  }
}
