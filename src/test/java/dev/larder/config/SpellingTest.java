package dev.larder.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class SpellingTest {

  @Test
  void aSlipOfThePenIsForgiven() {
    assertEquals(
        Optional.of("listen"), Spelling.nearest("lisen", List.of("admin", "listen", "store")));
  }

  @Test
  void anotherWordIsNotGuessedAt() {
    assertEquals(
        Optional.empty(), Spelling.nearest("backend", List.of("admin", "listen", "store")));
  }

  @Property
  void distanceIsSymmetricAndZeroOnlyForTheSameWord(
      @ForAll @StringLength(max = 8) String one, @ForAll @StringLength(max = 8) String other) {
    int distance = Spelling.distance(one, other);
    assertEquals(distance, Spelling.distance(other, one));
    assertEquals(one.equals(other), distance == 0);
  }
}
