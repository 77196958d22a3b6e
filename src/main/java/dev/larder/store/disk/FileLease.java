package dev.larder.store.disk;

import dev.larder.exchange.Lease;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A file that was opened for one reader, who reads onwards.
 *
 * <p>As long as the file is known to be sound, the reader goes ahead, and its mark is looked at
 * once a second. Otherwise, or from then on, each part of the body is verified shortly before it
 * leaves.
 */
final class FileLease implements Lease {
  /** What is verified at once: the most that is known to be sound before the first byte leaves. */
  private static final long AHEAD = 1024 * 1024;

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final FileChannel channel;
  private final DiskEntry entry;
  private final Path path;
  private final Verification verification;
  private final Consumer<IOException> onTrouble;

  private DiskEntry.@Nullable Mark mark;
  private long lookedAt;

  /** What others found sound too. */
  private long soundTo;

  private @Nullable CheckedBody body;
  private long verifiedFrom;
  private long verifiedTo = -1;

  FileLease(
      FileChannel channel,
      DiskEntry entry,
      Path path,
      Verification verification,
      Consumer<IOException> onTrouble)
      throws IOException {
    this.channel = channel;
    this.entry = entry;
    this.path = path;
    this.verification = verification;
    this.onTrouble = onTrouble;
    look();
  }

  @Override
  public FileChannel channel() {
    return channel;
  }

  @Override
  public long sound(long position) throws IOException {
    try {
      return verified(position);
    } catch (IOException e) {
      onTrouble.accept(e);
      throw e;
    }
  }

  @Override
  public void doubt(long position) {
    try {
      body().verify(position, position + 1, null);
    } catch (IOException e) {
      onTrouble.accept(e);
    }
  }

  /** See {@link #sound}; says nothing of trouble to anybody else. */
  long verified(long position) throws IOException {
    if (System.nanoTime() - lookedAt >= LOOK_EVERY.toNanos()) {
      look();
    }
    if (position >= soundTo && !isWithin(position)) {
      // What another reader has verified meanwhile need not be verified again.
      look();
    }
    if (position < soundTo) {
      return soundTo;
    }
    if (!isWithin(position)) {
      verifyFrom(position);
    }
    return verifiedTo;
  }

  private boolean isWithin(long position) {
    return position >= verifiedFrom && position < verifiedTo;
  }

  private void look() throws IOException {
    lookedAt = System.nanoTime();
    DiskEntry.Mark now = mark();
    if (!Objects.equals(now, mark)) {
      mark = now;
      verifiedTo = -1;
    }
    soundTo = now == null ? 0 : verification.soundTo(entry, now);
  }

  private void verifyFrom(long position) throws IOException {
    if (position != verifiedTo) {
      verifiedFrom = position;
    }
    verifiedTo = body().verify(position, position + AHEAD, null);
    if (mark != null) {
      verification.sound(entry, mark, verifiedFrom, verifiedTo);
    }
  }

  private CheckedBody body() throws IOException {
    CheckedBody checked = body;
    if (checked == null) {
      checked = verification.checked(channel, entry.footer());
      body = checked;
    }
    return checked;
  }

  /** By which the file is told to be unchanged; null when it bears its name no more. */
  private DiskEntry.@Nullable Mark mark() throws IOException {
    try {
      return verification.mark(path);
    } catch (NoSuchFileException gone) {
      return null;
    }
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
