package dev.larder.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "3s, PT3S",
    "0s, PT0S",
    "10m, PT10M",
    "24h, PT24H",
    "7d, PT168H",
    "2 h, PT2H"
  })
  void durationsHaveANumberAndAUnit(String text, Duration duration) {
    assertEquals(Optional.of(duration), Durations.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "-3s", "1.5s", "3 sec", "1h30m", "s", "9999999999s", "3S"})
  void otherTextIsNoDuration(String text) {
    assertEquals(Optional.empty(), Durations.parse(text));
  }

  @Property
  void everyDurationIsReadBackFromItsText(
      @ForAll @LongRange(min = 0, max = 999_999_999) long millis) {
    Duration duration = Duration.ofMillis(millis);
    assertEquals(Optional.of(duration), Durations.parse(Durations.text(duration)));
  }

  @Property
  void roundDurationsAreReadBackFromTheirText(
      @ForAll @LongRange(min = 0, max = 100_000) long minutes) {
    Duration duration = Duration.ofMinutes(minutes);
    assertEquals(Optional.of(duration), Durations.parse(Durations.text(duration)));
  }
}
