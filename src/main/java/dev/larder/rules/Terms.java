package dev.larder.rules;

import java.time.Duration;
import java.util.List;

/**
 * The terms on which a site's answers are kept and passed on.
 *
 * @param assets whether the site is one of static assets: requests cannot force origin traffic, and
 *     answers that name no lifetime are given one
 * @param fingerprinted whether the URL proves that its content never changes; assets only
 * @param lifetime freshness in this node where an answer names none; assets only
 * @param browserLifetime freshness given to browsers where an answer names none; assets only
 * @param staleOnError how long after its lifetime an answer may stand in for a failing origin when
 *     it says nothing of that itself; assets only
 * @param forwarded the client's fields, in lower case, that the origin sees and answers are
 *     selected by, beside those that a {@code Vary} nominates; assets only
 */
public record Terms(
    boolean assets,
    boolean fingerprinted,
    Duration lifetime,
    Duration browserLifetime,
    Duration staleOnError,
    List<String> forwarded) {

  public Terms {
    forwarded = List.copyOf(forwarded);
  }

  /** The same for URLs that prove that their content never changes. */
  public Terms ofFingerprinted() {
    return new Terms(assets, true, lifetime, browserLifetime, staleOnError, forwarded);
  }

  /**
   * Whether a status is trouble under a name that should have its one content for ever: a release
   * that has not reached every origin yet, as a rule, and over in a moment.
   */
  boolean isPassingTrouble(int status) {
    return assets && fingerprinted && (status == 404 || status >= 500);
  }
}
