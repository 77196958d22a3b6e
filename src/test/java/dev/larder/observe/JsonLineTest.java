package dev.larder.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class JsonLineTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Any sixteen bits, with what is escaped and halves of surrogate pairs more often than not. */
  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
            Arbitraries.chars().range('\0', '\u00ff'),
            Arbitraries.chars().range('\ud7fe', '\ue001'),
            Arbitraries.of('"', '\\', '/', '\n', '\r', '\u2028', '\u2029', '\ufffe'),
            Arbitraries.chars().all())
        .list()
        .ofMaxSize(40)
        .map(chars -> {
          StringBuilder text = new StringBuilder();
          chars.forEach(text::append);
          return text.toString();
        });
  }

  @Property(tries = 2000)
  void whateverIsWrittenIsReadAgain(
      @ForAll("texts") String path, @ForAll long number, @ForAll boolean flag) {
    JsonLine line = new JsonLine();
    line.add(LogField.PATH, path);
    line.add(LogField.DURATION, number);
    line.add(LogField.COMPLETE, flag);
    byte[] bytes = line.end();

    String text = new String(bytes, StandardCharsets.US_ASCII);
    assertEquals(text.length() - 1, text.indexOf('\n'), "it is one line");
    assertTrue(text.chars().allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f)), text);
    JsonNode read = JSON.readTree(bytes);
    assertEquals(wellFormed(path), read.get("url.path").asString());
    assertEquals(number, read.get("event.duration").asLong());
    assertEquals(flag, read.get("larder.complete").asBoolean());
    assertEquals(3, read.size());
  }

  @Property(tries = 2000)
  void bytesAreWrittenAsTheirCharactersAre(@ForAll @Size(max = 40) byte[] bytes) {
    JsonLine copied = new JsonLine();
    copied.copy(LogField.PATH, bytes, 0, bytes.length);
    JsonLine added = new JsonLine();
    added.add(LogField.PATH, new String(bytes, StandardCharsets.ISO_8859_1));
    assertEquals(text(added), text(copied));
  }

  @Test
  void eachByteIsToldFromItsNeighbours() {
    for (int neighbour : new int[] {' ', '~', 'a', '#', '[', ']', '!'}) {
      for (int b = 0; b < 256; b++) {
        for (int at = 0; at < 8; at++) {
          byte[] bytes = new byte[8];
          Arrays.fill(bytes, (byte) neighbour);
          bytes[at] = (byte) b;
          bytesAreWrittenAsTheirCharactersAre(bytes);
        }
      }
    }
  }

  @Test
  void partOfALineIsPutIntoAnother() {
    JsonLine part = new JsonLine();
    part.add(LogField.QUERY, "q");
    part.add(LogField.PORT, 1);
    JsonLine line = new JsonLine();
    line.add(part);
    line.add(LogField.PATH, "/");
    line.add(part);
    assertEquals(
        "{\"url.query\":\"q\",\"url.port\":1,\"url.path\":\"/\",\"url.query\":\"q\",\"url.port\":1}\n",
        text(line));
  }

  @Test
  void lineIsUsedAgainFromItsBeginning() {
    JsonLine line = new JsonLine();
    line.add(LogField.PATH, "/a");
    assertEquals("{\"url.path\":\"/a\"}\n", text(line));
    line.add(LogField.QUERY, null);
    assertEquals("{}\n", text(line));
  }

  @Test
  void pairsStayPairsAndHalvesAreReplaced() {
    JsonLine line = new JsonLine();
    line.add(LogField.PATH, "\ud83d\ude00\ude00\ud83d");
    assertEquals("{\"url.path\":\"\\ud83d\\ude00\\ufffd\\ufffd\"}\n", text(line));
  }

  private static String text(JsonLine line) {
    return new String(line.end(), StandardCharsets.US_ASCII);
  }

  /** By code points, which is another way than the one that is tested. */
  private static String wellFormed(String text) {
    StringBuilder mended = new StringBuilder();
    text.codePoints()
        .forEach(point ->
            mended.appendCodePoint(
                point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE
                    ? 0xfffd
                    : point));
    return mended.toString();
  }
}
