package dev.larder.cache;

import dev.larder.exchange.Answer;
import dev.larder.exchange.PreparedHead;
import dev.larder.http.Fields;
import dev.larder.http.Request;
import dev.larder.rules.Reuse;
import dev.larder.store.StoredResponse;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Prepares answers: asks those who decide, twice, as if a second lay between, and keeps what they
 * say if it differs by no more than that second.
 */
final class Preparation {
  private final Variants variants;
  private final Responder responder;
  private final InstantSource clock;

  Preparation(Variants variants, Responder responder, InstantSource clock) {
    this.variants = variants;
    this.responder = responder;
    this.clock = clock;
  }

  /** What came of it. */
  sealed interface Prepared {}

  record Ready(PreparedAnswer answer) implements Prepared {}

  /** Not as things are: the content is not in memory, or its freshness ends. */
  record NotNow() implements Prepared {}

  /** The answer is not one that only counts seconds. */
  record Never() implements Prepared {}

  /** One moment at which those who decide are asked, and what freshness is left then. */
  private record Moment(Instant now, long ttl) {
    Moment next() {
      return new Moment(now.plusSeconds(1), ttl - 1);
    }
  }

  Prepared of(SiteRequest asked, StoredResponse stored) {
    SiteRequest plain = plain(asked, null);
    Representation identity = new Representation.Stored(stored, false);
    Prospect prospect = variants.prospect(plain, identity);
    Variants.Coded coded = variants.now(identity, prospect.coding());
    Instant now = clock.instant();
    Reuse reuse =
        Reuse.decide(stored.head(), stored.expired(), plain.request(), plain.terms(), now);
    if (!(coded != null && coded.bytes() instanceof Representation.Stored supplier)
        || !(reuse instanceof Reuse.Fresh fresh && fresh.ttl() > 1)) {
      return new NotNow();
    }
    PreparedAnswer.Decided decided = decided(plain, identity, coded, new Moment(now, fresh.ttl()));
    return decided == null
        ? new Never()
        : new Ready(
            new PreparedAnswer(
                prospect,
                supplier.stored(),
                stored.head(),
                decided,
                now,
                variants.isImprovable(coded)));
  }

  private PreparedAnswer.@Nullable Decided decided(
      SiteRequest plain, Representation identity, Variants.Coded coded, Moment moment) {
    Outcome.Hit outcome = outcome(plain, coded, moment);
    Answer first = shown(plain, identity, coded, moment);
    Answer later = shown(plain, identity, coded, moment.next());
    if (first.head().status() != 200 || !first.head().fields().contains("Date")) {
      return null;
    }
    PreparedHead whole = PreparedHead.of("OK", first.head(), later.head(), 1);
    String tag = first.head().fields().first("ETag");
    return whole == null
        ? null
        : tag == null
            ? new PreparedAnswer.Decided(whole, null, "", outcome)
            : new PreparedAnswer.Decided(
                whole, notModified(plain(plain, tag), identity, coded, moment), tag, outcome);
  }

  private @Nullable PreparedHead notModified(
      SiteRequest asked, Representation identity, Variants.Coded coded, Moment moment) {
    Answer first = shown(asked, identity, coded, moment);
    Answer later = shown(asked, identity, coded, moment.next());
    return first.head().status() == 304
        ? PreparedHead.of("Not Modified", first.head(), later.head(), 1)
        : null;
  }

  private Answer shown(
      SiteRequest asked, Representation identity, Variants.Coded coded, Moment moment) {
    return responder
        .at(InstantSource.fixed(moment.now()))
        .headed(asked, identity, coded, outcome(asked, coded, moment));
  }

  private static Outcome.Hit outcome(SiteRequest asked, Variants.Coded coded, Moment moment) {
    return new Outcome.Hit(asked.site().name(), coded.coding(), moment.ttl(), null);
  }

  /** The same request with nothing but what a plain one may have. */
  private static SiteRequest plain(SiteRequest asked, @Nullable String tag) {
    Request request = asked.request();
    Fields.Builder fields = Fields.builder();
    String codings = request.fields().combined("Accept-Encoding");
    if (codings != null) {
      fields.add("Accept-Encoding", codings);
    }
    if (tag != null) {
      fields.add("If-None-Match", tag);
    }
    return asked.with(
        new Request(
            "HEAD",
            request.scheme(),
            request.authority(),
            request.path(),
            request.query(),
            fields.build(),
            request.protocol(),
            request.client()));
  }
}
