package dev.larder.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NumericChars;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigitsTest {

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "-1", "+1", "1.0", "0x1", "1 ", " 1", "1_000", "٣", "１"})
  void whatIsNotDigitsIsNoNumber(String text) {
    assertEquals(-1, Digits.read(text));
  }

  @Property
  void everyNumberIsReadWithLeadingZerosToo(
      @ForAll @LongRange(min = 0, max = Digits.MAX) long number) {
    assertEquals(number, Digits.read(Long.toString(number)));
    assertEquals(number, Digits.read("000000000000000000000" + number));
  }

  @Property
  void moreDigitsNeverMakeItOverflow(@ForAll @NumericChars String digits) {
    assertEquals(Digits.MAX, Digits.read("9223372036854775807" + digits));
  }
}
