package dev.larder.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads the text of a file into a {@link Tree}.
 *
 * <p>It reads the parser's tokens rather than binding to objects, because only tokens know their
 * line, and because one unknown key must not hide the next.
 */
final class YamlText {

  private static final String ROOT_IS_A_MAPPING =
      "a configuration is a group of keys, such as `sites:`, at the left margin";

  private final String source;
  private final String text;
  private final Problems problems;

  YamlText(String source, String text, Problems problems) {
    this.source = source;
    this.text = text;
    this.problems = problems;
  }

  /** The tree of the one document; an empty one for an empty file; nothing when it is no YAML. */
  Optional<Tree.Mapping> read() {
    try (JsonParser parser = new YAMLFactory().createParser(ObjectReadContext.empty(), text)) {
      JsonToken first = parser.nextToken();
      if (first == null || first == JsonToken.VALUE_NULL) {
        return Optional.of(new Tree.Mapping(new Place(source, 0), new LinkedHashMap<>()));
      }
      Tree root = tree(parser, first);
      if (parser.nextToken() != null) {
        problems.add(place(parser), "a second document begins here: one file is one document");
      }
      if (root instanceof Tree.Mapping mapping) {
        return Optional.of(new Tree.Mapping(new Place(source, 0), mapping.entries()));
      }
      problems.add(root.place(), ROOT_IS_A_MAPPING);
    } catch (JacksonException notYaml) {
      problems.add(place(notYaml), sentence(notYaml));
    }
    return Optional.empty();
  }

  private Tree tree(JsonParser parser, @Nullable JsonToken token) {
    Place place = place(parser);
    if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
      problems.add(
          place, "`*` begins a YAML alias, which is not used here: put such a value in quotes");
    }
    return switch (token) {
      case START_OBJECT -> mapping(parser, place);
      case START_ARRAY -> sequence(parser, place);
      case VALUE_NULL -> new Tree.Nothing(place);
      case null, default -> new Tree.Scalar(place, parser.getString());
    };
  }

  private Tree.Mapping mapping(JsonParser parser, Place place) {
    SequencedMap<String, Tree.Entry> entries = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = parser.currentName();
      Place at = place(parser);
      Tree value = tree(parser, parser.nextToken());
      Tree.Entry earlier = entries.putIfAbsent(key, new Tree.Entry(at, value));
      if (earlier != null) {
        problems.add(at, "`" + key + "` is already set in line " + earlier.place().line());
      }
    }
    return new Tree.Mapping(place, entries);
  }

  private Tree.Sequence sequence(JsonParser parser, Place place) {
    List<Tree> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      items.add(tree(parser, token));
    }
    return new Tree.Sequence(place, items);
  }

  private Place place(JsonParser parser) {
    return new Place(source, parser.currentTokenLocation().getLineNr());
  }

  /** The parser's own location is where it began to read; its cause knows where it stumbled. */
  private Place place(JacksonException notYaml) {
    Optional<Mark> mark =
        notYaml.getCause() instanceof MarkedYamlEngineException marked
            ? marked.getProblemMark()
            : Optional.empty();
    return new Place(source, mark.map(at -> at.getLine() + 1).orElse(0));
  }

  private String sentence(JacksonException notYaml) {
    String line = text.lines().skip(Math.max(0, place(notYaml).line() - 1)).findFirst().orElse("");
    if (line.matches("\\s*\\t.*")) {
      return "a tab indents this line: YAML wants spaces";
    }
    if (line.matches(".*[:-] +[\\[*&@%`{].*")) {
      return "this is not YAML: put a value that begins with a sign, such as \"[::1]:8080\" or"
          + " \"*\", in quotes";
    }
    return "this is not YAML: " + reason(notYaml);
  }

  private static String reason(JacksonException notYaml) {
    String why =
        notYaml.getCause() instanceof MarkedYamlEngineException marked
            ? marked.getProblem()
            : notYaml.getOriginalMessage();
    return why == null ? "it cannot be read" : why.lines().findFirst().orElse(why).strip();
  }
}
