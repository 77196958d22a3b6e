package dev.larder.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.larder.http.ContentCoding;
import dev.larder.http.Fields;
import dev.larder.http.StoredHead;
import dev.larder.rules.Dictionaries;
import dev.larder.rules.Family;
import dev.larder.store.Address;
import dev.larder.store.Intake;
import dev.larder.store.Store;
import dev.larder.store.StoredResponse;
import dev.larder.variant.CodingFailed;
import dev.larder.variant.Making;
import dev.larder.variant.VariantPolicy;
import dev.larder.variant.VariantWorkshop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Answers with deltas: a new version of an asset, coded against the version that the client has
 * (RFC 9842). Each is made once for a pair of versions, whoever asks meanwhile, and kept as a
 * stored response of its own beside the new version's other variants.
 *
 * <p>A delta is of use only as long as its dictionary is stored: what a purge took away is not to
 * come back by way of what was made of it.
 */
final class Deltas {
  /** Quick enough for a request to wait for. */
  private static final int QUALITY = 5;

  private static final int BEST_QUALITY = 11;

  /** Larger ones are made while the client gets an ordinary variant. */
  private static final long LARGEST_AT_ONCE = 2L << 20;

  private static final long MOST_PERCENT = 80;
  private static final long MOST_DECLINED = 50_000;

  private final Store store;
  private final Variants variants;
  private final Families families;
  private final VariantWorkshop workshop;
  private final Background background;
  private final CacheObserver observer;
  private final ConcurrentMap<Variants.Made, CompletableFuture<Void>> underway =
      new ConcurrentHashMap<>();
  private final Cache<Variants.Made, Boolean> declined =
      Caffeine.newBuilder().maximumSize(MOST_DECLINED).build();

  Deltas(
      Store store,
      Variants variants,
      Families families,
      VariantWorkshop workshop,
      Background background,
      CacheObserver observer) {
    this.store = store;
    this.variants = variants;
    this.families = families;
    this.workshop = workshop;
    this.background = background;
    this.observer = observer;
  }

  /**
   * A dictionary that a client has.
   *
   * @param sha256 in base64url
   */
  record Offer(Family family, String sha256) {}

  /** The family that an answer is a member of, and may be a dictionary in; null when it is none. */
  static @Nullable Family family(SiteRequest asked, Representation identity) {
    return asked.family() != null
            && Variants.chance(asked, identity) == VariantPolicy.Chance.GOOD
            && Dictionaries.isEligible(identity.head(), asked.terms(), identity.length())
        ? asked.family()
        : null;
  }

  /** What a request offers to be answered with; null when that is nothing. */
  static @Nullable Offer offered(SiteRequest asked, Representation identity) {
    if (!asked.request().fields().contains("Available-Dictionary")) {
      return null;
    }
    Family family = family(asked, identity);
    String sha256 =
        family == null ? null : Dictionaries.offered(asked.request(), asked.site().allowOrigin());
    return family == null || sha256 == null ? null : new Offer(family, sha256);
  }

  /** Whether it is known that no delta is to be had, so that an ordinary variant will do. */
  boolean isDeclined(Representation identity, Offer offer) {
    return declined.getIfPresent(made(identity, offer)) != null;
  }

  private static Variants.Made made(Representation identity, Offer offer) {
    Address address = identity.address().selectedBy(offer.sha256()).in(ContentCoding.DICTIONARY);
    return new Variants.Made(address, identity.generation());
  }

  /** The delta if memory has it, and its dictionary; null when it takes more to tell. */
  Variants.@Nullable Coded now(Representation identity, Offer offer) {
    Variants.Made made = made(identity, offer);
    StoredResponse delta = store.findNow(made.address());
    if (delta == null || delta.generation() != made.generation()) {
      return null;
    }
    DeltaHead head = DeltaHead.of(delta.head());
    StoredResponse dictionary =
        head == null ? null : store.findNow(head.dictionary().address(offer.family().key()));
    return head != null && head.isOf(dictionary)
        ? new Variants.Coded(
            ContentCoding.DICTIONARY, new Representation.Stored(delta, false), head.making())
        : null;
  }

  /** The delta, if need be by making it; null where an ordinary variant is to be sent. */
  Variants.@Nullable Coded await(
      SiteRequest asked, Representation identity, Offer offer, long epoch) {
    if (!(identity instanceof Representation.Stored) || isDeclined(identity, offer)) {
      return null;
    }
    StoredResponse dictionary = families.find(offer.family(), offer.sha256());
    if (dictionary == null) {
      observer.unknownDictionary(asked.site().name());
      return null;
    }
    Variants.Made made = made(identity, offer);
    Variants.Coded stored = stored(made);
    long larger = Math.max(identity.length(), dictionary.length());
    if (stored == null && larger <= LARGEST_AT_ONCE) {
      makeOnce(made, new Pair(identity, dictionary, epoch), true, QUALITY);
      return stored(made);
    }
    if (stored == null) {
      Pair pair = new Pair(identity, dictionary, epoch);
      background.want(made, () -> makeOnce(made, pair, false, QUALITY));
    }
    return stored;
  }

  private Variants.@Nullable Coded stored(Variants.Made made) {
    StoredResponse found = store.find(made.address());
    DeltaHead head =
        found == null || found.generation() != made.generation()
            ? null
            : DeltaHead.of(found.head());
    return found == null || head == null
        ? null
        : new Variants.Coded(
            ContentCoding.DICTIONARY, new Representation.Stored(found, true), head.making());
  }

  /** What becomes of the dictionary that a request offers, in words; null when it offers none. */
  @Nullable String explain(SiteRequest asked, Representation identity) {
    Offer offer = offered(asked, identity);
    if (offer == null) {
      return null;
    }
    StoredResponse dictionary = families.find(offer.family(), offer.sha256());
    if (dictionary == null) {
      return "no delta, as the dictionary is not stored";
    }
    String against = "dcb against " + dictionary.address().key().target();
    if (isDeclined(identity, offer)) {
      return "no " + against + ", which saves too little";
    }
    StoredResponse made = store.find(made(identity, offer).address());
    return made != null && made.generation() == identity.generation()
        ? against + ", " + made.length() + " bytes"
        : against + ", to be made, if it saves enough";
  }

  /** Counts a delta that is sent, and has those that are sent often made better. */
  void served(SiteRequest asked, Representation identity, Offer offer, Variants.Coded delta) {
    DeltaHead head = DeltaHead.of(delta.bytes().head());
    if (head == null) {
      return;
    }
    observer.deltaServed(asked.site().name(), head.saved());
    if (head.making().equals(Making.against(offer.sha256(), QUALITY))) {
      background.used(made(identity, offer), () -> improve(identity, offer));
    }
  }

  private void improve(Representation found, Offer offer) {
    long epoch = store.epoch();
    StoredResponse identity = store.find(found.address());
    StoredResponse dictionary = families.find(offer.family(), offer.sha256());
    if (identity != null && identity.generation() == found.generation() && dictionary != null) {
      Pair pair = new Pair(new Representation.Stored(identity, true), dictionary, epoch);
      makeOnce(made(found, offer), pair, false, BEST_QUALITY);
    }
  }

  // -- making ------------------------------------------------------------------------------------

  /**
   * Two versions.
   *
   * @param epoch the newest purge from before the content was found
   */
  private record Pair(Representation content, StoredResponse dictionary, long epoch) {}

  private void makeOnce(Variants.Made made, Pair pair, boolean waited, int quality) {
    CompletableFuture<Void> started = new CompletableFuture<>();
    CompletableFuture<Void> current = underway.putIfAbsent(made, started);
    if (current != null) {
      current.join();
      return;
    }
    try {
      make(made, pair, waited, quality);
    } catch (CodingFailed | IOException failed) {
      observer.deltaFailed(made.address().key().target(), failed);
      if (quality == QUALITY) {
        declined.put(made, Boolean.TRUE);
      }
    } finally {
      underway.remove(made, started);
      started.complete(null);
    }
  }

  private void make(Variants.Made made, Pair pair, boolean waited, int quality) throws IOException {
    Variants.Coded ordinary = variants.await(pair.content(), ContentCoding.BROTLI, pair.epoch());
    long ordinaryLength = WholeContent.length(ordinary.bytes());
    ByteBuffer dictionary = WholeContent.of(new Representation.Stored(pair.dictionary(), true));
    ByteBuffer content = WholeContent.of(pair.content());
    byte[] sha256 = ContentDigest.of(dictionary);
    String name = Base64.getUrlEncoder().withoutPadding().encodeToString(sha256);
    if (!name.equals(made.address().selector())) {
      throw new IOException("the dictionary is not what its digest says");
    }
    ByteBuffer delta = workshop.delta(sha256, dictionary, content, quality, waited);
    if (delta == null) {
      return;
    }
    if (delta.remaining() * 100L > ordinaryLength * MOST_PERCENT) {
      declined.put(made, Boolean.TRUE);
      store.remove(made.address());
    } else {
      DeltaHead head =
          new DeltaHead(
              Making.against(name, quality),
              Families.Version.of(pair.dictionary()),
              ordinaryLength - delta.remaining());
      keep(made, pair, delta, head);
    }
  }

  private void keep(Variants.Made made, Pair pair, ByteBuffer delta, DeltaHead head) {
    StoredHead identity = pair.content().head();
    Intake intake = store.begin(made.address(), made.generation(), pair.epoch(), delta.remaining());
    intake.append(delta);
    Fields fields = head.fields();
    intake.commit(
        StoredHead.of(
            identity.response().withFields(fields),
            identity.requestTime(),
            identity.responseTime(),
            Fields.EMPTY,
            ""),
        () -> {});
  }
}
