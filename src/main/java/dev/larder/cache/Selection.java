package dev.larder.cache;

import dev.larder.rules.ForwardReason;
import dev.larder.store.Address;
import dev.larder.store.StoredResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request selects of all that is stored under its key.
 *
 * @param address where the selected response lies, or would
 * @param nominations the request fields that select, in lower case
 * @param stored null when there is none
 * @param urlKnown whether anything is known of the key
 */
record Selection(
    Address address, List<String> nominations, @Nullable StoredResponse stored, boolean urlKnown) {

  /** Why the request is forwarded when nothing is stored. */
  ForwardReason missReason() {
    return urlKnown ? ForwardReason.VARY_MISS : ForwardReason.URI_MISS;
  }
}
