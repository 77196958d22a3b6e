package dev.larder.observe;

import dev.larder.cache.Outcome;
import dev.larder.exchange.Answer;
import dev.larder.rules.ForwardReason;
import java.util.Locale;

/**
 * How an answer came about, in one word for metrics and log. The reasons are those of RFC 9211 §2.2
 * and mean that the origin was asked.
 */
enum OutcomeWord {
  /** Answered from the store, and fresh. */
  HIT,
  /** Answered from the store, though stale. */
  STALE_HIT,
  BYPASS,
  METHOD,
  URI_MISS,
  VARY_MISS,
  MISS,
  REQUEST,
  STALE,
  PARTIAL,
  /** Answered by the node itself, with neither store nor origin. */
  LOCAL,
  /** Answered by the front: it was no request, or answering failed. */
  REFUSED;

  private final String token = name().toLowerCase(Locale.ROOT).replace('_', '-');

  static OutcomeWord of(Answer.Decision decision) {
    return decision instanceof Outcome outcome ? of(outcome) : REFUSED;
  }

  private static OutcomeWord of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Hit hit -> hit.stale() ? STALE_HIT : HIT;
      case Outcome.Forwarded forwarded -> of(forwarded.reason());
      case Outcome.Local local -> LOCAL;
    };
  }

  private static OutcomeWord of(ForwardReason reason) {
    return switch (reason) {
      case BYPASS -> BYPASS;
      case METHOD -> METHOD;
      case URI_MISS -> URI_MISS;
      case VARY_MISS -> VARY_MISS;
      case MISS -> MISS;
      case REQUEST -> REQUEST;
      case STALE -> STALE;
      case PARTIAL -> PARTIAL;
    };
  }

  String token() {
    return token;
  }

  boolean isHit() {
    return this == HIT || this == STALE_HIT;
  }

  /** Whether store or origin answered, so that it counts for the hit ratio. */
  boolean countsForHitRatio() {
    return this != LOCAL && this != REFUSED;
  }
}
