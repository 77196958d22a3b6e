package dev.larder.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:8080, 127.0.0.1, 8080",
    "localhost:0, localhost, 0",
    "[::1]:443, ::1, 443",
    ":8080, '', 8080",
    "cdn-1.example.org:65535, cdn-1.example.org, 65535"
  })
  void hostAndPortAreToldApart(String text, String host, int port) {
    assertEquals(Optional.of(new HostPort(host, port)), HostPort.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "8080", "localhost", "::1:8080", "a:b", "a:65536", "a:-1", "[1]:80", "a b:1"})
  void otherTextIsNone(String text) {
    assertEquals(Optional.empty(), HostPort.parse(text));
  }

  @Test
  void withoutHostEveryAddressIsMeant() {
    assertTrue(new HostPort("", 80).socketAddress().getAddress().isAnyLocalAddress());
  }

  @Property
  void everyHostAndPortIsReadBackFromItsText(
      @ForAll @IntRange(min = 0, max = 65_535) int port, @ForAll boolean bracketed) {
    HostPort hostPort = new HostPort(bracketed ? "fe80::1" : "cdn.example.org", port);
    assertEquals(Optional.of(hostPort), HostPort.parse(hostPort.toString()));
  }
}
