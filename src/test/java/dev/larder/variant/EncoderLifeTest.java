package dev.larder.variant;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.http.ContentCoding;
import dev.larder.testing.Decoded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Threads, failures and native memory, seen with a codec that can be stopped and counted. */
class EncoderLifeTest {
  private static final byte[] CHUNK = Samples.text(16 * 1024);

  private final ExecutorService coders = Executors.newFixedThreadPool(2, named("coder-"));
  private final Set<Thread> codecThreads = ConcurrentHashMap.newKeySet();
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger freed = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final CountDownLatch stepBegan = new CountDownLatch(1);
  private volatile CountDownLatch stepMayEnd = new CountDownLatch(0);
  private volatile @Nullable IOException trouble;

  @Test
  void codecIsTouchedByCoderThreadsOnly() {
    try (coders;
        Encoder encoder = encoder()) {
      encoder.encode(ByteBuffer.wrap(CHUNK));
      encoder.finish();
    }
    assertFalse(codecThreads.isEmpty());
    codecThreads.forEach(thread -> assertTrue(thread.getName().startsWith("coder-")));
    assertCounts(1, 1);
  }

  @Test
  void encoderThatWasNeverUsedHoldsNothingAndGivesItsPlaceBack() {
    try (coders) {
      encoder().close();
    }
    assertCounts(0, 0);
  }

  @Test
  void closingTwiceFreesOnce() {
    try (coders) {
      Encoder encoder = encoder();
      encoder.encode(ByteBuffer.wrap(CHUNK));
      encoder.close();
      encoder.close();
    }
    assertCounts(1, 1);
  }

  @Test
  void closingDuringAStepLetsTheStepEndAndFreesAfterIt() throws Exception {
    stepMayEnd = new CountDownLatch(1);
    try (coders;
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Encoder encoder = encoder();
      Future<?> call = callers.submit(() -> encoder.encode(ByteBuffer.wrap(CHUNK)));
      stepBegan.await();
      encoder.close();
      assertEquals(0, freed.get());
      stepMayEnd.countDown();
      call.get();
      assertThrows(CodingFailed.class, encoder::finish);
    }
    assertCounts(1, 1);
  }

  @Test
  void failedStepIsTheCallersToKnowAndFreesTheCodec() {
    trouble = new IOException("out of paper");
    try (coders) {
      Encoder encoder = encoder();
      CodingFailed failure =
          assertThrows(CodingFailed.class, () -> encoder.encode(ByteBuffer.wrap(CHUNK)));
      assertInstanceOf(IOException.class, failure.getCause());
      assertThrows(CodingFailed.class, encoder::finish);
      encoder.close();
    }
    assertCounts(1, 1);
  }

  @Test
  void interruptedCallerFailsAndTheStepStillFrees() throws Exception {
    stepMayEnd = new CountDownLatch(1);
    Encoder encoder = encoder();
    List<Throwable> outcome = new ArrayList<>();
    try (coders) {
      Thread caller =
          Thread.ofVirtual()
              .start(() -> {
                outcome.add(
                    assertThrows(CodingFailed.class, () -> encoder.encode(ByteBuffer.wrap(CHUNK))));
                assertTrue(Thread.currentThread().isInterrupted());
                outcome.add(new Throwable("still interrupted"));
              });
      stepBegan.await();
      caller.interrupt();
      caller.join();
      stepMayEnd.countDown();
    }
    assertEquals(2, outcome.size());
    assertCounts(1, 1);
  }

  @Test
  void nothingFollowsTheEnd() {
    try (coders) {
      Encoder encoder = encoder();
      encoder.finish();
      assertThrows(CodingFailed.class, () -> encoder.encode(ByteBuffer.wrap(CHUNK)));
      assertThrows(CodingFailed.class, encoder::finish);
    }
    assertCounts(1, 1);
  }

  @Test
  void encoderOutlivingItsWorkshopFailsAndIsFreed() {
    VariantWorkshop workshop =
        VariantWorkshop.open(new VariantOptions(6, 5, 1, 2), VariantObserver.NONE);
    Encoder idle = requireNonNull(workshop.open(ContentCoding.BROTLI));
    Encoder used = requireNonNull(workshop.open(ContentCoding.BROTLI));
    idle.encode(ByteBuffer.wrap(CHUNK));
    used.encode(ByteBuffer.wrap(CHUNK));
    workshop.close();
    assertThrows(CodingFailed.class, used::finish);
    idle.close();
    assertEquals(0, workshop.openEncoders());
  }

  @Test
  void twoHundredAtOnceShareTwoCodersAndAllAreRight() throws Exception {
    byte[] identity = Samples.text(200_000);
    try (VariantWorkshop workshop =
            VariantWorkshop.open(new VariantOptions(6, 5, 2, 64), VariantObserver.NONE);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Encoder> opened = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        Encoder encoder = workshop.open(i % 2 == 0 ? ContentCoding.BROTLI : ContentCoding.GZIP);
        if (encoder != null) {
          opened.add(encoder);
        }
      }
      assertEquals(64, opened.size());
      List<Future<byte[]>> variants =
          opened.stream()
              .map(encoder -> callers.submit(() -> Samples.encoded(encoder, identity)))
              .toList();
      for (int i = 0; i < variants.size(); i++) {
        String coding = i % 2 == 0 ? "br" : "gzip";
        assertTrue(Arrays.equals(identity, Decoded.of(coding, variants.get(i).get())), coding);
      }
      assertEquals(0, workshop.openEncoders());
    }
  }

  @Test
  void twoThousandShortEncodingsLeaveNoNativeMemoryBehind() throws Exception {
    byte[] identity = Samples.text(40_000);
    try (VariantWorkshop workshop =
        VariantWorkshop.open(new VariantOptions(6, 5, 2, 8), VariantObserver.NONE)) {
      encodeSome(workshop, identity, 100);
      long before = residentKib();
      encodeSome(workshop, identity, 2_000);
      long grown = residentKib() - before;
      assertTrue(grown < 128 * 1024, () -> "grew by " + grown + " KiB");
      Await.until(() -> workshop.openEncoders() == 0);
    }
  }

  /** Encodes to the end and gives up half way, in turn. */
  private static void encodeSome(VariantWorkshop workshop, byte[] identity, int times) {
    for (int i = 0; i < times; i++) {
      try (Encoder encoder = requireNonNull(workshop.open(ContentCoding.BROTLI))) {
        encoder.encode(ByteBuffer.wrap(identity));
        if (i % 2 == 0) {
          encoder.finish();
        }
      }
      Await.until(() -> workshop.openEncoders() == 0);
    }
  }

  private static long residentKib() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }

  private void assertCounts(int expectedMade, int expectedFreed) {
    assertEquals(expectedMade, made.get(), "codecs made");
    assertEquals(expectedFreed, freed.get(), "codecs freed");
    assertEquals(1, ended.get(), "places given back");
  }

  private Encoder encoder() {
    return new SteppedEncoder(
        coders,
        StoppableCodec::new,
        new SteppedEncoder.Ending() {
          @Override
          public void finished(long bytesIn, long bytesOut) {}

          @Override
          public void freed() {
            ended.incrementAndGet();
          }
        });
  }

  private static ThreadFactory named(String prefix) {
    return Thread.ofPlatform().daemon().name(prefix, 1).factory();
  }

  private final class StoppableCodec implements Codec {
    StoppableCodec() {
      made.incrementAndGet();
      codecThreads.add(Thread.currentThread());
    }

    @Override
    public void encode(byte[] input, int length, EncodedBytes into) throws IOException {
      work();
    }

    @Override
    public void finish(byte[] input, int length, EncodedBytes into) throws IOException {
      work();
    }

    private void work() throws IOException {
      codecThreads.add(Thread.currentThread());
      stepBegan.countDown();
      try {
        stepMayEnd.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      IOException failure = trouble;
      if (failure != null) {
        throw failure;
      }
    }

    @Override
    public void free() {
      codecThreads.add(Thread.currentThread());
      freed.incrementAndGet();
    }
  }
}
