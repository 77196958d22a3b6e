package dev.larder.rules;

import dev.larder.http.Fields;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a site's operator changes in the fields of answers as they leave.
 *
 * @param set values by name; each takes the place of all lines of its name
 * @param removed names, in any case
 */
public record FieldEdits(Map<String, String> set, List<String> removed) {
  public static final FieldEdits NONE = new FieldEdits(Map.of(), List.of());

  public FieldEdits {
    set = Collections.unmodifiableMap(new LinkedHashMap<>(set));
    removed = List.copyOf(removed);
  }

  public void applyTo(Fields.Builder fields) {
    removed.forEach(fields::remove);
    set.forEach(fields::set);
  }
}
