package dev.larder.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "17, 17",
    "17b, 17",
    "64k, 65536",
    "64KiB, 65536",
    "64kB, 64000",
    "512MiB, 536870912",
    "512 MiB, 536870912",
    "10GB, 10000000000",
    "1.5gib, 1610612736",
    "2t, 2199023255552",
    "9223372036854775807, 9223372036854775807"
  })
  void sizesAreReadInBytes(String text, long bytes) {
    assertEquals(Optional.of(new ByteSize(bytes)), ByteSize.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "MiB", "-1", "1x", "1 000", "1e3", "12 apples", "0x10", "9223372036854775808"})
  void otherTextIsNoSize(String text) {
    assertEquals(Optional.empty(), ByteSize.parse(text));
  }

  @Test
  void sizeIsNeverNegative() {
    assertThrows(IllegalArgumentException.class, () -> new ByteSize(-1));
  }

  @Property
  void everySizeIsReadBackFromItsText(@ForAll @LongRange(min = 0) long bytes) {
    ByteSize size = new ByteSize(bytes);
    assertEquals(Optional.of(size), ByteSize.parse(size.toString()));
  }

  @Property
  void roundSizesAreReadBackFromTheirText(
      @ForAll @LongRange(min = 0, max = 4096) long number,
      @ForAll @LongRange(min = 0, max = 4) long unit) {
    ByteSize size = new ByteSize(number << (10 * unit));
    assertEquals(Optional.of(size), ByteSize.parse(size.toString()));
  }

  @Property
  void noTextMakesParsingThrow(@ForAll String text) {
    ByteSize.parse(text).ifPresent(size -> assertTrue(size.bytes() >= 0));
  }
}
