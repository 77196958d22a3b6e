package dev.larder.cache;

import org.jspecify.annotations.Nullable;

/**
 * What is prepared of one stored response: an answer for each set of codings that requests accept,
 * and before that a mark that it was asked for once. Lies with the response and ends with it.
 */
final class PreparedAnswers {
  /** Sets of codings: with and without gzip, with and without brotli. */
  static final int SETS = 4;

  /** Asked for, once. */
  static final PreparedAnswers NONE = new PreparedAnswers(new PreparedAnswer[SETS]);

  /** It cannot be prepared. */
  static final PreparedAnswers IMPOSSIBLE = new PreparedAnswers(new PreparedAnswer[SETS]);

  private final @Nullable PreparedAnswer[] byAccepted;

  private PreparedAnswers(@Nullable PreparedAnswer[] byAccepted) {
    this.byAccepted = byAccepted;
  }

  @SuppressWarnings("ReferenceEquality")
  boolean isImpossible() {
    return this == IMPOSSIBLE;
  }

  @Nullable PreparedAnswer of(int accepted) {
    return byAccepted[accepted];
  }

  /** These and one more. */
  PreparedAnswers with(int accepted, PreparedAnswer answer) {
    @Nullable PreparedAnswer[] all = byAccepted.clone();
    all[accepted] = answer;
    return new PreparedAnswers(all);
  }
}
