package dev.larder.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

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
    assertEquals(
        List.of(EntityTag.strong("a,b"), new EntityTag(true, "c"), EntityTag.strong("d")),
        EntityTag.parseList("\"a,b\", junk,, W/\"c\" ,\"d\""));
    assertEquals(List.of(), EntityTag.parseList("*"));
    assertEquals(List.of(), EntityTag.parseList("\"never closed, \"a\""));
  }

  @ParameterizedTest
  @CsvSource({
    "'\"a\"', '\"a\"', true, true",
    "'W/\"a\"', '\"a\"', true, false",
    "'W/\"a\"', 'W/\"a\"', true, false",
    "'\"a\"', '\"A\"', false, false"
  })
  void tagsAreCompared(String one, String other, boolean weakly, boolean strongly) {
    EntityTag left = EntityTag.parseList(one).getFirst();
    EntityTag right = EntityTag.parseList(other).getFirst();
    assertEquals(weakly, left.matchesWeakly(right));
    assertEquals(weakly, right.matchesWeakly(left));
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
    assertEquals(List.of(tag, next), EntityTag.parseList(tag + ", " + next));
  }

  @Provide
  Arbitrary<String> opaque() {
    return Arbitraries.strings().withCharRange('!', '~').excludeChars('"').ofMaxLength(12);
  }
}
