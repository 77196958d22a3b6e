package dev.larder.observe;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A log file that others may rotate: when its name no longer leads to the file that is open,
 * because that was renamed or removed, the name is opened anew. This is looked at once a second at
 * most, before a write, so lines of up to a second may still go to the rotated file. A file that
 * was cut down in place needs nothing, since every write appends.
 */
final class LogFile implements LogSink {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final Path path;
  private final LongSupplier nanoTime;
  private long looked;
  private @Nullable OutputStream open;
  private @Nullable Object identity;

  /**
   * Opens the file, or makes it.
   *
   * @param nanoTime a clock that never goes back, in nanoseconds since whenever
   */
  LogFile(Path path, LongSupplier nanoTime) throws IOException {
    this.path = path;
    this.nanoTime = nanoTime;
    this.looked = nanoTime.getAsLong();
    reopen();
  }

  @Override
  public void write(byte[] lines) throws IOException {
    look();
    if (open == null) {
      throw new IOException(path + " is not open");
    }
    try {
      open.write(lines);
    } catch (IOException failed) {
      // What was written may end within a line; opening anew mends that.
      close();
      throw failed;
    }
  }

  @Override
  public void close() throws IOException {
    OutputStream old = open;
    open = null;
    identity = null;
    if (old != null) {
      old.close();
    }
  }

  private void look() throws IOException {
    long now = nanoTime.getAsLong();
    if (now - looked < BETWEEN_LOOKS.toNanos()) {
      return;
    }
    looked = now;
    if (open == null || !identityOf(path).equals(identity)) {
      close();
      reopen();
    }
  }

  private void reopen() throws IOException {
    OutputStream file =
        Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    open = file;
    identity = identityOf(path);
    if (endsWithinALine()) {
      file.write('\n');
    }
  }

  /** What tells one file from another of the same name; an empty text when there is none. */
  private static Object identityOf(Path path) throws IOException {
    try {
      Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
      return key == null ? path : key;
    } catch (NoSuchFileException gone) {
      return "";
    }
  }

  /** A node that was killed, or a full disk, leaves a line without its end. */
  private boolean endsWithinALine() throws IOException {
    if (!Files.isRegularFile(path) || Files.size(path) == 0) {
      return false;
    }
    ByteBuffer last = ByteBuffer.allocate(1);
    try (SeekableByteChannel channel = Files.newByteChannel(path)) {
      channel.position(channel.size() - 1).read(last);
    }
    return last.get(0) != '\n';
  }
}
