package dev.larder.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class HitRatioTest {

  /** Begins below zero, as {@code System.nanoTime} may. */
  private final AtomicLong now = new AtomicLong(-Duration.ofSeconds(7).toNanos());

  private final HitRatio ratio = new HitRatio(now::get);

  @Test
  void nothingAskedHasNoRatio() {
    assertTrue(Double.isNaN(ratio.sinceStart().byRequests()));
    assertTrue(Double.isNaN(ratio.lately().byBytes()));
  }

  @Test
  void hitsAreCountedByRequestsAndByBytes() {
    ratio.count(true, 10);
    ratio.count(true, 10);
    ratio.count(true, 10);
    ratio.count(false, 70);
    assertEquals(0.75, ratio.lately().byRequests());
    assertEquals(0.3, ratio.lately().byBytes());
    assertEquals(ratio.sinceStart(), ratio.lately());
  }

  @Test
  void whatIsOlderThanFiveMinutesCountsSinceTheStartOnly() {
    ratio.count(true, 1);
    pass(Duration.ofMinutes(5).plusSeconds(1));
    ratio.count(false, 1);
    assertEquals(new HitRatio.Counts(1, 0, 1, 0), ratio.lately());
    assertEquals(new HitRatio.Counts(2, 1, 2, 1), ratio.sinceStart());
  }

  @Test
  void longSilenceLeavesNothingOfLate() {
    ratio.count(true, 1);
    pass(Duration.ofDays(3));
    assertEquals(new HitRatio.Counts(0, 0, 0, 0), ratio.lately());
  }

  record Event(Duration after, boolean hit, long bytes) {}

  @Provide
  Arbitrary<List<Event>> traffic() {
    return Combinators.combine(
            Arbitraries.longs().between(0, 40_000).map(Duration::ofMillis),
            Arbitraries.of(true, false),
            Arbitraries.longs().between(0, 1000))
        .as(Event::new)
        .list()
        .ofMaxSize(60);
  }

  /** The window is of whole slices, so what is between 290 and 300 s old may count or not. */
  @Property(tries = 300)
  void windowHoldsWhatIsRecent(@ForAll("traffic") List<Event> events) {
    AtomicLong time = new AtomicLong();
    HitRatio counted = new HitRatio(time::get);
    List<Long> times = new ArrayList<>();
    for (Event event : events) {
      times.add(time.addAndGet(event.after().toNanos()));
      counted.count(event.hit(), event.bytes());
      long surely = within(times, time.get(), Duration.ofSeconds(290));
      long perhaps = within(times, time.get(), HitRatio.WINDOW);
      HitRatio.Counts lately = counted.lately();
      assertTrue(
          surely <= lately.requests() && lately.requests() <= perhaps,
          () -> lately + " for " + surely + " to " + perhaps);
    }
    assertEquals(events.size(), counted.sinceStart().requests());
    assertEquals(events.stream().filter(Event::hit).count(), counted.sinceStart().hits());
    assertEquals(events.stream().mapToLong(Event::bytes).sum(), counted.sinceStart().bytes());
  }

  @Test
  void noCountIsLostAmongThreads() {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        threads.execute(() -> {
          for (int j = 0; j < 10_000; j++) {
            ratio.count(j % 2 == 0, 3);
          }
        });
      }
    }
    assertEquals(new HitRatio.Counts(40_000, 20_000, 120_000, 60_000), ratio.lately());
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private static long within(List<Long> times, long now, Duration window) {
    return times.stream().filter(time -> now - time < window.toNanos()).count();
  }
}
