package dev.larder.cache;

import dev.larder.http.CacheKey;
import dev.larder.http.Fields;
import dev.larder.http.ResponseHead;
import dev.larder.http.StoredHead;
import dev.larder.rules.Vary;
import dev.larder.store.Address;
import dev.larder.store.Intake;
import dev.larder.store.Store;
import dev.larder.store.StoredResponse;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the stored response that a request selects, and the place for a new one (RFC 9111 §4.1).
 *
 * <p>A response that varies does not lie at its key's own address but at one with a selector. At
 * the key's own address lies a <em>marker</em> then: a head of status 0 whose {@code Vary} names
 * what selects. The marker's generation is part of each selector, so that what a lost marker led to
 * is never met again, whatever happened meanwhile.
 */
final class Lookup {
  private static final int MARKER = 0;

  private final Store store;
  private final Selectors selectors = new Selectors();

  Lookup(Store store) {
    this.store = store;
  }

  /** As far as memory knows; never waits. */
  Selection now(SiteRequest asked) {
    return select(asked, store::findNow);
  }

  /** May read the disk. */
  Selection find(SiteRequest asked) {
    return select(asked, store::find);
  }

  private static Selection select(
      SiteRequest asked, Function<Address, @Nullable StoredResponse> finder) {
    Address own = Address.of(asked.key());
    StoredResponse found = finder.apply(own);
    if (found == null || found.head().status() != MARKER) {
      return new Selection(own, List.of(), plain(asked, found), found != null);
    }
    List<String> nominations = Vary.nominations(found.head().fields(), asked.terms());
    Address address =
        selected(asked.key(), found.generation(), nominations, asked.selecting(nominations));
    return new Selection(address, nominations, finder.apply(address), true);
  }

  /** What lies at a key's own address may be of a time when the site selected by less. */
  private static @Nullable StoredResponse plain(SiteRequest asked, @Nullable StoredResponse found) {
    return found == null || asked.terms().forwarded().isEmpty() || selects(asked, found.head())
        ? found
        : null;
  }

  private static Address selected(
      CacheKey key, long markerGeneration, List<String> nominations, Fields request) {
    String selector = Long.toHexString(markerGeneration) + '\n';
    return Address.of(key).selectedBy(selector + Vary.selector(nominations, request));
  }

  /** Whether a response made for one request is what another selects. */
  static boolean selects(SiteRequest asked, StoredHead head) {
    List<String> nominations = Vary.nominations(head.fields(), asked.terms());
    return nominations.isEmpty()
        || Vary.selector(nominations, asked.selecting(nominations))
            .equals(Vary.selector(nominations, head.nominated()));
  }

  /**
   * Where a new response is to lie; leaves a marker where one is needed. The newest response's
   * {@code Vary} decides for its key. Null when the key has as many as one may have.
   *
   * @param epoch as it was before the origin was asked
   */
  @Nullable Address place(CacheKey key, List<String> nominations, StoredHead head, long epoch) {
    if (nominations.isEmpty()) {
      return Address.of(key);
    }
    StoredResponse own = store.find(Address.of(key));
    long generation =
        own != null && marks(own, nominations)
            ? own.generation()
            : mark(key, nominations, head, epoch);
    Address address = selected(key, generation, nominations, head.nominated());
    return selectors.admit(generation, address.selector()) ? address : null;
  }

  private static boolean marks(StoredResponse own, List<String> nominations) {
    return own.head().status() == MARKER
        && String.join(", ", nominations).equals(own.head().fields().first("Vary"));
  }

  private long mark(CacheKey key, List<String> nominations, StoredHead head, long epoch) {
    long generation = ThreadLocalRandom.current().nextLong();
    Fields fields = Fields.of("Vary", String.join(", ", nominations));
    Intake intake = store.begin(Address.of(key), generation, epoch, 0);
    intake.commit(
        StoredHead.of(
            new ResponseHead(MARKER, fields),
            head.requestTime(),
            head.responseTime(),
            Fields.EMPTY,
            ""),
        () -> {});
    return generation;
  }
}
