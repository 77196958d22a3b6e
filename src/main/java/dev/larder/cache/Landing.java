package dev.larder.cache;

import dev.larder.exchange.Answer;
import dev.larder.exchange.Tail;
import dev.larder.http.ContentCoding;
import dev.larder.http.Fields;
import dev.larder.rules.ForwardReason;
import dev.larder.store.StoredResponse;
import org.jspecify.annotations.Nullable;

/**
 * Makes the answer for one of those who waited for a flight out of what it brought.
 *
 * @param collapsed whether the flight was another's
 * @param epoch the newest purge from before the flight was boarded
 */
record Landing(
    Responder responder, SiteRequest asked, ForwardReason reason, boolean collapsed, long epoch) {

  /** Null when it is not for this request, or no longer there: it must look once more. */
  @Nullable Answer answer(Filled filled) {
    return switch (filled) {
      case Filled.Found ignored -> null;
      case Filled.Freshened freshened -> stored(freshened.stored(), 304, null);
      case Filled.StandIn standIn ->
          stored(standIn.stale(), standIn.status(), "stale: " + standIn.trouble());
      case Filled.Arriving arriving -> arriving(arriving);
      case Filled.Unshared unshared ->
          collapsed ? null : Passage.unshared(asked, unshared.answered(), reason, unshared.why());
      case Filled.Broken ignored -> LocalAnswers.broken(asked.site().name());
      case Filled.Failed failed ->
          LocalAnswers.failed(asked.site(), reason, collapsed, failed.failure(), failed.detail());
    };
  }

  private @Nullable Answer stored(StoredResponse stored, int status, @Nullable String detail) {
    return Lookup.selects(asked, stored.head())
        ? responder.answer(
            asked,
            new Representation.Stored(stored, true),
            responder.waiting(epoch),
            coding -> forwarded(coding, status, false, detail))
        : null;
  }

  private @Nullable Answer arriving(Filled.Arriving arriving) {
    try {
      Representation.Underway underway = arriving.underway();
      if (!Lookup.selects(asked, underway.head())) {
        return null;
      }
      Answer answer =
          responder.answer(
              asked,
              underway,
              responder.waiting(epoch),
              coding -> forwarded(coding, underway.head().status(), true, null));
      return answer == null || collapsed ? answer : withCookies(answer, arriving);
    } finally {
      if (!collapsed) {
        letGo(arriving);
      }
    }
  }

  private Outcome forwarded(
      ContentCoding coding, int status, boolean stored, @Nullable String detail) {
    return new Outcome.Forwarded(
        asked.site().name(), coding, reason, status, stored, collapsed, detail);
  }

  /** Cookies are for the client who caused the fetch, and for nobody after it. */
  private static Answer withCookies(Answer answer, Filled.Arriving arriving) {
    Fields cookies = Heads.cookies(arriving.asReceived());
    if (cookies.isEmpty()) {
      return answer;
    }
    Fields fields = answer.head().fields().toBuilder().addAll(cookies).build();
    return new Answer(answer.head().withFields(fields), answer.content(), answer.decision());
  }

  private static void letGo(Filled.Arriving arriving) {
    Tail hold = arriving.hold();
    if (hold != null) {
      hold.close();
    }
  }

  /**
   * Gives back what a flight holds for a leader that does not exist.
   *
   * @return whether it brought something usable
   */
  static boolean unattended(Filled filled) {
    return switch (filled) {
      case Filled.Arriving arriving -> {
        letGo(arriving);
        yield true;
      }
      case Filled.Unshared unshared -> {
        unshared.answered().body().close();
        yield true;
      }
      case Filled.Found ignored -> true;
      case Filled.Freshened ignored -> true;
      case Filled.StandIn ignored -> false;
      case Filled.Failed ignored -> false;
      case Filled.Broken ignored -> false;
    };
  }
}
