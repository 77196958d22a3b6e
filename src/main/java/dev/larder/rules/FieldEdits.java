package dev.larder.rules;

import dev.larder.http.Fields;
import java.util.List;

/**
 * What a site's operator changes in the fields of answers as they leave.
 *
 * @param set each takes the place of all lines of its name
 * @param removed names, in any case
 */
public record FieldEdits(Fields set, List<String> removed) {
  public static final FieldEdits NONE = new FieldEdits(Fields.EMPTY, List.of());

  public FieldEdits {
    removed = List.copyOf(removed);
  }

  public void applyTo(Fields.Builder fields) {
    removed.forEach(fields::remove);
    for (Fields.Field field : set) {
      fields.set(field.name(), field.value());
    }
  }
}
