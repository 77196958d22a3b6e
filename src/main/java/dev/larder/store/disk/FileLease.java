package dev.larder.store.disk;

import dev.larder.exchange.Lease;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An open file as one reader has it, who reads onwards.
 *
 * <p>As long as the file is known to be sound, the reader goes ahead, and its mark is looked at
 * once a second. Otherwise, or from then on, each part of the body is verified shortly before it
 * leaves: an I/O thread does not verify, so there is nothing ready for it then.
 */
final class FileLease implements Lease {
  /** What is verified at once: the most that is known to be sound before the first byte leaves. */
  private static final long AHEAD = 1024 * 1024;

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /**
   * For so long it is believed that pages stay in memory. The kernel lets those go that were not
   * used for longest, after seconds where memory is scarce, and these were read when they were
   * asked for last or are about to be.
   */
  private static final Duration RESIDENT_FOR = Duration.ofMillis(100);

  private final OpenFile file;
  private final DiskEntry entry;
  private final Verification verification;
  private final Consumer<IOException> onTrouble;

  private DiskEntry.@Nullable Mark mark;
  private long lookedAt = System.nanoTime() - LOOK_EVERY.toNanos();

  /** What others found sound too. */
  private long soundTo;

  private @Nullable CheckedBody body;
  private long verifiedFrom;
  private long verifiedTo = -1;

  private long residentFrom;
  private long residentTo;
  private long residentAt;
  private boolean closed;

  /** A reader of a file, who is one of its users already. */
  FileLease(
      OpenFile file, DiskEntry entry, Verification verification, Consumer<IOException> onTrouble) {
    this.file = file;
    this.entry = entry;
    this.verification = verification;
    this.onTrouble = onTrouble;
  }

  @Override
  public FileChannel channel() {
    return file.channel();
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

  /** Whether its name still leads to the file, and the file is known to be sound. Never waits. */
  boolean isSoundNow(long position) {
    lookNow();
    return file.isAs(mark) && position < soundTo;
  }

  @Override
  public long readyTo(long position) {
    if (isDue(lookedAt, LOOK_EVERY)) {
      lookNow();
    }
    long sound = isWithin(position) ? Math.max(soundTo, verifiedTo) : soundTo;
    if (position >= sound) {
      return position;
    }
    boolean asked = position >= residentFrom && position < residentTo;
    if (!asked || isDue(residentAt, RESIDENT_FOR)) {
      residentAt = System.nanoTime();
      residentFrom = position;
      residentTo = file.residentTo(position);
    }
    return Math.min(sound, residentTo);
  }

  private static boolean isDue(long last, Duration every) {
    return System.nanoTime() - last >= every.toNanos();
  }

  private long verified(long position) throws IOException {
    if (isDue(lookedAt, LOOK_EVERY)) {
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
    look(mark());
  }

  private void lookNow() {
    look(file.markNow());
  }

  private void look(DiskEntry.@Nullable Mark now) {
    lookedAt = System.nanoTime();
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
      checked = verification.checked(file.channel(), entry.footer());
      body = checked;
    }
    return checked;
  }

  /** By which the file is told to be unchanged; null when it bears its name no more. */
  private DiskEntry.@Nullable Mark mark() throws IOException {
    try {
      return verification.mark(file.path());
    } catch (NoSuchFileException gone) {
      return null;
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      file.leave();
    }
  }
}
