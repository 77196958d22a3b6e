package dev.larder.cache;

import dev.larder.rules.FieldEdits;
import dev.larder.rules.PathGlob;
import dev.larder.rules.QueryRule;
import dev.larder.rules.Terms;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * How a site treats some of its paths, in the form that decisions need.
 *
 * @param place where it was written
 * @param placeOfLifetime where the lifetime was that holds here
 * @param match globs, of which one has to match; none for all paths
 * @param terms of plain URLs
 * @param termsOfFingerprinted of those whose content never changes
 */
record PathRule(
    String place,
    String placeOfLifetime,
    List<PathGlob> match,
    Terms terms,
    Terms termsOfFingerprinted,
    QueryRule query,
    FieldEdits edits,
    boolean bypass,
    boolean variants) {

  /** What holds where no other rule of a site does. */
  static PathRule rest(SiteOptions site) {
    Terms terms = terms(site, site.lifetime(), site.browserLifetime(), List.of());
    return new PathRule(
        site.place(),
        site.place(),
        List.of(),
        terms,
        terms.ofFingerprinted(),
        QueryRule.ALL,
        FieldEdits.NONE,
        false,
        site.variants());
  }

  static PathRule of(SiteOptions site, PathOptions path) {
    Terms terms =
        terms(
            site,
            Objects.requireNonNullElse(path.lifetime(), site.lifetime()),
            Objects.requireNonNullElse(path.browserLifetime(), site.browserLifetime()),
            path.forward().stream().map(name -> name.toLowerCase(Locale.ROOT)).toList());
    return new PathRule(
        path.place(),
        path.lifetime() == null ? site.place() : path.place(),
        path.match().stream().map(PathGlob::of).toList(),
        terms,
        terms.ofFingerprinted(),
        path.query(),
        path.edits(),
        path.bypass(),
        Objects.requireNonNullElse(path.variants(), site.variants()));
  }

  private static Terms terms(
      SiteOptions site, Duration lifetime, Duration browserLifetime, List<String> forwarded) {
    return new Terms(
        site.policy() == Policy.ASSETS,
        false,
        lifetime,
        browserLifetime,
        site.staleOnError(),
        forwarded);
  }

  /** Whether it is for a canonical path. */
  boolean covers(String path) {
    for (PathGlob glob : match) {
      if (glob.matches(path)) {
        return true;
      }
    }
    return match.isEmpty();
  }

  Terms terms(boolean fingerprinted) {
    return fingerprinted ? termsOfFingerprinted : terms;
  }
}
