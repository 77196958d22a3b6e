package dev.larder.store.disk;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file being written under a temporary name. One thread writes, any number read what is there.
 * Stays readable, whatever becomes of its name, until closed.
 *
 * <p>A thread that is interrupted while it reads closes the channel for everyone: that is the law
 * of {@link FileChannel}. The others then open the file again by the name it bears.
 */
public final class Spool implements AutoCloseable {
  private static final long STEP = 64 * 1024;

  private final DiskTier tier;
  private final DiskFiles files;
  private final long footing;
  private final BlockChecksums checksums = new BlockChecksums();
  private volatile Path path;
  private volatile FileChannel channel;
  private long reserved;
  private long written;
  private @Nullable Footer placed;
  private boolean closed;

  /**
   * Creates the file.
   *
   * @param reserved bytes already taken for it
   * @param footing bytes to be expected beside the body
   */
  Spool(DiskTier tier, DiskFiles files, Path path, long reserved, long footing) throws IOException {
    this.tier = tier;
    this.files = files;
    this.path = path;
    this.reserved = reserved;
    this.footing = footing;
    this.channel = files.create(path);
  }

  /**
   * Writes the buffer's remaining bytes at the end of the body.
   *
   * @throws NoRoomException when the limit leaves no room; nothing was written then
   */
  public void append(ByteBuffer bytes) throws IOException {
    reserve(written + bytes.remaining() + footing);
    checksums.update(bytes);
    long end = written + bytes.remaining();
    write(bytes, written);
    written = end;
  }

  /**
   * Reads from the body, of which there must be some at that position.
   *
   * @param most bytes to read
   * @return how many were read, at least one
   */
  public int read(ByteBuffer into, long position, long most) throws IOException {
    int limit = into.limit();
    into.limit((int) Math.min(limit, into.position() + most));
    try {
      int read = read(into, position);
      if (read < 0) {
        throw new EOFException("a file being written is shorter than what was written to it");
      }
      return read;
    } finally {
      into.limit(limit);
    }
  }

  private int read(ByteBuffer into, long position) throws IOException {
    try {
      return channel.read(into, position);
    } catch (ClosedChannelException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      return reopened(e).read(into, position);
    }
  }

  private synchronized FileChannel reopened(IOException cause) throws IOException {
    if (closed) {
      throw cause;
    }
    if (!channel.isOpen()) {
      channel = placed == null ? files.openToWrite(path) : reopenedAs(placed, cause);
    }
    return channel;
  }

  /** Another file may have taken its name since. */
  private FileChannel reopenedAs(Footer ours, IOException cause) throws IOException {
    FileChannel file = files.openToRead(path);
    if (Footer.isOf(files, file, ours)) {
      return file;
    }
    file.close();
    throw cause;
  }

  long written() {
    return written;
  }

  Path path() {
    return path;
  }

  long reserved() {
    return reserved;
  }

  ByteBuffer checksums() {
    return checksums.finish();
  }

  /** Writes what follows the body, for which there must be room. */
  void writeTrailer(ByteBuffer trailer) throws IOException {
    write(trailer, written);
  }

  private void write(ByteBuffer bytes, long position) throws IOException {
    int from = bytes.position();
    try {
      files.write(channel, bytes, position);
    } catch (ClosedChannelException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      files.write(reopened(e), bytes.position(from), position);
    }
  }

  /** Makes what is reserved at least, or exactly, that many bytes. */
  void reserve(long bytes) throws NoRoomException {
    long missing = SpaceLedger.rounded(bytes) - reserved;
    if (missing > 0) {
      long step = Math.max(missing, STEP);
      if (!tier.makeRoom(step)) {
        throw new NoRoomException("the disk limit leaves no room");
      }
      reserved += step;
    }
  }

  /** The file bears its final name now, and what it takes belongs to the index. */
  synchronized void placedAs(Path name, Footer footer) {
    path = name;
    placed = footer;
    reserved = 0;
  }

  /** Gives the file back; deletes it unless it was placed. */
  @Override
  public void close() {
    FileChannel open;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      open = channel;
    }
    tier.closed(open, placed == null ? path : null, reserved);
    reserved = 0;
  }

  /** There is no room within the limit: trouble of the object, not of the disk. */
  public static final class NoRoomException extends IOException {
    private static final long serialVersionUID = 1L;

    NoRoomException(@Nullable String message) {
      super(message);
    }
  }
}
