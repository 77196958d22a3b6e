package dev.larder.http;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagTest {
  private static final EntityTag STRONG = EntityTag.strong("a");
  private static final EntityTag WEAK = new EntityTag(true, "a");

  @Test
  void tagsAreRead() {
    assertEquals(EntityTag.strong("xyzzy"), EntityTag.parse("\"xyzzy\""));
    assertEquals(new EntityTag(true, "xyzzy"), EntityTag.parse("W/\"xyzzy\""));
    assertEquals(EntityTag.strong(""), EntityTag.parse("\"\""));
    assertEquals(EntityTag.strong("a,b\\"), EntityTag.parse("\"a,b\\\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "xyzzy",
        "\"",
        "W/",
        "W/\"",
        "w/\"a\"",
        "\"a",
        "a\"",
        "\"a\"b\"",
        "\"a b\"",
        "*"
      })
  void otherTextIsNoTag(String text) {
    assertNull(EntityTag.parse(text));
  }

  @Test
  void absentFieldIsNoTag() {
    assertNull(EntityTag.parse(null));
  }

  @Test
  void listsAreReadAndJunkInThemPassedOver() {
    String list = "\"a,b\", junk,, W/\"c\" ,\t\"d\"";
    for (String opaque : List.of("a,b", "c", "d")) {
      assertTrue(EntityTag.strong(opaque).isWeaklyIn(list), opaque);
    }
    for (String opaque : List.of("a", "b", "junk", "", "\"d", "*")) {
      assertFalse(EntityTag.strong(opaque).isWeaklyIn(list), opaque);
    }
    assertFalse(EntityTag.strong("*").isWeaklyIn("*"));
    assertFalse(EntityTag.strong("a").isWeaklyIn("\"never closed, \"a\""));
    assertFalse(EntityTag.strong("").isWeaklyIn("\""));
    assertFalse(EntityTag.strong("").isWeaklyIn("W/"));
    assertTrue(EntityTag.strong("").isWeaklyIn("W/\"\""));
  }

  @ParameterizedTest
  @CsvSource({
    "'\"a\"', '\"a\"', true, true",
    "'W/\"a\"', '\"a\"', true, false",
    "'W/\"a\"', 'W/\"a\"', true, false",
    "'\"a\"', '\"A\"', false, false"
  })
  void tagsAreCompared(String one, String other, boolean weakly, boolean strongly) {
    EntityTag left = requireNonNull(EntityTag.parse(one));
    EntityTag right = requireNonNull(EntityTag.parse(other));
    assertEquals(weakly, left.isWeaklyIn(other));
    assertEquals(weakly, right.isWeaklyIn(one));
    assertEquals(strongly, left.matchesStrongly(right));
    assertEquals(strongly, right.matchesStrongly(left));
  }

  @Test
  void tagIsWrittenAsItStandsInAField() {
    assertEquals("\"a\"", STRONG.toString());
    assertEquals("W/\"a\"", WEAK.toString());
  }

  @Property
  void everyTagIsReadBackAloneAndInAList(
      @ForAll boolean weak, @ForAll("opaque") String one, @ForAll("opaque") String other) {
    EntityTag tag = new EntityTag(weak, one);
    EntityTag next = EntityTag.strong(other);
    assertEquals(tag, EntityTag.parse(tag.toString()));
    assertTrue(tag.isWeaklyIn(next + ", " + tag));
  }

  @Provide
  Arbitrary<String> opaque() {
    return Arbitraries.strings().withCharRange('!', '~').excludeChars('"').ofMaxLength(12);
  }
}
