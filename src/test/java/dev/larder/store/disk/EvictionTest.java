package dev.larder.store.disk;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * How much of a made-up traffic the index's choice of what to evict keeps, beside the least
 * recently used. Popularity follows Zipf's law and has nothing to do with size; sizes are
 * lognormal; seven objects in ten are asked for once and never again.
 */
class EvictionTest {
  private static final int OBJECTS = 100_000;
  private static final int REQUESTS = 600_000;
  private static final double SHARE_OF_ONCE = 0.7;

  private static int[] trace = {};
  private static int[] blocks = {};
  private static long footprint;

  @BeforeAll
  static void makeTraffic() {
    Random random = new Random(20261124);
    int popular = (int) (OBJECTS * (1 - SHARE_OF_ONCE));
    blocks = new int[OBJECTS];
    for (int i = 0; i < OBJECTS; i++) {
      double bytes = Math.exp(9.4 + 1.6 * random.nextGaussian());
      blocks[i] = (int) Math.max(1, Math.ceil(Math.min(bytes, 50e6) / SpaceLedger.BLOCK));
      footprint += blocks[i];
    }
    trace = requests(random, popular);
  }

  /** Objects from 0 are popular in that order; those behind them come once each, anywhere. */
  private static int[] requests(Random random, int popular) {
    double[] upTo = new double[popular];
    double sum = 0;
    for (int i = 0; i < popular; i++) {
      sum += 1 / Math.pow(i + 1.0, 0.9);
      upTo[i] = sum;
    }
    int[] requests = new int[REQUESTS];
    int once = popular;
    for (int i = 0; i < REQUESTS; i++) {
      boolean isOnce = random.nextInt(REQUESTS - i) < OBJECTS - once;
      requests[i] = isOnce ? once++ : ranked(upTo, random.nextDouble() * sum);
    }
    return requests;
  }

  private static int ranked(double[] upTo, double at) {
    int found = Arrays.binarySearch(upTo, at);
    return found < 0 ? Math.min(-found - 1, upTo.length - 1) : found;
  }

  /** Shares of all requests, and of all bytes. */
  private record Ratio(double objects, double bytes) {}

  private static Ratio ratio(long hits, long hitBlocks) {
    long all = 0;
    for (int object : trace) {
      all += blocks[object];
    }
    return new Ratio((double) hits / REQUESTS, (double) hitBlocks / all);
  }

  private static Ratio leastRecentlyUsed(long limit) {
    Map<Integer, Integer> kept = new LinkedHashMap<>(16, 0.75f, true);
    long taken = 0;
    long hits = 0;
    long hitBlocks = 0;
    for (int object : trace) {
      if (kept.get(object) != null) {
        hits++;
        hitBlocks += blocks[object];
      } else if (blocks[object] <= limit) {
        taken += blocks[object];
        kept.put(object, blocks[object]);
        while (taken > limit) {
          var oldest = kept.entrySet().iterator().next();
          taken -= oldest.getValue();
          kept.remove(oldest.getKey());
        }
      }
    }
    return ratio(hits, hitBlocks);
  }

  private static Ratio ours(long limit) {
    RandomGenerator random = new Random(7);
    DiskIndex index = new DiskIndex();
    long taken = 0;
    long hits = 0;
    long hitBlocks = 0;
    for (int object : trace) {
      FileName name =
          new FileName(object * 0x9E37_79B9_7F4A_7C15L, object * 0xC2B2_AE3D_27D4_EB4FL);
      boolean here = index.find(name) != null;
      if (here) {
        hits++;
        hitBlocks += blocks[object];
      } else if (blocks[object] > limit) {
        continue;
      } else {
        while (taken + blocks[object] > limit) {
          taken -= evict(index, random);
        }
        taken += blocks[object];
        index.put(new IndexRow(name, 1, 1, 0, 0, 0, false, true, blocks[object]));
      }
      index.used(name, 1);
    }
    return ratio(hits, hitBlocks);
  }

  private static int evict(DiskIndex index, RandomGenerator random) {
    DiskIndex.Candidate least = index.leastOf(Eviction.SAMPLES, random);
    if (least == null) {
      throw new AssertionError("nothing to evict");
    }
    index.remove(least.row().name(), least.row().serial());
    index.raise(least.worth());
    return least.row().blocks();
  }

  @Test
  void moreHitsThanTheLeastRecentlyUsedAndHardlyFewerBytes() {
    for (int percent : new int[] {1, 5, 20}) {
      long limit = footprint * percent / 100;
      Ratio lru = leastRecentlyUsed(limit);
      Ratio ours = ours(limit);
      if (percent == 1) {
        assertTrue(ours.objects() >= lru.objects() + 0.05, ours + " beside " + lru);
      }
      assertTrue(ours.objects() >= lru.objects(), ours + " beside " + lru);
      assertTrue(ours.bytes() >= lru.bytes() - 0.02, ours + " beside " + lru);
    }
  }
}
