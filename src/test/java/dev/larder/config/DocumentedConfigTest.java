package dev.larder.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** {@code conf/larder.yaml} says what is true. */
class DocumentedConfigTest {

  private static final Path FILE = Path.of("conf/larder.yaml");

  @Test
  void theFileAsShippedIsFine() {
    assertInstanceOf(Reading.Good.class, reader().read(FILE, List.of()));
  }

  @Test
  void everySettingAndNoOtherIsDocumented() throws IOException {
    assertEquals(new TreeSet<>(known("", Schema.FILE).keySet()), documented().keySet());
  }

  @Test
  void everyDocumentedDefaultIsTheRealOne() throws IOException {
    Map<String, String> documented = documented();
    Map<String, String> wrong = new TreeMap<>();
    known("", Schema.FILE)
        .forEach((name, key) -> {
          if (key.standard() != null && !key.standard().equals(documented.get(name))) {
            wrong.put(name, documented.get(name) + " for " + key.standard());
          }
        });
    assertEquals(Map.of(), wrong);
  }

  @Test
  void theFileWithEverySettingInForceIsFine() throws IOException {
    assertInstanceOf(Reading.Good.class, reader().read("all", uncommented(), List.of()));
  }

  @Test
  void everySettingHasItsReasonInTheLineAbove() throws IOException {
    List<String> lines = Files.readAllLines(FILE);
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).matches("#? *(- )?[a-z-]+: .+") && !prose(lines.get(i))) {
        assertTrue(prose(lines.get(i - 1)), "no reason above: " + lines.get(i));
      }
    }
  }

  private static boolean prose(String line) {
    return line.matches(" *# [^ ].*");
  }

  private static String uncommented() throws IOException {
    return Files.readString(FILE).replaceAll("(?m)^#(?! \\S)(.+)$", "$1");
  }

  /** Every setting of the file by its full name, with what is written there. */
  private static Map<String, String> documented() throws IOException {
    Problems problems = new Problems();
    Tree.Mapping tree = new YamlText("all", uncommented(), problems).read().orElseThrow();
    assertTrue(problems.none());
    Map<String, String> settings = new TreeMap<>();
    collect("", tree.entries(), settings);
    return settings;
  }

  private static void collect(
      String prefix, SequencedMap<String, Tree.Entry> entries, Map<String, String> settings) {
    entries.forEach((name, entry) -> {
      switch (entry.value()) {
        case Tree.Mapping table when name.equals(Schema.SET.name()) ->
            settings.put(prefix + name, table.toString());
        case Tree.Mapping group -> collect(prefix + name + ".", group.entries(), settings);
        case Tree.Sequence list when list.items().getFirst() instanceof Tree.Mapping ->
            list.items()
                .forEach(item ->
                    collect(prefix + name + ".", ((Tree.Mapping) item).entries(), settings));
        case Tree.Scalar scalar -> settings.put(prefix + name, scalar.text());
        case Tree.Sequence list -> settings.put(prefix + name, list.toString());
        case Tree.Nothing nothing -> settings.put(prefix + name, "");
      }
    });
  }

  private static Map<String, Key<?>> known(String prefix, Group group) {
    Map<String, Key<?>> keys = new TreeMap<>();
    group.keys().forEach(key -> keys.put(prefix + key.name(), key));
    group.groups().forEach(inner -> keys.putAll(known(prefix + inner.name() + ".", inner)));
    return keys;
  }

  private static ConfigReader reader() {
    return ConfigReader.forStart(new StoreDirectory(Map.of(), Path.of("home")));
  }
}
