package dev.larder.origin;

import java.nio.ByteBuffer;

/** No content. */
enum NoBody implements OriginBody {
  INSTANCE;

  @Override
  public long length() {
    return 0;
  }

  @Override
  public int read(ByteBuffer into) {
    return -1;
  }

  @Override
  public boolean provenWhole() {
    return true;
  }

  @Override
  public void close() {}
}
