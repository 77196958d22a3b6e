package dev.larder.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecodedTest {
  private static final byte[] HELLO = "hello, larder".getBytes(StandardCharsets.US_ASCII);

  @ParameterizedTest
  @CsvSource({
    "gzip, 1f8b08000000000002ffcb48cdc9c9d751c8492c4a492d02009da1d36b0d000000",
    "br, 0b068068656c6c6f2c206c617264657203"
  })
  void wholeBodyIsDecodedAndACutOrLongerOneRefused(String coding, String hex) {
    byte[] body = HexFormat.of().parseHex(hex);
    assertArrayEquals(HELLO, Decoded.of(coding, body));
    for (int length = 0; length < body.length; length++) {
      byte[] cut = Arrays.copyOf(body, length);
      assertThrows(UncheckedIOException.class, () -> Decoded.of(coding, cut), "cut at " + length);
    }
  }

  @Test
  void deltaIsDecodedByItsDictionaryAndNoOther() {
    byte[] delta =
        HexFormat.of()
            .parseHex(
                "ff444342672aa99040b84160032637bb0be31cbe9973e06c8fcc40024046b20e461053a1"
                    + "1b38000024006a1063eafa74e818");
    String common = ", larder: you keep what all the others have to fetch";
    byte[] dictionary = ("goodbye" + common).getBytes(StandardCharsets.US_ASCII);
    byte[] whole = ("hello" + common).getBytes(StandardCharsets.US_ASCII);
    assertArrayEquals(whole, Decoded.against(dictionary, delta));
    assertThrows(UncheckedIOException.class, () -> Decoded.against(HELLO, delta));
    for (int length = 0; length < delta.length; length++) {
      byte[] cut = Arrays.copyOf(delta, length);
      assertThrows(
          UncheckedIOException.class, () -> Decoded.against(dictionary, cut), "at " + length);
    }
  }
}
