package dev.larder.cache;

import dev.larder.exchange.Content;
import dev.larder.exchange.Lease;
import dev.larder.exchange.Tail;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads any content from its beginning to its end. */
final class ContentTail implements Tail {
  private final Content.Stored content;
  private long at;

  private ContentTail(Content.Stored content) {
    this.content = content;
  }

  /** A reader that releases the content when it is closed. */
  static Tail of(Content content) {
    return switch (content) {
      case Content.None ignored -> new ContentTail(Content.Stored.of(ByteBuffer.allocate(0)));
      case Content.Stored stored -> new ContentTail(stored);
      case Content.Arriving arriving -> arriving.tail();
    };
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    long left = content.length() - at;
    if (left == 0) {
      return -1;
    }
    int most = (int) Math.min(left, into.remaining());
    ByteBuffer part = into.slice(into.position(), most);
    ByteBuffer memory = content.memory();
    if (memory != null) {
      part.put(memory.slice(memory.position() + (int) at, most));
    } else if (content.file() != null) {
      readFile(content.file(), part);
    }
    into.position(into.position() + part.position());
    at += part.position();
    return part.position();
  }

  private void readFile(Lease file, ByteBuffer part) throws IOException {
    long from = content.offset() + at;
    part.limit((int) Math.min(part.limit(), file.sound(from) - from));
    try {
      if (file.channel().read(part, from) < 0) {
        throw new EOFException("the file is shorter than its content");
      }
    } catch (IOException e) {
      file.doubt(from);
      throw e;
    }
  }

  @Override
  public void close() {
    content.release();
  }
}
