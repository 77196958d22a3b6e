package dev.larder.cache;

import dev.larder.exchange.Tail;
import dev.larder.http.Fields;
import dev.larder.http.StoredHead;
import dev.larder.origin.Fetched;
import dev.larder.origin.OriginBody;
import dev.larder.rules.Forwarding;
import dev.larder.rules.Reuse;
import dev.larder.rules.Storing;
import dev.larder.rules.Validation;
import dev.larder.rules.Vary;
import dev.larder.store.Address;
import dev.larder.store.Intake;
import dev.larder.store.Store;
import dev.larder.store.StoredResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One fetch from question to stored response: looks once more, asks the origin (whether what is
 * stored still holds, if anything is), tells those who wait as soon as the head is known, and takes
 * the content down. Belongs to no client and goes on when all of them have left.
 */
final class Fill implements Runnable {
  private static final int BUFFER_BYTES = 64 * 1024;

  /** What fills work with. */
  record Means(
      Store store,
      Lookup lookup,
      Flights flights,
      Uncacheable uncacheable,
      Reception reception,
      Families families,
      Precoded precoded,
      CacheObserver observer,
      InstantSource clock) {}

  private final Means means;
  private final SiteRequest asked;
  private final Flight flight;
  private final InstantSource clock;
  private int originsAsked;

  Fill(Means means, SiteRequest asked, Flight flight) {
    this.means = means;
    this.asked = asked;
    this.flight = flight;
    this.clock = means.clock();
  }

  @Override
  public void run() {
    try {
      look();
    } catch (RuntimeException | Error broken) {
      means.observer().invariantBroken(broken);
      land(new Filled.Broken());
    } finally {
      land();
    }
  }

  /** Ends the flight, and tells: whoever asks after having been told finds it gone. */
  private void land(Filled filled) {
    land();
    flight.filled().complete(filled);
  }

  private void land() {
    means.flights().land(flight);
  }

  private void look() {
    Selection selection = means.lookup().find(asked);
    StoredResponse stored = selection.stored();
    if (stored != null && !mustValidate(stored)) {
      land(new Filled.Found());
    } else {
      ask(selection, stored);
    }
  }

  private boolean mustValidate(StoredResponse stored) {
    return switch (reuse(stored)) {
      case Reuse.Fresh ignored -> false;
      case Reuse.StaleByRequest ignored -> false;
      case Reuse.StaleWhileRevalidate ignored -> true;
      case Reuse.MustValidate ignored -> true;
    };
  }

  private Reuse reuse(StoredResponse stored) {
    return Reuse.decide(
        stored.head(), stored.expired(), asked.request(), asked.terms(), clock.instant());
  }

  /**
   * Asks the origin.
   *
   * @param stored what is to be validated; null to ask for the whole
   */
  private void ask(Selection selection, @Nullable StoredResponse stored) {
    Fields.Builder fields =
        Forwarding.toFetch(
            asked.request(), asked.terms(), selection.nominations(), asked.rule().variants())
            .toBuilder();
    if (stored != null) {
      fields.addAll(Validation.conditions(stored.head()));
    }
    Upstream.Asked got =
        asked.site().upstream().fetchWhole(originsAsked, asked.key(), fields.build());
    originsAsked = got.origins();
    switch (got.fetched()) {
      case Fetched.Failed failed -> failed(stored, failed);
      case Fetched.Answered answered -> {
        try {
          answered(selection, stored, answered);
        } catch (RuntimeException | Error broken) {
          answered.body().close();
          throw broken;
        }
      }
    }
  }

  private void failed(@Nullable StoredResponse stored, Fetched.Failed failed) {
    land(
        stored != null && mayStandIn(stored, Reuse.Trouble.NO_ANSWER)
            ? new Filled.StandIn(stored, 0, failed.detail())
            : new Filled.Failed(failed.failure(), failed.detail()));
  }

  /** A fetch asks for the whole, and for a 304 only where something is stored. */
  private static Fetched.Failed unasked(int status) {
    return new Fetched.Failed(
        Fetched.Failure.BROKEN, "the origin answered " + status + ", which nobody asked for");
  }

  private boolean mayStandIn(StoredResponse stored, Reuse.Trouble trouble) {
    return Reuse.mayStandIn(stored.head(), asked.terms(), clock.instant(), trouble);
  }

  private void answered(
      Selection selection, @Nullable StoredResponse stored, Fetched.Answered answered) {
    int status = answered.head().status();
    if (status == 304) {
      answered.body().close();
      notModified(selection, stored, answered);
    } else if (status == 206) {
      answered.body().close();
      failed(stored, unasked(status));
    } else if (status >= 500 && stored != null && mayStandIn(stored, Reuse.Trouble.SERVER_ERROR)) {
      answered.body().close();
      land(new Filled.StandIn(stored, status, "the origin answered " + status));
    } else {
      take(selection, stored, answered);
    }
  }

  private void notModified(
      Selection selection, @Nullable StoredResponse stored, Fetched.Answered answered) {
    if (stored == null) {
      failed(null, unasked(304));
      return;
    }
    StoredResponse freshened =
        Validation.speaksOf(answered.head(), stored.head()) ? freshen(stored, answered) : null;
    if (freshened != null) {
      land(new Filled.Freshened(freshened));
    } else {
      // The same once more: it does not mean what is stored, or that may not stay.
      originsAsked--;
      ask(selection, null);
    }
  }

  private @Nullable StoredResponse freshen(StoredResponse stored, Fetched.Answered answered) {
    StoredHead head =
        Validation.freshen(
            stored.head(),
            Heads.keepable(answered.head().fields(), asked.site().assets()),
            answered.requestTime(),
            answered.responseTime());
    if (!mayStay(stored, head)) {
      means.store().remove(stored.address());
      return null;
    }
    return means.store().freshen(stored, head, flight.epoch());
  }

  /**
   * Whether what a 304 made of a stored response may be stored in its place (RFC 9111 §3, §4.1).
   */
  private boolean mayStay(StoredResponse stored, StoredHead freshened) {
    List<String> nominations = Vary.nominations(freshened.fields(), asked.terms());
    return nominations.equals(Vary.nominations(stored.head().fields(), asked.terms()))
        && Storing.judge(asked.asForwarded(nominations), freshened, asked.terms())
            == Storing.Verdict.STORE;
  }

  private void take(
      Selection selection, @Nullable StoredResponse stored, Fetched.Answered answered) {
    List<String> nominations = Vary.nominations(answered.head().fields(), asked.terms());
    for (String ignored : Vary.ignored(answered.head().fields(), asked.terms())) {
      means.observer().varyIgnored(asked.site().name(), ignored);
    }
    Fields forwarded = asked.selecting(selection.nominations());
    Fields nominated = Vary.nominated(nominations, forwarded);
    StoredHead asSent = Heads.stored(answered, nominated, asked.site().assets());
    Storing.Verdict verdict =
        Storing.judge(asked.asForwarded(selection.nominations()), asSent, asked.terms());
    if (verdict != Storing.Verdict.STORE) {
      leave(stored, answered.head().status());
      land(new Filled.Unshared(answered, verdict.words()));
      return;
    }
    boolean replaceable = stored != null && mayStandIn(stored, Reuse.Trouble.NO_ANSWER);
    switch (means.reception().receive(asked, answered, replaceable)) {
      case Reception.Received.Sound sound -> {
        StoredHead head = Heads.stored(sound.answered(), nominated, asked.site().assets());
        place(nominations, head, sound);
      }
      case Reception.Received.Objectionable wrong -> object(selection, stored, wrong);
      case Reception.Received.Unread unread ->
          land(new Filled.Unshared(unread.answered(), unread.why()));
      case Reception.Received.BrokenOff broken ->
          failed(stored, new Fetched.Failed(Fetched.Failure.BROKEN, broken.detail()));
    }
  }

  private void place(List<String> nominations, StoredHead head, Reception.Received.Sound sound) {
    Address address = means.lookup().place(asked.key(), nominations, head, flight.epoch());
    if (address == null) {
      land(new Filled.Unshared(sound.answered(), "too many selections"));
    } else {
      keep(address, head, sound);
    }
  }

  /**
   * What is not what its URL promises is asked of the next origin, or else gives way to a stale
   * response, or else is for the client who asked alone.
   */
  private void object(
      Selection selection,
      @Nullable StoredResponse stored,
      Reception.Received.Objectionable wrong) {
    Fetched.Answered answered = wrong.answered();
    boolean again = means.uncacheable().remembers(flight.course());
    means.observer().objected(asked.site().name(), asked.key().target(), wrong.objection(), again);
    if (asked.site().upstream().hasMoreThan(originsAsked)) {
      answered.body().close();
      ask(selection, stored);
    } else if (stored != null && mayStandIn(stored, Reuse.Trouble.SERVER_ERROR)) {
      answered.body().close();
      land(new Filled.StandIn(stored, answered.head().status(), wrong.objection().words()));
    } else {
      means.uncacheable().remember(flight);
      Fetched.Answered once =
          new Fetched.Answered(
              answered.head().withFields(Heads.notToBeKept(answered.head().fields())),
              answered.requestTime(),
              answered.responseTime(),
              answered.body());
      land(new Filled.Unshared(once, wrong.objection().words()));
    }
  }

  /**
   * What the origin will not have stored is remembered, and an older answer dropped unless it is
   * fresh yet. An origin in trouble has changed its mind about nothing.
   */
  private void leave(@Nullable StoredResponse stored, int status) {
    if (status >= 500) {
      return;
    }
    means.uncacheable().remember(flight);
    if (stored != null && reuse(stored).ttl() <= 0) {
      means.store().remove(stored.address());
    }
  }

  private void keep(Address address, StoredHead head, Reception.Received.Sound sound) {
    Fetched.Answered answered = sound.answered();
    long generation = ThreadLocalRandom.current().nextLong();
    long length = answered.body().length();
    Intake intake = means.store().begin(address, generation, flight.epoch(), length);
    Tail hold = intake.tail(0, -1);
    Representation.Underway underway =
        new Representation.Underway(address, head, intake, length, generation);
    flight.filled().complete(new Filled.Arriving(underway, answered.head().fields(), hold));
    DecodedBody decoded = sound.decoded();
    try (OriginsVariant asItCame =
        means.precoded().arriving(asked, underway, decoded, flight.epoch())) {
      StoredResponse kept = takeDown(answered.body(), intake, head);
      if (kept == null) {
        return;
      }
      means.families().learn(asked, kept);
      if (asItCame != null && decoded != null && decoded.isCopied()) {
        asItCame.settle(kept);
      }
      means.precoded().siblings(asked, kept, originsAsked - 1, flight.epoch());
    }
  }

  /** Null when it broke off, or could not be kept. */
  private @Nullable StoredResponse takeDown(OriginBody content, Intake intake, StoredHead head) {
    ContentDigest digest = ContentDigest.ifNeeded(asked, head);
    try (OriginBody body = content) {
      pump(body, intake, digest);
    } catch (IOException brokenOff) {
      land();
      intake.abort(brokenOff);
      return null;
    } catch (RuntimeException | Error broken) {
      land();
      intake.abort(new IOException("the node failed", broken));
      throw broken;
    }
    return intake.commit(head.withDigest(digest.value()), this::land);
  }

  private static void pump(OriginBody body, Intake intake, ContentDigest digest)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    while (body.read(buffer.clear()) >= 0) {
      buffer.flip();
      digest.update(buffer);
      intake.append(buffer);
    }
  }
}
