package dev.larder.variant;

import dev.larder.http.ContentCoding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Where variants are made: while a request waits, a fixed number of encoders worked on by the
 * {@code coder-N} threads; in the background, on the {@code variant-N} threads, which rest for most
 * of the time. A native call pins the carrier of a virtual thread, so encoding never happens on the
 * thread that asks for it.
 */
public final class VariantWorkshop implements AutoCloseable {

  /**
   * System property that names the directory into which the native brotli library is unpacked. It
   * must allow executable code. Read once, before the first workshop opens; {@code java.io.tmpdir}
   * when not set.
   */
  public static final String NATIVE_DIRECTORY_PROPERTY =
      "com.aayushatharva.brotli4j.native.workdir";

  /** Made at once, so that the one worker is never idle for want of a place. */
  private static final int BACKGROUND_PLACES = 2;

  /** Percent of a sample that must go for the whole to be compressed. */
  private static final int LEAST_SAVED_BY_PROBE = 10;

  private final VariantOptions options;
  private final VariantObserver observer;
  private final ExecutorService coders;
  private final ExecutorService background;
  private final Semaphore places;
  private final DeltaMaker deltas;
  private final DeltaMaker backgroundDeltas;

  private VariantWorkshop(VariantOptions options, VariantObserver observer) {
    this.options = options;
    this.observer = observer;
    this.places = new Semaphore(options.openEncoders());
    Semaphore deltaPlaces = new Semaphore(options.coders());
    // A stream has one task at most, a step or its freeing, so no task is ever refused for room.
    this.coders =
        new PacedCoders(
            "coder-",
            options.coders(),
            options.openEncoders() + options.coders(),
            100 * options.coders(),
            true,
            nanos -> observer.worked(true, nanos));
    int percent = Math.max(1, options.backgroundPercent());
    this.background =
        new PacedCoders(
            "variant-",
            (percent + 99) / 100,
            Integer.MAX_VALUE,
            percent,
            false,
            nanos -> observer.worked(false, nanos));
    this.deltas = new DeltaMaker(coders, deltaPlaces);
    this.backgroundDeltas = new DeltaMaker(background, new Semaphore(BACKGROUND_PLACES));
  }

  /** Starts the coder threads and loads the native libraries; says so in the log if one fails. */
  public static VariantWorkshop open(VariantOptions options, VariantObserver observer) {
    VariantWorkshop workshop = new VariantWorkshop(options, observer);
    workshop.canMake(ContentCoding.BROTLI);
    return workshop;
  }

  /** Whether variants of that coding can be made in this process at all. */
  public boolean canMake(ContentCoding coding) {
    return switch (coding) {
      case IDENTITY -> false;
      case GZIP -> true;
      case BROTLI, DICTIONARY -> BrotliLibrary.loaded();
    };
  }

  /**
   * An encoder for one representation, to be closed by the caller; null when all are in use, or
   * when that coding cannot be made. Does not wait.
   */
  public @Nullable Encoder open(ContentCoding coding) {
    if (!canMake(coding)) {
      return null;
    }
    if (!places.tryAcquire()) {
      observer.busy(coding);
      return null;
    }
    return new SteppedEncoder(coders, () -> codec(coding), ending(coding));
  }

  private Codec codec(ContentCoding coding) throws IOException {
    return switch (coding) {
      case IDENTITY, DICTIONARY ->
          throw new IllegalArgumentException("no encoder makes " + coding + " of content alone");
      case GZIP -> new GzipCodec(options.gzipLevel());
      case BROTLI -> BrotliCodec.streaming(options.brotliQuality(), SteppedEncoder.CHUNK);
    };
  }

  private SteppedEncoder.Ending ending(ContentCoding coding) {
    return new SteppedEncoder.Ending() {
      @Override
      public void finished(long bytesIn, long bytesOut) {
        observer.encoded(coding, bytesIn, bytesOut);
      }

      @Override
      public void freed() {
        places.release();
      }
    };
  }

  /**
   * A decoder for one representation, to be closed by the caller; null when all places are taken,
   * or when that coding cannot be read. Does not wait.
   */
  public @Nullable Decoder openDecoder(ContentCoding coding) {
    if (coding == ContentCoding.DICTIONARY || !canMake(coding)) {
      return null;
    }
    if (!places.tryAcquire()) {
      observer.busy(coding);
      return null;
    }
    return new SteppedDecoder(coders, () -> decompressor(coding), places::release);
  }

  private static Decompressor decompressor(ContentCoding coding) throws IOException {
    return switch (coding) {
      case IDENTITY, DICTIONARY ->
          throw new IllegalArgumentException("no decoder reads " + coding + " by itself");
      case GZIP -> new GzipDecompressor();
      case BROTLI -> new BrotliDecompressor(SteppedDecoder.CHUNK);
    };
  }

  /**
   * An encoder for one representation that nobody waits for: it takes its time, and the result is
   * smaller.
   *
   * @param quality 0 to 11
   * @param contentBytes how much will come
   */
  public Encoder openInBackground(int quality, long contentBytes) {
    return new SteppedEncoder(
        background,
        () -> BrotliCodec.atRest(quality, SteppedEncoder.CHUNK, contentBytes),
        new SteppedEncoder.Ending() {
          @Override
          public void finished(long bytesIn, long bytesOut) {
            observer.encoded(ContentCoding.BROTLI, bytesIn, bytesOut);
          }

          @Override
          public void freed() {}
        });
  }

  /**
   * Codes content against a dictionary (RFC 9842 §4), while the caller waits.
   *
   * @param reading brings the two into memory, when there is room for them
   * @param waited whether a request waits, too; else it takes its time
   * @return null when too many are being made
   * @throws IOException when one of the two cannot be read
   * @throws CodingFailed when it cannot be made
   */
  public @Nullable ByteBuffer delta(DeltaContents.Reading reading, int quality, boolean waited)
      throws IOException {
    if (!canMake(ContentCoding.DICTIONARY)) {
      return null;
    }
    long[] content = {0};
    ByteBuffer delta =
        (waited ? deltas : backgroundDeltas)
            .make(
                () -> {
                  DeltaContents read = reading.read();
                  content[0] = read.content().remaining();
                  return read;
                },
                quality);
    if (delta == null) {
      observer.busy(ContentCoding.DICTIONARY);
    } else {
      observer.encoded(ContentCoding.DICTIONARY, content[0], delta.remaining());
    }
    return delta;
  }

  /** What the beginning of a content promises of the whole. */
  public enum Probe {
    SHRINKS,
    DOES_NOT,
    /** All places are taken; another time. */
    BUSY
  }

  /**
   * Compresses the beginning of a content quickly, to see whether it is worth doing it well.
   *
   * @param sample at most 64 KiB
   * @throws CodingFailed when it cannot be told
   */
  public Probe probe(ByteBuffer sample) {
    if (!places.tryAcquire()) {
      observer.busy(ContentCoding.GZIP);
      return Probe.BUSY;
    }
    byte[] bytes = new byte[sample.remaining()];
    sample.duplicate().get(bytes);
    EncodedBytes encoded = new EncodedBytes();
    try (Steps<Codec> steps = new Steps<>(coders, () -> new GzipCodec(1), places::release)) {
      steps.take(codec -> {
        codec.finish(bytes, bytes.length, encoded);
        return false;
      });
    }
    long percent = 100L - LEAST_SAVED_BY_PROBE;
    return encoded.view().remaining() * 100L <= bytes.length * percent
        ? Probe.SHRINKS
        : Probe.DOES_NOT;
  }

  /** How many encoders and decoders hold memory now. */
  public int openEncoders() {
    return options.openEncoders() - places.availablePermits();
  }

  /**
   * Ends the coder threads after the steps that wait. Encoders still open fail at their next step
   * and must be closed as ever.
   */
  @Override
  public void close() {
    background.shutdown();
    coders.close();
    background.close();
  }
}
