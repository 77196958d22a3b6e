package dev.larder.cache;

import dev.larder.http.ContentCoding;
import dev.larder.rules.Dictionaries;
import dev.larder.rules.Family;
import dev.larder.store.Address;
import dev.larder.store.Store;
import dev.larder.store.StoredResponse;
import dev.larder.variant.Making;
import dev.larder.variant.VariantPolicy;
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

  private final Store store;
  private final Families families;
  private final DeltaFills fills;
  private final Background background;
  private final CacheObserver observer;

  Deltas(
      Store store,
      Families families,
      DeltaFills fills,
      Background background,
      CacheObserver observer) {
    this.store = store;
    this.families = families;
    this.fills = fills;
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
    return fills.isDeclined(DeltaFills.Wish.of(identity, offer));
  }

  /** The delta if memory has it, and its dictionary; null when it takes more to tell. */
  Variants.@Nullable Coded now(Representation identity, Offer offer) {
    Variants.Made made = DeltaFills.Wish.of(identity, offer).made();
    StoredResponse delta = store.findNow(made.address());
    DeltaHead head = delta == null ? null : DeltaHead.of(delta.head());
    return delta == null || head == null
        ? null
        : coded(made, delta, head, store.findNow(dictionary(head, offer)), false);
  }

  private static Address dictionary(DeltaHead head, Offer offer) {
    return head.dictionary().address(offer.family().key());
  }

  private static Variants.@Nullable Coded coded(
      Variants.Made made,
      StoredResponse delta,
      DeltaHead head,
      @Nullable StoredResponse dictionary,
      boolean mayWait) {
    return delta.generation() == made.generation() && head.isOf(dictionary)
        ? new Variants.Coded(
            ContentCoding.DICTIONARY, new Representation.Stored(delta, mayWait), head.making())
        : null;
  }

  /** The delta, if need be by making it; null where an ordinary variant is to be sent. */
  Variants.@Nullable Coded await(SiteRequest asked, Representation identity, Offer offer) {
    if (!(identity instanceof Representation.Stored) || isDeclined(identity, offer)) {
      return null;
    }
    StoredResponse dictionary = families.find(offer.family(), offer.sha256());
    if (dictionary == null) {
      observer.unknownDictionary(asked.site().name());
      return null;
    }
    DeltaFills.Wish wish = DeltaFills.Wish.of(identity, offer);
    Variants.Coded stored = stored(wish, dictionary);
    if (stored != null) {
      return stored;
    }
    if (Math.max(identity.length(), dictionary.length()) <= LARGEST_AT_ONCE) {
      fills.make(wish, QUALITY, true);
      return stored(wish, dictionary);
    }
    background.want(wish.made(), () -> fills.make(wish, QUALITY, false));
    return null;
  }

  private Variants.@Nullable Coded stored(DeltaFills.Wish wish, StoredResponse dictionary) {
    StoredResponse delta = store.find(wish.made().address());
    DeltaHead head = delta == null ? null : DeltaHead.of(delta.head());
    return delta == null || head == null ? null : coded(wish.made(), delta, head, dictionary, true);
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
    Variants.Coded made = stored(DeltaFills.Wish.of(identity, offer), dictionary);
    return made != null
        ? against + ", " + made.bytes().length() + " bytes"
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
      DeltaFills.Wish wish = DeltaFills.Wish.of(identity, offer);
      background.used(wish.made(), () -> fills.make(wish, BEST_QUALITY, false));
    }
  }
}
