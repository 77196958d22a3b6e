package dev.larder.observe;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** Where the access log's lines go. For one thread, which may wait. */
interface LogSink extends Closeable {

  /** Writes whole lines. After a failure, some of them may be there. */
  void write(byte[] lines) throws IOException;

  /** A stream that belongs to somebody else, and stays open. */
  static LogSink of(OutputStream stream) {
    return new LogSink() {
      @Override
      public void write(byte[] lines) throws IOException {
        stream.write(lines);
        stream.flush();
      }

      @Override
      public void close() {}
    };
  }
}
