package dev.larder.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The field lines of one message in the order and spelling in which they came (RFC 9110 §5). Names
 * compare without regard to case; a name may stand on several lines. Immutable.
 */
public final class Fields implements Iterable<Fields.Field> {
  public static final Fields EMPTY = new Fields(new String[0]);

  /** One field line. */
  public record Field(String name, String value) {}

  /** Name and value alternate. */
  private final String[] lines;

  private Fields(String[] lines) {
    this.lines = lines;
  }

  /** Fields from alternating names and values. */
  public static Fields of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("a name without a value");
    }
    return namesAndValues.length == 0 ? EMPTY : new Fields(namesAndValues.clone());
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The number of lines. */
  public int size() {
    return lines.length / 2;
  }

  public boolean isEmpty() {
    return lines.length == 0;
  }

  public String name(int line) {
    return lines[2 * line];
  }

  public String value(int line) {
    return lines[2 * line + 1];
  }

  /** The value of the first line of that name, or null. */
  public @Nullable String first(String name) {
    for (int i = 0; i < lines.length; i += 2) {
      if (lines[i].equalsIgnoreCase(name)) {
        return lines[i + 1];
      }
    }
    return null;
  }

  public boolean contains(String name) {
    return first(name) != null;
  }

  /** The value of each line of that name, in order; empty when there is none. */
  public List<String> all(String name) {
    List<String> values = List.of();
    for (int i = 0; i < lines.length; i += 2) {
      if (lines[i].equalsIgnoreCase(name)) {
        values = values.isEmpty() ? new ArrayList<>(2) : values;
        values.add(lines[i + 1]);
      }
    }
    return values;
  }

  /** The lines of that name as one list value, joined by comma and space (§5.3); null if absent. */
  public @Nullable String combined(String name) {
    String list = null;
    for (int i = 0; i < lines.length; i += 2) {
      if (lines[i].equalsIgnoreCase(name)) {
        list = list == null ? lines[i + 1] : list + ", " + lines[i + 1];
      }
    }
    return list;
  }

  /** Whether a member of the list in the lines of that name is this token, in any letter case. */
  public boolean lists(String name, String token) {
    for (int i = 0; i < lines.length; i += 2) {
      if (lines[i].equalsIgnoreCase(name) && hasMember(lines[i + 1], token)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasMember(String list, String token) {
    int at = 0;
    while (at <= list.length()) {
      int comma = list.indexOf(',', at);
      int end = comma < 0 ? list.length() : comma;
      if (Whitespace.surrounds(list, at, end, token)) {
        return true;
      }
      at = end + 1;
    }
    return false;
  }

  /** These fields without the lines whose name the predicate picks. */
  public Fields without(Predicate<String> dropped) {
    List<String> kept = new ArrayList<>(lines.length);
    for (int i = 0; i < lines.length; i += 2) {
      if (!dropped.test(lines[i])) {
        kept.add(lines[i]);
        kept.add(lines[i + 1]);
      }
    }
    return kept.size() == lines.length ? this : new Fields(kept.toArray(String[]::new));
  }

  public Builder toBuilder() {
    return builder().addAll(this);
  }

  @Override
  public Iterator<Field> iterator() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < lines.length;
      }

      @Override
      public Field next() {
        if (next >= lines.length) {
          throw new NoSuchElementException();
        }
        next += 2;
        return new Field(lines[next - 2], lines[next - 1]);
      }
    };
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Fields that && Arrays.equals(lines, that.lines);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(lines);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Field field : this) {
      text.append(field.name()).append(": ").append(field.value()).append('\n');
    }
    return text.toString();
  }

  /** Gathers lines; not for use by several threads. */
  public static final class Builder {
    private final List<String> lines = new ArrayList<>();

    private Builder() {}

    public Builder add(String name, String value) {
      lines.add(name);
      lines.add(value);
      return this;
    }

    public Builder addAll(Fields fields) {
      lines.addAll(Arrays.asList(fields.lines));
      return this;
    }

    /** Puts one line in the place of all lines of that name. */
    public Builder set(String name, String value) {
      return remove(name).add(name, value);
    }

    public Builder remove(String name) {
      for (int i = lines.size() - 2; i >= 0; i -= 2) {
        if (lines.get(i).equalsIgnoreCase(name)) {
          lines.subList(i, i + 2).clear();
        }
      }
      return this;
    }

    public Fields build() {
      return lines.isEmpty() ? EMPTY : new Fields(lines.toArray(String[]::new));
    }
  }
}
