package dev.larder.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

/** A socket that keeps all that is said after the first word, until that is let go at once. */
final class HeldSocket extends Socket {
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private boolean greeted;
  private boolean free;

  @Override
  public OutputStream getOutputStream() throws IOException {
    OutputStream out = super.getOutputStream();
    return new OutputStream() {
      @Override
      public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        if (greeted && !free) {
          held.write(bytes, offset, length);
        } else {
          greeted = true;
          out.write(bytes, offset, length);
        }
      }
    };
  }

  /** Sends in one what was kept, and keeps nothing from now on. */
  void letGo() throws IOException {
    super.getOutputStream().write(held.toByteArray());
    free = true;
  }
}
