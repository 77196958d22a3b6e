package dev.larder.cache;

import com.github.benmanes.caffeine.cache.Cache;
import dev.larder.http.ContentCoding;
import dev.larder.store.Address;
import dev.larder.store.Intake;
import dev.larder.store.Store;
import dev.larder.store.StoredResponse;
import dev.larder.variant.CodingFailed;
import dev.larder.variant.DeltaContents;
import dev.larder.variant.Making;
import dev.larder.variant.VariantWorkshop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The making of deltas: each once for a pair of versions, whoever asks for it meanwhile. A wish
 * names what it is about and holds none of it, so that wishes may wait in any number.
 */
final class DeltaFills {
  private static final long MOST_PERCENT = 80;

  private final Store store;
  private final Variants variants;
  private final Families families;
  private final VariantWorkshop workshop;
  private final CacheObserver observer;
  private final Cache<Variants.Made, Boolean> declined = Variants.Made.remembered();
  private final ConcurrentMap<Variants.Made, Job> underway = new ConcurrentHashMap<>();

  DeltaFills(
      Store store,
      Variants variants,
      Families families,
      VariantWorkshop workshop,
      CacheObserver observer) {
    this.store = store;
    this.variants = variants;
    this.families = families;
    this.workshop = workshop;
    this.observer = observer;
  }

  /**
   * A delta that somebody would take.
   *
   * @param content where the new version lies
   * @param generation of its fill
   * @param offer the dictionary
   */
  record Wish(Address content, long generation, Deltas.Offer offer) {
    static Wish of(Representation content, Deltas.Offer offer) {
      return new Wish(content.address(), content.generation(), offer);
    }

    /** A delta is a variant whose selector is the digest of its dictionary. */
    Variants.Made made() {
      return new Variants.Made(
          content.selectedBy(offer.sha256()).in(ContentCoding.DICTIONARY), generation);
    }
  }

  private record Job(boolean waited, CompletableFuture<Void> done) {}

  /** Whether it is known that a delta is of no use. */
  boolean isDeclined(Wish wish) {
    return declined.getIfPresent(wish.made()) != null;
  }

  /**
   * Makes a delta, if it is worth it, and keeps it.
   *
   * @param waited whether a request waits for it, which never waits for what takes its time
   */
  void make(Wish wish, int quality, boolean waited) {
    Variants.Made made = wish.made();
    Job started = new Job(waited, new CompletableFuture<>());
    Job current = underway.putIfAbsent(made, started);
    if (current != null) {
      if (current.waited() || !waited) {
        current.done().join();
      }
      return;
    }
    try {
      attempt(wish, quality, waited);
    } catch (CodingFailed failed) {
      observer.deltaFailed(made.address().key().target(), failed);
      declined.put(made, Boolean.TRUE);
    } catch (IOException vanished) {
      // One of the two was dropped meanwhile: whoever asks again finds what there is then.
      return;
    } finally {
      underway.remove(made, started);
      started.done().complete(null);
    }
  }

  private void attempt(Wish wish, int quality, boolean waited) throws IOException {
    long epoch = store.epoch();
    StoredResponse found = store.find(wish.content());
    StoredResponse dictionary = families.find(wish.offer().family(), wish.offer().sha256());
    if (found == null || found.generation() != wish.generation() || dictionary == null) {
      return;
    }
    Representation content = new Representation.Stored(found, true);
    Representation ordinary = variants.whole(content, ContentCoding.BROTLI, epoch);
    if (ordinary == null) {
      return;
    }
    ByteBuffer delta = workshop.delta(() -> read(wish, content, dictionary), quality, waited);
    if (delta != null) {
      settle(wish, content, ordinary.length(), delta, quality, dictionary, epoch);
    }
  }

  private static DeltaContents read(Wish wish, Representation content, StoredResponse dictionary)
      throws IOException {
    ByteBuffer known = WholeContent.of(new Representation.Stored(dictionary, true));
    String name = ContentDigest.of(known);
    if (!name.equals(wish.offer().sha256())) {
      throw new IOException("the dictionary is not what its digest says");
    }
    return new DeltaContents(name, known, WholeContent.of(content));
  }

  private void settle(
      Wish wish,
      Representation content,
      long ordinary,
      ByteBuffer delta,
      int quality,
      StoredResponse dictionary,
      long epoch) {
    Variants.Made made = wish.made();
    if (delta.remaining() * 100L > ordinary * MOST_PERCENT) {
      declined.put(made, Boolean.TRUE);
      store.remove(made.address());
      return;
    }
    DeltaHead head =
        new DeltaHead(
            Making.against(wish.offer().sha256(), quality),
            Families.Version.of(dictionary),
            ordinary - delta.remaining());
    Intake intake = store.begin(made.address(), made.generation(), epoch, delta.remaining());
    intake.append(delta);
    intake.commit(Variants.head(content.head(), head.fields()), () -> {});
  }
}
