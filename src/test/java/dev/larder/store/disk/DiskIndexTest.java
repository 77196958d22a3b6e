package dev.larder.store.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DiskIndexTest {

  private static FileName name(long number) {
    return new FileName(number << 56 | number, number << 61 | number << 32);
  }

  private static IndexRow row(long number, long serial, int blocks) {
    return new IndexRow(
        name(number),
        serial,
        -number,
        number % 7,
        number % 5,
        (int) number % 3,
        number % 2 == 0,
        number % 3 == 0,
        blocks);
  }

  /** Names that collide at home, so that rows have to move up. */
  @Property(tries = 200)
  void indexDoesWhatAMapWould(@ForAll long seed) {
    Random random = new Random(seed);
    DiskIndex index = new DiskIndex();
    Map<FileName, IndexRow> model = new HashMap<>();
    for (int step = 0; step < 400; step++) {
      IndexRow row = row(random.nextInt(40), random.nextInt(3), 1 + random.nextInt(9));
      IndexRow known = model.get(row.name());
      switch (random.nextInt(4)) {
        case 0 -> assertEquals(model.put(row.name(), row), index.put(row));
        case 1 -> {
          boolean same = known != null && known.serial() == row.serial();
          assertEquals(same ? known : null, index.remove(row.name(), row.serial()));
          if (same) {
            model.remove(row.name());
          }
        }
        case 2 -> {
          boolean same = known != null && known.serial() == row.serial();
          assertEquals(same, index.change(row));
          model.computeIfPresent(row.name(), (name, old) -> same ? row : old);
        }
        default -> {
          assertEquals(known == null, index.putIfAbsent(row, 0, 1));
          model.putIfAbsent(row.name(), row);
        }
      }
      assertEquals(model.get(row.name()), index.find(row.name()));
    }
    assertEquals(model.size(), index.size());
    assertEquals(new HashSet<>(model.values()), Set.copyOf(index.all(IndexShard.Sieve.ALL)));
  }

  @Test
  void sievePicksByColumns() {
    DiskIndex index = new DiskIndex();
    for (int i = 1; i <= 20; i++) {
      index.put(row(i, 1, 1));
    }
    assertEquals(List.of(row(7, 1, 1)), index.all((key, epoch, validated, proven) -> key == -7));
    assertEquals(List.of(row(3, 1, 1)), index.in(3, (key, epoch, validated, proven) -> proven));
    assertEquals(List.of(), index.in(4, (key, epoch, validated, proven) -> proven));
  }

  @Test
  void useOfWhatIsGoneIsSaidToBe() {
    DiskIndex index = new DiskIndex();
    index.put(row(1, 5, 1));
    assertTrue(index.used(name(1), 5));
    assertFalse(index.used(name(1), 4));
    assertFalse(index.used(name(2), 5));
  }

  @Test
  void usesOfManyAreToldApartAsTheyCome() {
    DiskIndex index = new DiskIndex();
    Random random = new Random(5);
    FileName often = new FileName(random.nextLong(), random.nextLong());
    for (int i = 0; i < 12; i++) {
      index.used(often, 1);
    }
    for (int i = 0; i < 20_000; i++) {
      FileName once = new FileName(random.nextLong(), random.nextLong());
      index.put(new IndexRow(once, 1, 1, 0, 0, 0, false, true, 1));
      index.used(once, 1);
    }
    assertEquals(12, index.uses(often));
  }

  @Test
  void whatIsUsedOutlivesWhatIsNot() {
    DiskIndex index = new DiskIndex();
    for (int i = 1; i <= 50; i++) {
      index.put(row(i, 1, 4));
      index.used(name(i), 1);
    }
    for (int i = 0; i < 5; i++) {
      index.used(name(17), 1);
    }
    for (int i = 0; i < 49; i++) {
      DiskIndex.Candidate least = index.leastOf(400, new Random(i));
      assertNotNull(least);
      assertNotNull(index.remove(least.row().name(), 1));
      index.raise(least.worth());
    }
    assertNotNull(index.find(name(17)));
    assertEquals(1, index.size());
    assertTrue(index.level() > 0);
  }

  @Test
  void ofTwoThatAreUsedAlikeTheGreaterLeaves() {
    DiskIndex index = new DiskIndex();
    index.put(row(1, 1, 100));
    index.put(row(2, 1, 4));
    DiskIndex.Candidate least = index.leastOf(64, new Random(1));
    assertNotNull(least);
    assertEquals(name(1), least.row().name());
  }

  @Test
  void levelStaysWhereItsDifferencesCanBeTold() {
    DiskIndex index = new DiskIndex();
    index.raise(20_000);
    index.put(row(1, 1, 1));
    index.raise(30_000);
    assertTrue(index.level() < 20_000);
    DiskIndex.Candidate least = index.leastOf(1, new Random(1));
    assertNotNull(least);
    assertTrue(least.worth() < index.level() + 1);
  }

  @Test
  void emptyIndexHasNothingToEvict() {
    DiskIndex index = new DiskIndex();
    assertNull(index.leastOf(5, new Random(1)));
    assertNull(index.find(name(1)));
    assertFalse(index.change(row(1, 1, 1)));
  }

  @Test
  void usesAreCountedAgedAndKeptWhenRoomIsMade() {
    FrequencySketch uses = new FrequencySketch();
    Random random = new Random(4);
    FileName often = new FileName(random.nextLong(), random.nextLong());
    for (int i = 0; i < 40; i++) {
      uses.increment(often);
    }
    assertEquals(15, uses.estimate(often));
    uses.makeRoomFor(10_000);
    assertEquals(15, uses.estimate(often));
    int wrong = 0;
    for (int i = 0; i < 10_000; i++) {
      FileName once = new FileName(random.nextLong(), random.nextLong());
      uses.increment(once);
      wrong += uses.estimate(once) == 1 ? 0 : 1;
    }
    assertTrue(wrong < 100, wrong + " of 10,000 look used more than once");
    for (int i = 0; i < 400_000; i++) {
      uses.increment(new FileName(random.nextLong(), random.nextLong()));
    }
    assertTrue(uses.estimate(often) < 8, "it was long ago");
  }
}
