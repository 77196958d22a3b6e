package dev.larder.store.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.http.CacheKey;
import dev.larder.http.ContentCoding;
import dev.larder.http.Fields;
import dev.larder.http.ResponseHead;
import dev.larder.http.StoredHead;
import dev.larder.store.Address;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FormatTest {
  private static final String UNICODE = "\u00e9\u4e16\ud83d\ude00";

  @Property(tries = 200)
  void headsComeBackAsTheyWere(
      @ForAll @Size(max = 8) List<String> texts, @ForAll @IntRange(min = 100, max = 999) int status)
      throws DamagedFileException {
    Fields.Builder fields = Fields.builder();
    texts.forEach(text -> fields.add("X-" + text.length(), encodable(text)));
    Instant time = Instant.ofEpochSecond(1_700_000_000L + status, status);
    StoredHead head =
        StoredHead.of(
            new ResponseHead(status, fields.build()),
            time,
            time.plusNanos(3),
            fields.build(),
            UNICODE);
    assertEquals(head, HeadCodec.decode(ByteBuffer.wrap(HeadCodec.encode(head))));
  }

  @Property(tries = 200)
  void addressesComeBackAsTheyWere(
      @ForAll String path, @ForAll String query, @ForAll ContentCoding coding)
      throws DamagedFileException {
    CacheKey key = new CacheKey("s", "", "/" + encodable(path), encodable(query));
    Address address = new Address(key, UNICODE, coding);
    assertEquals(address, AddressCodec.decode(ByteBuffer.wrap(AddressCodec.encode(address))));
  }

  /** Without halves of surrogate pairs, which no UTF-8 can hold. */
  private static String encodable(String text) {
    return text.replaceAll("\\p{Cs}", "");
  }

  @Property(tries = 200)
  void checksumsDoNotDependOnHowTheBodyWasCut(
      @ForAll @IntRange(min = 0, max = 300_000) int length, @ForAll long seed) {
    byte[] body = new byte[length];
    Random random = new Random(seed);
    random.nextBytes(body);
    BlockChecksums checksums = new BlockChecksums();
    for (int from = 0; from < length; ) {
      int step = Math.min(length - from, 1 + random.nextInt(100_000));
      checksums.update(ByteBuffer.wrap(body, from, step));
      from += step;
    }
    ByteBuffer all = checksums.finish();
    assertEquals(BlockChecksums.bytesFor(length), all.remaining());
    for (int from = 0; from < length; from += BlockChecksums.BLOCK) {
      CRC32C crc = new CRC32C();
      crc.update(body, from, Math.min(BlockChecksums.BLOCK, length - from));
      assertEquals((int) crc.getValue(), all.getInt());
    }
  }

  @Test
  void slotCutOrFlippedAnywhereIsNotValid() {
    ByteBuffer slot = new HeadSlot(3, 9, ByteBuffer.wrap("a head".getBytes(UTF_8))).encode();
    assertEquals(3, Objects.requireNonNull(HeadSlot.decode(slot)).sequence());
    byte[] bytes = new byte[slot.remaining()];
    slot.get(0, bytes);
    for (int i = 0; i < bytes.length; i++) {
      assertNull(HeadSlot.decode(ByteBuffer.wrap(bytes, 0, i)), "cut at " + i);
      byte[] flipped = bytes.clone();
      flipped[i] ^= 4;
      assertNull(HeadSlot.decode(ByteBuffer.wrap(flipped)), "flipped at " + i);
    }
    assertNull(HeadSlot.decode(ByteBuffer.allocate(512)), "an empty slot");
  }

  @Test
  void footerHasTheBytesThatTheManualSays() throws DamagedFileException {
    Footer footer = new Footer(1, 2, 3, 4, 5, 256, 7, 8);
    ByteBuffer bytes = footer.encode();
    byte[] copy = new byte[Footer.SIZE];
    bytes.get(0, copy);
    String hex = HexFormat.of().formatHex(copy);
    assertEquals(
        "0000000000000001" + "0000000000000002" + "0000000000000003" + "0000000000000004",
        hex.substring(0, 64));
    assertEquals("00000001" + "4c61726465720d0a", hex.substring(104));
    assertEquals(footer, Footer.decode(bytes, footer.fileSize()));
    IOException grown =
        assertThrows(DamagedFileException.class, () -> Footer.decode(bytes, footer.fileSize() + 1));
    assertTrue(String.valueOf(grown.getMessage()).contains("bytes, not"));
  }

  @Test
  void nameIsTheBeginningOfTheHashOfTheAddress() {
    FileName name = FileName.of(Address.of(new CacheKey("site", "", "/a", "")));
    assertEquals("83b335ba88bf163bb47ae91c433e96af", name.toString());
    assertEquals(name, FileName.parse(name.toString()));
    for (String other : List.of("", "83", "83B335BA88BF163BB47AE91C433E96AF", "g".repeat(32))) {
      assertNull(FileName.parse(other), other);
    }
  }
}
