package dev.larder.cache;

import dev.larder.exchange.Answer;
import dev.larder.exchange.Content;
import dev.larder.exchange.RequestBody;
import dev.larder.http.ContentCoding;
import dev.larder.http.Fields;
import dev.larder.http.ResponseHead;
import dev.larder.origin.Fetched;
import dev.larder.rules.ForwardReason;
import dev.larder.rules.Forwarding;
import dev.larder.rules.Passing;
import org.jspecify.annotations.Nullable;

/** Sends requests past the store, conditions, content and all, and hands on what comes back. */
final class Passage {
  private final Purger purger;

  Passage(Purger purger) {
    this.purger = purger;
  }

  Answer pass(SiteRequest asked, RequestBody body, ForwardReason reason, @Nullable String detail) {
    Fields fields = Forwarding.toPass(asked.request(), asked.terms());
    Fetched fetched =
        asked.site().upstream().fetch(asked.request().method(), asked.key(), fields, body);
    return switch (fetched) {
      case Fetched.Failed failed ->
          LocalAnswers.failed(asked.site(), reason, false, failed.failure(), failed.detail());
      case Fetched.Answered answered -> {
        purger.invalidate(asked, answered.head());
        yield unshared(asked, answered, reason, detail);
      }
    };
  }

  /** An answer for one client, as it came. */
  static Answer unshared(
      SiteRequest asked, Fetched.Answered answered, ForwardReason reason, @Nullable String detail) {
    Outcome outcome =
        new Outcome.Forwarded(
            asked.site().name(),
            ContentCoding.IDENTITY,
            reason,
            answered.head().status(),
            false,
            false,
            detail);
    Fields.Builder fields = Forwarding.toClient(answered.head(), asked.terms()).toBuilder();
    boolean bodiless = asked.request().isHead() || answered.head().status() == 304;
    if (!bodiless) {
      fields.remove("Content-Length");
    }
    if (!asked.site().allowOrigin().isEmpty()) {
      fields.set("Access-Control-Allow-Origin", asked.site().allowOrigin());
    }
    asked.rule().edits().applyTo(fields);
    fields.set(
        "Cache-Status",
        Passing.appended(answered.head().fields(), "Cache-Status", outcome.cacheStatus()));
    ResponseHead head = new ResponseHead(answered.head().status(), fields.build());
    if (bodiless) {
      answered.body().close();
      return new Answer(head, Content.None.INSTANCE, outcome);
    }
    Content content =
        new Content.Arriving(new OriginTail(answered.body()), answered.body().length());
    return new Answer(head, content, outcome);
  }
}
