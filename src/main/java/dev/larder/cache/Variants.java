package dev.larder.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.larder.exchange.Content;
import dev.larder.exchange.Tail;
import dev.larder.http.ContentCoding;
import dev.larder.http.Fields;
import dev.larder.http.StoredHead;
import dev.larder.rules.Negotiation;
import dev.larder.store.Address;
import dev.larder.store.Store;
import dev.larder.store.StoredResponse;
import dev.larder.variant.CodingFailed;
import dev.larder.variant.Making;
import dev.larder.variant.VariantOptions;
import dev.larder.variant.VariantPolicy;
import dev.larder.variant.VariantWorkshop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the coding in which a representation leaves, and has variants made: each once, whoever
 * asks for it meanwhile, and of the very generation of bytes that the identity has.
 */
final class Variants {
  /** Beyond it the best quality takes minutes for little. */
  private static final long LARGEST_AT_BEST = 8L << 20;

  private static final int PROBED_BYTES = 64 * 1024;

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
  private final Cache<Made, Boolean> declined = Made.remembered();

  /** A variant: where it lies, and the generation of the identity that it is made of. */
  record Made(Address address, long generation) {
    private static final long MOST_REMEMBERED_BYTES = 16L << 20;
    private static final int OVERHEAD = 256;

    static Made of(Representation identity, ContentCoding coding) {
      return new Made(identity.address().in(coding), identity.generation());
    }

    /** Room for what is remembered of variants. Clients choose how long its keys are. */
    static <T> Cache<Made, T> remembered() {
      return Caffeine.newBuilder()
          .maximumWeight(MOST_REMEMBERED_BYTES)
          .weigher((Made made, T value) -> OVERHEAD + made.address().key().target().length())
          .build();
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
    return chance(asked, identity) != VariantPolicy.Chance.NONE;
  }

  /** What may be expected of its variants. */
  static VariantPolicy.Chance chance(SiteRequest asked, Representation identity) {
    return asked.rule().variants() ? chance(identity) : VariantPolicy.Chance.NONE;
  }

  private static VariantPolicy.Chance chance(Representation identity) {
    return VariantPolicy.chance(identity.head().response(), identity.length());
  }

  /** The coding that a request should get, as far as can be said without making it. */
  ContentCoding wanted(SiteRequest asked, Representation identity) {
    if (!mayBeCoded(asked, identity)) {
      return ContentCoding.IDENTITY;
    }
    Negotiation accepted = Negotiation.of(asked.request().fields());
    for (ContentCoding coding : BEST_FIRST) {
      if (accepted.accepts(coding)
          && workshop.canMake(coding)
          && declined.getIfPresent(Made.of(identity, coding)) == null) {
        return coding;
      }
    }
    return ContentCoding.IDENTITY;
  }

  /** The same, and what it depends on. */
  Prospect prospect(SiteRequest asked, Representation identity) {
    ContentCoding wanted = wanted(asked, identity);
    Negotiation accepted = Negotiation.of(asked.request().fields());
    List<Made> useless = new ArrayList<>();
    if (mayBeCoded(asked, identity)) {
      for (ContentCoding coding : BEST_FIRST) {
        if (coding == wanted) {
          break;
        }
        if (accepted.accepts(coding) && workshop.canMake(coding)) {
          useless.add(Made.of(identity, coding));
        }
      }
    }
    return new Prospect(wanted, identity.address().in(wanted), List.copyOf(useless));
  }

  /** Whether variants are known still to be of no use. */
  boolean areUseless(List<Made> all) {
    for (int i = 0; i < all.size(); i++) {
      if (declined.getIfPresent(all.get(i)) == null) {
        return false;
      }
    }
    return true;
  }

  /** What has to be tried for that leaves as it is until it is whole. */
  private static boolean mayBeCoded(SiteRequest asked, Representation identity) {
    return switch (chance(asked, identity)) {
      case GOOD -> true;
      case UNKNOWN -> identity instanceof Representation.Stored;
      case NONE -> false;
    };
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
            () -> promises(identity) ? workshop.open(coding) : null,
            VariantPolicy::worthKeeping,
            () -> declined.put(made, Boolean.TRUE));
    VariantFill fill = new VariantFill(this, made, identity, epoch, recipe, started);
    Thread.ofVirtual().name("variant-fill").start(fill);
    return started.join();
  }

  /** Whether content is likely to shrink. What does not is remembered. */
  private boolean promises(Representation identity) {
    if (chance(identity) != VariantPolicy.Chance.UNKNOWN) {
      return true;
    }
    try {
      int length = (int) Math.min(PROBED_BYTES, identity.length());
      VariantWorkshop.Probe probe = workshop.probe(WholeContent.beginning(identity, length));
      if (probe == VariantWorkshop.Probe.DOES_NOT) {
        for (ContentCoding coding : BEST_FIRST) {
          declined.put(Made.of(identity, coding), Boolean.TRUE);
        }
      }
      return probe == VariantWorkshop.Probe.SHRINKS;
    } catch (IOException | CodingFailed untold) {
      // This answer leaves as identity, if that is still there, and the next one tries again.
      return false;
    }
  }

  // -- those that others made --------------------------------------------------------------------

  /**
   * What this node has or makes in a coding; waits for its end. The identity where that is the
   * smaller; null when none could be made this time.
   */
  @Nullable Representation whole(Representation identity, ContentCoding coding, long epoch) {
    Coded ours = await(identity, coding, epoch);
    if (ours.making() != null && ours.bytes() instanceof Representation.Underway underway) {
      awaitEnd(underway);
    }
    Made made = Made.of(identity, coding);
    Representation kept = stored(made);
    return kept == null && declined.getIfPresent(made) != null ? identity : kept;
  }

  /** Whether so many bytes are fewer than in what this node has or makes; waits for its end. */
  boolean isSmallest(Representation identity, ContentCoding coding, long length, long epoch) {
    Representation ours = whole(identity, coding, epoch);
    Representation kept =
        ours == null || ours.address().coding() == ContentCoding.IDENTITY ? null : ours;
    StoredResponse current = store.find(identity.address());
    return (kept == null || length < kept.length())
        && current != null
        && current.generation() == identity.generation();
  }

  private static void awaitEnd(Representation.Underway underway) {
    Content content = underway.open(0, -1);
    if (content == null) {
      return;
    }
    try (Tail tail = ContentTail.of(content)) {
      ByteBuffer passing = ByteBuffer.allocate(PROBED_BYTES);
      int count = 0;
      while (count >= 0) {
        count = tail.read(passing.clear());
      }
    } catch (IOException broken) {
      // An end like any other: whether it was kept, the store tells.
      return;
    }
  }

  /** There is a variant now, whatever came of ours. */
  void supplied(Representation identity, ContentCoding coding) {
    declined.invalidate(Made.of(identity, coding));
  }

  // -- making them better -------------------------------------------------------------------------

  /** Counts a variant that is sent, and has those that are sent often made better. */
  void served(Representation identity, Coded coded) {
    if (coded.bytes() instanceof Representation.Stored stored && isImprovable(coded)) {
      Made made = Made.of(identity, coded.coding());
      long length = stored.length();
      background.used(made, () -> improve(made, length));
    }
  }

  /** The same, of what lies in the store. */
  void served(StoredResponse identity, StoredResponse variant) {
    Representation bytes = new Representation.Stored(variant, false);
    served(new Representation.Stored(identity, false), coded(variant.address().coding(), bytes));
  }

  /** Whether what is sent often of it is to be made better. */
  boolean isImprovable(Coded coded) {
    return coded.coding() == ContentCoding.BROTLI && isImprovable(coded.making());
  }

  private boolean isImprovable(@Nullable Making making) {
    return making != null && (making.equals(brotli) || making.isOrigins());
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
            Making.atRest(quality),
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

  static StoredHead head(StoredHead identity, Making making) {
    return head(identity, Fields.of(MAKING, making.text()));
  }

  /** A variant's fields are its identity's; its own head says how and when it was made. */
  static StoredHead head(StoredHead identity, Fields own) {
    return StoredHead.of(
        identity.response().withFields(own),
        identity.requestTime(),
        identity.responseTime(),
        Fields.EMPTY,
        "");
  }
}
