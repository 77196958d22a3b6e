package dev.larder.cache;

import dev.larder.exchange.Tail;
import dev.larder.origin.OriginBody;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The content of an origin's answer on its way to the one client that it is for. */
record OriginTail(OriginBody body) implements Tail {
  @Override
  public int read(ByteBuffer into) throws IOException {
    return body.read(into);
  }

  @Override
  public void close() {
    body.close();
  }
}
