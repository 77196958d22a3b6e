package dev.larder.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class StartFailureTest {

  @Test
  void takenPortIsASentenceHoweverDeepTheCause() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
        ServerSocket second = new ServerSocket()) {
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), taken.getLocalPort());
      IOException refused = assertThrows(IOException.class, () -> second.bind(address));
      assertEquals(
          "cannot listen on 127.0.0.1:" + address.getPort() + ": another process does",
          StartFailure.listening(address, new IllegalStateException(refused)).sentence());
    }
  }

  @Test
  void otherTroubleIsQuoted() {
    InetSocketAddress address = new InetSocketAddress(80);
    assertEquals(
        "cannot listen on 0.0.0.0:80: no such key",
        StartFailure.listening(address, new IOException("no such key")).sentence());
  }
}
