package dev.larder.observe;

import dev.larder.cache.Outcome;

/** One word for an outcome, the same in metrics and log. */
final class OutcomeText {
  private OutcomeText() {}

  static String of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Hit hit -> hit.stale() ? "stale-hit" : "hit";
      case Outcome.Forwarded forwarded -> forwarded.reason().token();
      case Outcome.Local ignored -> "local";
    };
  }
}
