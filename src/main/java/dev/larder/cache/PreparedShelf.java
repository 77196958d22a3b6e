package dev.larder.cache;

import dev.larder.exchange.Pick;
import dev.larder.exchange.PlainRequest;
import dev.larder.exchange.Shelf;
import dev.larder.http.ContentCoding;
import dev.larder.http.Fields;
import dev.larder.http.Request;
import dev.larder.rules.Negotiation;
import dev.larder.store.Address;
import dev.larder.store.Store;
import dev.larder.store.StoredResponse;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Prepared answers by the bytes of the request. What is stored is looked up each time, so that it
 * is held against purges, counts as used, and is not kept alive from here: here lie the names
 * alone.
 */
final class PreparedShelf implements Shelf {
  private static final int GZIP = 1;
  private static final int BROTLI = 2;

  private final Store store;
  private final Variants variants;
  private final Preparation preparation;
  private final InstantSource clock;
  private final ShelfNames names = new ShelfNames();

  PreparedShelf(Store store, Variants variants, Preparation preparation, InstantSource clock) {
    this.store = store;
    this.variants = variants;
    this.preparation = preparation;
    this.clock = clock;
  }

  @Override
  public int accepted(@Nullable String acceptEncoding) {
    return acceptEncoding == null
        ? 0
        : accepted(Negotiation.of(Fields.of("Accept-Encoding", acceptEncoding)));
  }

  private static int accepted(Negotiation negotiation) {
    return (negotiation.gzip() ? GZIP : 0) | (negotiation.brotli() ? BROTLI : 0);
  }

  @Override
  public boolean find(PlainRequest request, long nowMillis, Pick into) {
    Address address = names.find(request.authority(), request.target());
    StoredResponse identity = address == null ? null : store.findNow(address);
    if (identity == null || !(identity.left() instanceof PreparedAnswers prepared)) {
      return false;
    }
    PreparedAnswer answer = prepared.of(request.accepted());
    StoredResponse bytes = answer == null ? null : supplier(answer, identity);
    if (answer == null
        || bytes == null
        || !answer.holds(nowMillis, bytes)
        || !answer.give(request, nowMillis, bytes, into)) {
      return false;
    }
    if (into.length() > 0 && answer.tells()) {
      variants.served(identity, bytes);
    }
    return true;
  }

  /** What supplies the content now; null when another coding is to be sent. */
  private @Nullable StoredResponse supplier(PreparedAnswer answer, StoredResponse identity) {
    Prospect prospect = answer.prospect();
    if (!variants.areUseless(prospect.useless())) {
      return null;
    }
    return prospect.coding() == ContentCoding.IDENTITY
        ? identity
        : store.findNow(prospect.address());
  }

  /**
   * Prepares the answer to what was just answered from memory, if it may be asked for so plainly
   * that nothing has to be decided. Does so at the second time, as most is asked for but once.
   */
  void offer(SiteRequest asked, StoredResponse stored) {
    Request request = asked.request();
    if (!request.isGet() || !request.protocol().equals("HTTP/1.1") || !isPlain(asked, stored)) {
      return;
    }
    if (!(stored.left() instanceof PreparedAnswers prepared)) {
      stored.leave(PreparedAnswers.NONE, 0);
      return;
    }
    int accepted = accepted(Negotiation.of(request.fields()));
    if (prepared.isImpossible(accepted)) {
      return;
    }
    if (holds(prepared.of(accepted), stored) || prepare(asked, stored, prepared, accepted)) {
      names.put(request.authority(), request.target(), stored.address());
    }
  }

  private boolean holds(@Nullable PreparedAnswer answer, StoredResponse stored) {
    StoredResponse bytes = answer == null ? null : supplier(answer, stored);
    return answer != null && bytes != null && answer.holds(clock.millis(), bytes);
  }

  private boolean prepare(
      SiteRequest asked, StoredResponse stored, PreparedAnswers prepared, int accepted) {
    return switch (preparation.of(asked, stored)) {
      case Preparation.Ready ready -> {
        PreparedAnswers all = prepared.with(accepted, ready.answer());
        stored.leave(all, all.bytes());
        yield true;
      }
      case Preparation.Never ignored -> {
        stored.leave(prepared.withImpossible(accepted), prepared.bytes());
        yield false;
      }
      case Preparation.NotNow ignored -> false;
    };
  }

  /** Whether nothing but the target and the codings selects it. */
  private static boolean isPlain(SiteRequest asked, StoredResponse stored) {
    return stored.address().equals(Address.of(asked.key()))
        && stored.head().status() == 200
        && asked.terms().forwarded().isEmpty();
  }
}
