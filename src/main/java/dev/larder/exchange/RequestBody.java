package dev.larder.exchange;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The content of a request, read once, by the thread that answers. */
public interface RequestBody {
  RequestBody NONE =
      new RequestBody() {
        @Override
        public long length() {
          return 0;
        }

        @Override
        public int read(ByteBuffer into) {
          return -1;
        }
      };

  /** The number of bytes announced, 0 when there is no content, -1 when it is not known. */
  long length();

  /**
   * Waits for at least one byte.
   *
   * @return the number of bytes put into the buffer, or -1 at the end of a complete content
   * @throws IOException when the client vanished, stalled or sent a broken or too large content
   */
  int read(ByteBuffer into) throws IOException;
}
