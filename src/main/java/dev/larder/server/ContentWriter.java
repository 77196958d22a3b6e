package dev.larder.server;

import dev.larder.exchange.Content;
import dev.larder.exchange.Lease;
import dev.larder.exchange.Tail;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.xnio.channels.StreamSinkChannel;

/**
 * Moves content to a client. What fits at once may be written on an I/O thread; all else runs on a
 * virtual thread, writes without blocking the channel, and parks when it is full.
 */
final class ContentWriter {
  /** Each reader of something that arrives holds so many, however slow it is. */
  private static final int ARRIVING_BYTES = 16 * 1024;

  /** Above this a file is cheaper than memory where the kernel can send it by itself. */
  private static final long SENDFILE_FROM = 64 * 1024;

  private final StreamSinkChannel channel;
  private final boolean plain;
  private final Duration patience;
  private long written;

  /**
   * A writer.
   *
   * @param plain whether bytes leave as they are, without TLS
   * @param patience how long the client may take no byte
   */
  ContentWriter(StreamSinkChannel channel, boolean plain, Duration patience) {
    this.channel = channel;
    this.plain = plain;
    this.patience = patience;
  }

  /** Bytes of content that the connection has taken. */
  long written() {
    return written;
  }

  /** The bytes in memory that are the better way to send this content, or null. */
  static @Nullable ByteBuffer memory(Content.Stored content, boolean plain) {
    boolean sendfile = content.file() != null && plain && content.length() > SENDFILE_FROM;
    return sendfile ? null : content.memory();
  }

  /**
   * Writes as much as the connection takes, without waiting.
   *
   * @return whether all was taken, and the end of the answer with it
   */
  boolean writeNow(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      int taken = channel.writeFinal(bytes);
      if (taken == 0) {
        return false;
      }
      written += taken;
    }
    return finishNow();
  }

  /**
   * Ends the answer, without waiting.
   *
   * @return whether its end was taken
   */
  boolean finishNow() throws IOException {
    channel.shutdownWrites();
    return channel.flush();
  }

  /** Writes all of it. Waits; not for I/O threads. */
  void write(Content content) throws IOException {
    switch (content) {
      case Content.None ignored -> {}
      case Content.Stored stored -> write(stored);
      case Content.Arriving arriving -> write(arriving);
    }
  }

  private void write(Content.Stored content) throws IOException {
    ByteBuffer memory = memory(content, plain);
    Lease file = content.file();
    if (memory != null) {
      write(memory.duplicate());
    } else if (file != null) {
      write(file, content.offset(), content.length());
    } else if (content.length() > 0) {
      throw new IllegalStateException("content that is nowhere");
    }
  }

  /**
   * The head leaves first: as long as it waits, Undertow takes content from the file's own position
   * and not from the one that it is told.
   */
  private void write(Lease file, long offset, long length) throws IOException {
    flush();
    long at = offset;
    long end = offset + length;
    while (at < end) {
      long sound = Math.min(end, file.sound(at));
      long taken = send(file, at, sound - at);
      if (taken > 0) {
        at += taken;
        written += taken;
      } else if (at >= file.channel().size()) {
        throw new EOFException("the file is shorter than its content");
      } else {
        Readiness.ofWriting(channel, patience);
      }
    }
  }

  private long send(Lease file, long position, long length) throws IOException {
    try {
      return channel.transferFrom(file.channel(), position, length);
    } catch (IOException e) {
      file.doubt(position);
      throw e;
    }
  }

  /**
   * Each piece leaves as it comes: a client waits for nothing that is here already. To flush the
   * last of what has a length would end the answer.
   */
  private void write(Content.Arriving content) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(ARRIVING_BYTES);
    Tail tail = content.tail();
    long announced = content.length();
    while (tail.read(buffer.clear()) >= 0) {
      buffer.flip();
      if (announced >= 0 && written + buffer.remaining() > announced) {
        throw new IOException("content of " + announced + " bytes goes on after them");
      }
      write(buffer);
      if (written != announced) {
        flush();
      }
    }
    if (written < announced) {
      throw new EOFException("content of " + announced + " bytes ended after " + written);
    }
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      int taken = channel.write(bytes);
      if (taken == 0) {
        Readiness.ofWriting(channel, patience);
      }
      written += taken;
    }
  }

  /** Ends the answer. Waits; not for I/O threads. */
  void finish() throws IOException {
    channel.shutdownWrites();
    flush();
  }

  private void flush() throws IOException {
    while (!channel.flush()) {
      Readiness.ofWriting(channel, patience);
    }
  }
}
