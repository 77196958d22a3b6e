package dev.larder.it;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Reads an answer at a steady slow pace, and checks each byte; gives up when told. */
final class SlowReader implements Callable<Integer>, AutoCloseable {

  private static final int STEPS_A_SECOND = 10;
  private static final int RECEIVE_BUFFER = 16 * 1024;
  private static final String END_OF_HEAD = "\r\n\r\n";

  private final Socket socket = new Socket();
  private final byte[] expected;
  private final int step;
  private int read;
  private volatile boolean stopped;

  /**
   * Asks for a path.
   *
   * @param expected the body
   * @param pace bytes a second
   */
  SlowReader(int port, String path, byte[] expected, int pace) throws IOException {
    this.expected = expected;
    this.step = pace / STEPS_A_SECOND;
    // Before it connects, or the window has been announced already.
    socket.setReceiveBufferSize(RECEIVE_BUFFER);
    socket.setSoTimeout((int) Duration.ofSeconds(30).toMillis());
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    String request = "GET " + path + " HTTP/1.1\r\nHost: node.test\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Reads until stopped; says how many bytes of content came. */
  @Override
  public Integer call() throws IOException {
    InputStream in = socket.getInputStream();
    String head = head(in);
    if (!head.startsWith("HTTP/1.1 200")) {
      throw new IOException("no 200: " + head);
    }
    long start = System.nanoTime();
    for (int steps = 1; !stopped && read < expected.length; steps++) {
      take(in);
      long due = start + Duration.ofSeconds(1).toNanos() * steps / STEPS_A_SECOND;
      LockSupport.parkNanos(due - System.nanoTime());
    }
    return read;
  }

  private void take(InputStream in) throws IOException {
    int from = read;
    byte[] bytes = in.readNBytes(Math.min(step, expected.length - from));
    if (!Arrays.equals(bytes, 0, bytes.length, expected, from, from + bytes.length)) {
      throw new IOException("wrong bytes after " + from);
    }
    if (bytes.length == 0) {
      throw new IOException("the answer ended after " + from);
    }
    read += bytes.length;
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf(END_OF_HEAD) < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the answer ended in its head: " + head);
      }
      head.append((char) next);
    }
    return head.toString();
  }

  void stop() {
    stopped = true;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
