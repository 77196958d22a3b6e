package dev.larder.cache;

import dev.larder.rules.FieldEdits;
import dev.larder.rules.QueryRule;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a site does otherwise for some of its paths.
 *
 * @param place where it was written, such as {@code larder.yaml:31}
 * @param match globs over the path ({@code *} within a segment, {@code **} across), at least one
 * @param lifetime in place of the site's; null for that one
 * @param browserLifetime in place of the site's; null for that one
 * @param query which parameters are keyed and forwarded
 * @param forward the client's fields that the origin sees; assets only
 * @param edits of the fields of answers
 * @param bypass whether nothing is stored, and every request goes to the origin
 * @param variants in place of the site's; null for that one
 */
public record PathOptions(
    String place,
    List<String> match,
    @Nullable Duration lifetime,
    @Nullable Duration browserLifetime,
    QueryRule query,
    List<String> forward,
    FieldEdits edits,
    boolean bypass,
    @Nullable Boolean variants) {

  public PathOptions {
    match = List.copyOf(match);
    forward = List.copyOf(forward);
  }
}
