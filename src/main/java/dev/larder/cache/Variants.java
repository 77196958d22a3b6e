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
import dev.larder.variant.Making;
import dev.larder.variant.VariantOptions;
import dev.larder.variant.VariantPolicy;
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

  /** Beyond it the best quality takes minutes for little. */
  private static final long LARGEST_AT_BEST = 8L << 20;

  /** The field of a variant's own head that says how it was made; never sent. */
  static final String MAKING = "Larder-Making";

  private final Store store;
  private final VariantWorkshop workshop;
  private final Making gzip;
  private final Making brotli;
  private final Background background;
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

  /**
   * The bytes of an answer, and how they are coded.
   *
   * @param making null for identity
   */
  record Coded(ContentCoding coding, Representation bytes, @Nullable Making making) {
    static Coded identity(Representation bytes) {
      return new Coded(ContentCoding.IDENTITY, bytes, null);
    }
  }

  Variants(
      Store store,
      VariantWorkshop workshop,
      VariantOptions options,
      Background background,
      CacheObserver observer) {
    this.store = store;
    this.workshop = workshop;
    this.gzip = Making.of(ContentCoding.GZIP, options.gzipLevel());
    this.brotli = Making.of(ContentCoding.BROTLI, options.brotliQuality());
    this.background = background;
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

  /** What this node makes of a representation at first. */
  Making making(ContentCoding coding) {
    return switch (coding) {
      case GZIP -> gzip;
      case BROTLI -> brotli;
      case IDENTITY, DICTIONARY ->
          throw new IllegalArgumentException(coding + " is not made of content alone");
    };
  }

  private Coded coded(ContentCoding coding, Representation variant) {
    String own = variant.head().fields().first(MAKING);
    Making first = making(coding);
    return new Coded(
        coding, variant, own == null || own.equals(first.text()) ? first : new Making(own));
  }

  /** What memory has in a coding; null when it takes more than memory to tell. */
  @Nullable Coded now(Representation identity, ContentCoding coding) {
    if (coding == ContentCoding.IDENTITY) {
      return Coded.identity(identity);
    }
    StoredResponse variant = store.findNow(identity.address().in(coding));
    return variant != null && variant.generation() == identity.generation()
        ? coded(coding, new Representation.Stored(variant, false))
        : null;
  }

  /** What there is in a coding, if need be by making it; identity when that is not possible. */
  Coded await(Representation identity, ContentCoding coding, long epoch) {
    Representation variant =
        coding == ContentCoding.IDENTITY ? null : find(identity, coding, epoch);
    return variant == null ? Coded.identity(identity) : coded(coding, variant);
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
    VariantFill.Recipe recipe =
        new VariantFill.Recipe(
            making(coding),
            () -> workshop.open(coding),
            VariantPolicy::worthKeeping,
            () -> declined.put(made, Boolean.TRUE));
    VariantFill fill = new VariantFill(this, made, identity, epoch, recipe, started);
    Thread.ofVirtual().name("variant-fill").start(fill);
    return started.join();
  }

  // -- making them better -------------------------------------------------------------------------

  /** Counts a variant that is sent, and has those that are sent often made better. */
  void served(Representation identity, Coded coded) {
    if (coded.coding() == ContentCoding.BROTLI
        && coded.bytes() instanceof Representation.Stored stored
        && brotli.equals(coded.making())) {
      Made made = Made.of(identity, coded.coding());
      background.used(made, () -> improve(made, stored.length()));
    }
  }

  private void improve(Made made, long length) {
    long epoch = store.epoch();
    StoredResponse identity = store.find(made.address().in(ContentCoding.IDENTITY));
    if (identity == null || identity.generation() != made.generation()) {
      return;
    }
    int quality = identity.length() > LARGEST_AT_BEST ? 9 : 11;
    VariantFill.Recipe recipe =
        new VariantFill.Recipe(
            Making.of(ContentCoding.BROTLI, quality),
            () -> workshop.openInBackground(quality, identity.length()),
            (content, encoded) -> encoded < length,
            () -> {});
    new VariantFill(
            this,
            made,
            new Representation.Stored(identity, true),
            epoch,
            recipe,
            new CompletableFuture<>())
        .encode();
  }

  // -- for the fills -----------------------------------------------------------------------------

  Store store() {
    return store;
  }

  void ended(Made made, CompletableFuture<@Nullable Representation> told) {
    underway.remove(made, told);
  }

  void broken(Throwable what) {
    observer.invariantBroken(what);
  }

  /** A variant's fields are its identity's; its own head says how and when it was made. */
  static StoredHead head(StoredHead identity, Making making) {
    return StoredHead.of(
        identity.response().withFields(Fields.of(MAKING, making.text())),
        identity.requestTime(),
        identity.responseTime(),
        Fields.EMPTY,
        "");
  }
}
