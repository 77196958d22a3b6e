package dev.larder.cache;

import dev.larder.exchange.Answer;
import dev.larder.exchange.Handler;
import dev.larder.exchange.RequestBody;
import dev.larder.exchange.Shelf;
import dev.larder.http.CacheControl;
import dev.larder.http.Request;
import dev.larder.rules.ForwardReason;
import dev.larder.rules.Reuse;
import dev.larder.store.Store;
import dev.larder.store.StoredResponse;
import dev.larder.variant.VariantOptions;
import dev.larder.variant.VariantWorkshop;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The life of a request, from its site to its answer. Read it from {@link #answerNow} down: a hit
 * needs no more than the first page.
 */
public final class AssetCache implements Handler, AutoCloseable {
  /** How often what was found may vanish before its answer is made, until the store is left out. */
  private static final int ATTEMPTS = 3;

  private final Sites sites;
  private final Store store;
  private final Lookup lookup;
  private final Flights flights;
  private final Fill.Means means;
  private final Responder responder;
  private final PreparedShelf shelf;

  /** Whether a front looks for answers there. */
  private volatile boolean shelved;

  private final Purger purger;
  private final Explainer explainer;
  private final Passage passage;
  private final Background background;
  private final CacheObserver observer;
  private final InstantSource clock;

  /**
   * A cache for sites.
   *
   * @param sites with distinct names and hosts
   * @param workshop makes variants, with these options
   */
  public AssetCache(
      List<Site> sites,
      Store store,
      VariantWorkshop workshop,
      VariantOptions options,
      CacheObserver observer,
      InstantSource clock) {
    this.sites = new Sites(sites);
    this.store = store;
    this.lookup = new Lookup(store);
    this.flights = new Flights(store);
    this.background = new Background(options.backgroundPercent() == 0, observer);
    Families families = new Families(store, clock);
    Variants variants = new Variants(store, workshop, options, background, observer);
    DeltaFills fills = new DeltaFills(store, variants, families, workshop, observer);
    Deltas deltas = new Deltas(store, families, fills, background, observer);
    this.means =
        new Fill.Means(
            store,
            lookup,
            flights,
            new Uncacheable(store),
            new Reception(workshop),
            families,
            new Precoded(variants, workshop),
            observer,
            clock);
    this.responder = new Responder(variants, deltas, clock);
    this.shelf =
        new PreparedShelf(store, variants, new Preparation(variants, responder, clock), clock);
    this.purger = new Purger(this.sites, store, flights);
    this.explainer = new Explainer(this.sites, lookup, deltas, clock);
    this.passage = new Passage(purger);
    this.observer = observer;
    this.clock = clock;
  }

  /** Ends what is done in the background. */
  @Override
  public void close() {
    background.close();
  }

  /** Purges what this cache stores. */
  public Purger purger() {
    return purger;
  }

  /** Explains what this cache would do. */
  public Explainer explainer() {
    return explainer;
  }

  // -- on the I/O thread -------------------------------------------------------------------------

  @Override
  public @Nullable Answer answerNow(Request request) {
    Site site = sites.of(request.host());
    if (site == null) {
      return LocalAnswers.misdirected(request);
    }
    try {
      return request.isGet() || request.isHead() ? hitNow(site, request) : ownMethod(site, request);
    } catch (RuntimeException broken) {
      observer.invariantBroken(broken);
      return LocalAnswers.broken(site.name());
    }
  }

  private @Nullable Answer hitNow(Site site, Request request) {
    SiteRequest asked = SiteRequest.of(site, request);
    StoredResponse stored = asked.passesBecause() != null ? null : lookup.now(asked).stored();
    if (stored == null) {
      return null;
    }
    return switch (reuse(asked, stored)) {
      case Reuse.Fresh fresh -> hitNow(asked, stored, fresh.ttl());
      case Reuse.StaleByRequest stale -> hitNow(asked, stored, stale.ttl());
      case Reuse.StaleWhileRevalidate ignored -> null;
      case Reuse.MustValidate ignored -> null;
    };
  }

  private Reuse reuse(SiteRequest asked, StoredResponse stored) {
    return Reuse.decide(
        stored.head(), stored.expired(), asked.request(), asked.terms(), clock.instant());
  }

  private @Nullable Answer hitNow(SiteRequest asked, StoredResponse stored, long ttl) {
    Answer answer =
        responder.answer(
            asked,
            new Representation.Stored(stored, false),
            responder.now(),
            coding -> new Outcome.Hit(asked.site().name(), coding, ttl, null));
    if (answer != null && shelved) {
      shelf.offer(asked, stored);
    }
    return answer;
  }

  @Override
  public Shelf shelf() {
    shelved = true;
    return shelf;
  }

  /** Answers methods that never reach the origin; null for those that do. */
  private static @Nullable Answer ownMethod(Site site, Request request) {
    boolean options = request.method().equals("OPTIONS");
    if (site.assets()) {
      return options ? LocalAnswers.options(site, request) : LocalAnswers.methodNotAllowed(site);
    }
    boolean preflight =
        options
            && !site.allowOrigin().isEmpty()
            && request.fields().contains("Access-Control-Request-Method");
    return preflight ? LocalAnswers.options(site, request) : null;
  }

  // -- on a virtual thread -----------------------------------------------------------------------

  @Override
  public Answer answer(Request request, RequestBody body) {
    Site site = sites.of(request.host());
    if (site == null) {
      return LocalAnswers.misdirected(request);
    }
    try {
      return answer(site, request, body);
    } catch (RuntimeException broken) {
      observer.invariantBroken(broken);
      return LocalAnswers.broken(site.name());
    }
  }

  private Answer answer(Site site, Request request, RequestBody body) {
    SiteRequest asked = SiteRequest.of(site, request);
    if (request.isGet() || request.isHead()) {
      RequestBody sent = site.assets() ? RequestBody.NONE : body;
      String why = sent.length() == 0 ? asked.passesBecause() : "request with content";
      return why == null ? stored(asked) : bypass(asked, sent, why);
    }
    Answer own = ownMethod(site, request);
    return own == null ? passage.pass(asked, body, ForwardReason.METHOD, null) : own;
  }

  private Answer bypass(SiteRequest asked, RequestBody body, String detail) {
    return CacheControl.of(asked.request().fields()).has("only-if-cached")
        ? LocalAnswers.onlyIfCached(asked.site())
        : passage.pass(asked, body, ForwardReason.BYPASS, detail);
  }

  private Answer stored(SiteRequest asked) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      long epoch = store.epoch();
      Selection selection = lookup.find(asked);
      Answer answer = hit(asked, selection.stored(), epoch);
      if (answer == null) {
        answer = forward(asked, selection, epoch);
      }
      if (answer != null) {
        return answer;
      }
    }
    return passage.pass(asked, RequestBody.NONE, ForwardReason.MISS, "what was stored vanished");
  }

  private @Nullable Answer hit(SiteRequest asked, @Nullable StoredResponse stored, long epoch) {
    if (stored == null) {
      return null;
    }
    return switch (reuse(asked, stored)) {
      case Reuse.Fresh fresh -> hit(asked, stored, epoch, fresh.ttl());
      case Reuse.StaleByRequest stale -> hit(asked, stored, epoch, stale.ttl());
      case Reuse.StaleWhileRevalidate stale -> {
        refresh(asked, stored);
        yield hit(asked, stored, epoch, stale.ttl());
      }
      case Reuse.MustValidate ignored -> null;
    };
  }

  private @Nullable Answer hit(SiteRequest asked, StoredResponse stored, long epoch, long ttl) {
    return responder.answer(
        asked,
        new Representation.Stored(stored, true),
        responder.waiting(epoch),
        coding -> new Outcome.Hit(asked.site().name(), coding, ttl, null));
  }

  /** Validates in the background what was just served stale (RFC 5861 §3). */
  private void refresh(SiteRequest asked, StoredResponse stored) {
    Flights.Boarding boarding =
        flights.board(
            course(asked, new Selection(stored.address(), List.of(), stored, true)),
            flight -> new Fill(means, asked, flight));
    if (boarding.leader()) {
      Thread.ofVirtual().name("refresh").start(() -> attend(asked.site(), boarding.flight()));
    }
  }

  /** Sees to a flight that nobody waits for. */
  private void attend(Site site, Flight flight) {
    observer.refreshed(site.name(), Landing.unattended(flight.await()));
  }

  /** Null when the answer has to be looked for once more. */
  private @Nullable Answer forward(SiteRequest asked, Selection selection, long epoch) {
    CacheControl wishes = CacheControl.of(asked.request().fields());
    ForwardReason reason = reason(asked, selection);
    if (wishes.has("only-if-cached")) {
      return LocalAnswers.onlyIfCached(asked.site());
    }
    if (wishes.has("no-store")) {
      return passage.pass(asked, RequestBody.NONE, reason, "request no-store");
    }
    Flight.Course course = course(asked, selection);
    if (means.uncacheable().remembers(course)) {
      return asked.site().assets() || asked.site().guarded()
          ? landed(
              asked, reason, flights.alone(course, flight -> new Fill(means, asked, flight)), epoch)
          : passage.pass(asked, RequestBody.NONE, reason, "known as uncacheable");
    }
    return landed(
        asked, reason, flights.board(course, flight -> new Fill(means, asked, flight)), epoch);
  }

  private @Nullable Answer landed(
      SiteRequest asked, ForwardReason reason, Flights.Boarding boarding, long epoch) {
    return new Landing(responder, asked, reason, !boarding.leader(), epoch)
        .answer(boarding.flight().await());
  }

  private Flight.Course course(SiteRequest asked, Selection selection) {
    boolean authorized =
        asked.request().fields().contains("Authorization")
            && asked.selecting(selection.nominations()).contains("Authorization");
    return new Flight.Course(selection.address(), authorized);
  }

  private ForwardReason reason(SiteRequest asked, Selection selection) {
    StoredResponse stored = selection.stored();
    if (stored == null) {
      return selection.missReason();
    }
    return reuse(asked, stored) instanceof Reuse.MustValidate must
        ? must.reason()
        : ForwardReason.MISS;
  }
}
