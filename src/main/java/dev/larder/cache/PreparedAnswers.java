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
  static final PreparedAnswers NONE = new PreparedAnswers(new PreparedAnswer[SETS], 0);

  private final @Nullable PreparedAnswer[] byAccepted;

  /** A bit for each set for which none can be prepared. */
  private final int impossible;

  private PreparedAnswers(@Nullable PreparedAnswer[] byAccepted, int impossible) {
    this.byAccepted = byAccepted;
    this.impossible = impossible;
  }

  boolean isImpossible(int accepted) {
    return (impossible & 1 << accepted) != 0;
  }

  PreparedAnswers withImpossible(int accepted) {
    return new PreparedAnswers(byAccepted, impossible | 1 << accepted);
  }

  @Nullable PreparedAnswer of(int accepted) {
    return byAccepted[accepted];
  }

  /** Bytes that they hold, about. */
  int bytes() {
    int bytes = 0;
    for (PreparedAnswer answer : byAccepted) {
      bytes += answer == null ? 0 : answer.bytes();
    }
    return bytes;
  }

  /** These and one more. */
  PreparedAnswers with(int accepted, PreparedAnswer answer) {
    @Nullable PreparedAnswer[] all = byAccepted.clone();
    all[accepted] = answer;
    return new PreparedAnswers(all, impossible);
  }
}
