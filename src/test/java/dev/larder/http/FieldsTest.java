package dev.larder.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldsTest {
  private static final Fields FIELDS = Fields.of("Vary", "a", "ETag", "\"x\"", "vary", "b, c");

  @Test
  void namesCompareWithoutRegardToCase() {
    assertEquals("a", FIELDS.first("VARY"));
    assertTrue(FIELDS.contains("etag"));
    assertNull(FIELDS.first("Age"));
    assertFalse(FIELDS.contains("Age"));
  }

  @Test
  void linesOfOneNameAreOneList() {
    assertEquals(List.of("a", "b, c"), FIELDS.all("Vary"));
    assertEquals("a, b, c", FIELDS.combined("Vary"));
    assertEquals("\"x\"", FIELDS.combined("ETag"));
    assertEquals(List.of(), FIELDS.all("Age"));
    assertNull(FIELDS.combined("Age"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"a | true", "A | true", "c | true", "b, c | false", "d | false", "`` | false"})
  void membersOfAListAreFound(String token, boolean found) {
    assertEquals(found, FIELDS.lists("vary", token));
  }

  @Test
  void membersAreFoundAmongSpaceAndEmptyMembers() {
    assertTrue(Fields.of("Vary", ",\t * ,").lists("Vary", "*"));
    assertTrue(Fields.of("Vary", "a,*,b").lists("Vary", "*"));
    assertFalse(Fields.of("Vary", "**, a *, x*").lists("Vary", "*"));
    assertFalse(Fields.EMPTY.lists("Vary", "*"));
  }

  @Test
  void orderAndSpellingStay() {
    assertEquals("Vary: a\nETag: \"x\"\nvary: b, c\n", FIELDS.toString());
    assertEquals(3, FIELDS.size());
    assertEquals("vary", FIELDS.name(2));
    assertEquals("b, c", FIELDS.value(2));
  }

  @Test
  void droppingNothingMakesNothingNew() {
    assertSame(FIELDS, FIELDS.without(name -> false));
    assertEquals(Fields.of("ETag", "\"x\""), FIELDS.without(name -> name.equalsIgnoreCase("vary")));
    assertTrue(FIELDS.without(name -> true).isEmpty());
  }

  @Test
  void settingPutsOneLineInThePlaceOfAll() {
    assertEquals(
        Fields.of("ETag", "\"x\"", "VARY", "d"), FIELDS.toBuilder().set("VARY", "d").build());
    assertEquals(FIELDS, FIELDS.toBuilder().remove("Age").build());
    assertSame(Fields.EMPTY, Fields.builder().build());
  }

  @Test
  void builderDoesNotChangeWhatItCameFrom() {
    Fields.Builder builder = FIELDS.toBuilder();
    Fields before = builder.build();
    builder.add("Age", "1").remove("Vary");
    assertEquals(FIELDS, before);
    assertEquals(FIELDS.hashCode(), before.hashCode());
  }

  @Test
  void nameWithoutValueIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Fields.of("Vary"));
  }

  @Test
  void iterationEnds() {
    Iterator<Fields.Field> lines = Fields.of("Age", "1").iterator();
    assertEquals(new Fields.Field("Age", "1"), lines.next());
    assertFalse(lines.hasNext());
    assertThrows(NoSuchElementException.class, lines::next);
  }

  @Property
  void whatIsAddedComesBackInItsOrder(@ForAll @Size(max = 12) List<@AlphaChars String> names) {
    Fields.Builder builder = Fields.builder();
    names.forEach(name -> builder.add(name, "of " + name));
    Fields fields = builder.build();
    assertEquals(names.size(), fields.size());
    for (int i = 0; i < names.size(); i++) {
      assertEquals(names.get(i), fields.name(i));
      assertTrue(fields.all(names.get(i)).contains("of " + names.get(i)));
    }
  }
}
