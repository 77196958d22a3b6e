package dev.larder.cache;

import dev.larder.http.Fields;
import dev.larder.http.StoredHead;
import dev.larder.store.StoredResponse;
import dev.larder.variant.Making;
import org.jspecify.annotations.Nullable;

/**
 * What a stored delta's own head says, all else is its identity's. Never sent.
 *
 * @param dictionary the version that it was made against
 * @param saved bytes that it is shorter than the ordinary variant
 */
record DeltaHead(Making making, Families.Version dictionary, long saved) {
  private static final String DICTIONARY = "Larder-Dictionary";
  private static final String SAVED = "Larder-Saved";

  static @Nullable DeltaHead of(StoredHead head) {
    Fields fields = head.fields();
    String making = fields.first(Variants.MAKING);
    String dictionary = fields.first(DICTIONARY);
    String saved = fields.first(SAVED);
    Families.Version version = dictionary == null ? null : Families.Version.parse(dictionary);
    return making == null || version == null || saved == null
        ? null
        : new DeltaHead(new Making(making), version, Long.parseLong(saved));
  }

  Fields fields() {
    return Fields.builder()
        .add(Variants.MAKING, making.text())
        .add(DICTIONARY, dictionary.line())
        .add(SAVED, Long.toString(saved))
        .build();
  }

  /** Whether it was made against that stored response. */
  boolean isOf(@Nullable StoredResponse stored) {
    return stored != null && Families.Version.of(stored).equals(dictionary);
  }
}
