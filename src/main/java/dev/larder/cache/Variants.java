package dev.larder.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.larder.http.ContentCoding;
import dev.larder.http.Fields;
import dev.larder.http.StoredHead;
import dev.larder.rules.Negotiation;
import dev.larder.store.Address;
import dev.larder.store.Store;
import dev.larder.store.StoredResponse;
import dev.larder.variant.Encoder;
import dev.larder.variant.VariantOptions;
import dev.larder.variant.VariantPolicy;
import dev.larder.variant.VariantTag;
import dev.larder.variant.VariantWorkshop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the coding in which a representation leaves, and has variants made: each once, whoever
 * asks for it meanwhile, and of the very generation of bytes that the identity has.
 */
final class Variants {
  private static final long MOST_DECLINED = 50_000;

  private final Store store;
  private final VariantWorkshop workshop;
  private final VariantOptions options;
  private final CacheObserver observer;
  private final ConcurrentMap<Made, CompletableFuture<@Nullable Representation>> underway =
      new ConcurrentHashMap<>();
  private final Cache<Made, Boolean> declined =
      Caffeine.newBuilder().maximumSize(MOST_DECLINED).build();

  /** A variant: where it lies, and the generation of the identity that it is made of. */
  record Made(Address address, long generation) {
    static Made of(Representation identity, ContentCoding coding) {
      return new Made(identity.address().in(coding), identity.generation());
    }
  }

  /** The bytes of an answer, and how they are coded. */
  record Coded(ContentCoding coding, Representation bytes) {}

  Variants(Store store, VariantWorkshop workshop, VariantOptions options, CacheObserver observer) {
    this.store = store;
    this.workshop = workshop;
    this.options = options;
    this.observer = observer;
  }

  /** Whether a representation may leave in several codings. */
  static boolean varies(SiteRequest asked, Representation identity) {
    return asked.rule().variants()
        && VariantPolicy.compressible(identity.head().response(), identity.length());
  }

  /** The coding that a request should get, as far as can be said without making it. */
  ContentCoding wanted(SiteRequest asked, Representation identity) {
    if (!varies(asked, identity)) {
      return ContentCoding.IDENTITY;
    }
    Negotiation accepted = Negotiation.of(asked.request().fields());
    for (ContentCoding coding : BEST_FIRST) {
      if (accepted.accepts(coding) && workshop.canMake(coding)) {
        return declined.getIfPresent(Made.of(identity, coding)) == null
            ? coding
            : ContentCoding.IDENTITY;
      }
    }
    return ContentCoding.IDENTITY;
  }

  private static final ContentCoding[] BEST_FIRST = {ContentCoding.BROTLI, ContentCoding.GZIP};

  /** The strong tag of a representation in a coding; null when there is none. */
  @Nullable String tag(@Nullable String identityTag, ContentCoding coding) {
    return VariantTag.of(identityTag, coding, options);
  }

  /** What memory has in a coding; null when it takes more than memory to tell. */
  @Nullable Coded now(Representation identity, ContentCoding coding) {
    if (coding == ContentCoding.IDENTITY) {
      return new Coded(coding, identity);
    }
    StoredResponse variant = store.findNow(identity.address().in(coding));
    return variant != null && variant.generation() == identity.generation()
        ? new Coded(coding, new Representation.Stored(variant, false))
        : null;
  }

  /** What there is in a coding, if need be by making it; identity when that is not possible. */
  Coded await(Representation identity, ContentCoding coding, long epoch) {
    Representation variant =
        coding == ContentCoding.IDENTITY ? null : find(identity, coding, epoch);
    return variant == null
        ? new Coded(ContentCoding.IDENTITY, identity)
        : new Coded(coding, variant);
  }

  private @Nullable Representation find(Representation identity, ContentCoding coding, long epoch) {
    Representation stored = stored(Made.of(identity, coding));
    return stored != null ? stored : made(identity, coding, epoch);
  }

  @Nullable Representation stored(Made made) {
    StoredResponse found = store.find(made.address());
    return found != null && found.generation() == made.generation()
        ? new Representation.Stored(found, true)
        : null;
  }

  private @Nullable Representation made(Representation identity, ContentCoding coding, long epoch) {
    Made made = Made.of(identity, coding);
    CompletableFuture<@Nullable Representation> started = new CompletableFuture<>();
    CompletableFuture<@Nullable Representation> current = underway.putIfAbsent(made, started);
    if (current != null) {
      return current.join();
    }
    VariantFill fill = new VariantFill(this, made, identity, epoch, started);
    Thread.ofVirtual().name("variant-fill").start(fill);
    return started.join();
  }

  // -- for the fills -----------------------------------------------------------------------------

  Store store() {
    return store;
  }

  @Nullable Encoder encoder(ContentCoding coding) {
    return workshop.open(coding);
  }

  void ended(Made made, CompletableFuture<@Nullable Representation> told) {
    underway.remove(made, told);
  }

  void decline(Made made) {
    declined.put(made, Boolean.TRUE);
  }

  void broken(Throwable what) {
    observer.invariantBroken(what);
  }

  /** A variant's fields are its identity's; its own head says nothing but when it was made. */
  static StoredHead head(StoredHead identity) {
    return StoredHead.of(
        identity.response().withFields(Fields.EMPTY),
        identity.requestTime(),
        identity.responseTime(),
        Fields.EMPTY,
        "");
  }
}
