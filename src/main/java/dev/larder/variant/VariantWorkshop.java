package dev.larder.variant;

import dev.larder.http.ContentCoding;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where variants are made while a request waits: a fixed number of encoders, worked on by the
 * {@code coder-N} threads. A native call pins the carrier of a virtual thread, so encoding never
 * happens on the thread that asks for it.
 */
public final class VariantWorkshop implements AutoCloseable {

  /**
   * System property that names the directory into which the native brotli library is unpacked. It
   * must allow executable code. Read once, before the first workshop opens; {@code java.io.tmpdir}
   * when not set.
   */
  public static final String NATIVE_DIRECTORY_PROPERTY =
      "com.aayushatharva.brotli4j.native.workdir";

  private final VariantOptions options;
  private final VariantObserver observer;
  private final ExecutorService coders;
  private final Semaphore places;

  private VariantWorkshop(VariantOptions options, VariantObserver observer) {
    this.options = options;
    this.observer = observer;
    this.places = new Semaphore(options.openEncoders());
    // A stream has one task at most, a step or its freeing, so no task is ever refused for room.
    this.coders =
        new ThreadPoolExecutor(
            options.coders(),
            options.coders(),
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(options.openEncoders()),
            Thread.ofPlatform().daemon().name("coder-", 1).factory());
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
      case BROTLI -> BrotliLibrary.loaded();
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
      case IDENTITY -> throw new IllegalArgumentException("identity needs no encoder");
      case GZIP -> new GzipCodec(options.gzipLevel());
      case BROTLI -> new BrotliCodec(options.brotliQuality(), SteppedEncoder.CHUNK);
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
    if (!canMake(coding)) {
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
      case IDENTITY -> throw new IllegalArgumentException("identity needs no decoder");
      case GZIP -> new GzipDecompressor();
      case BROTLI -> new BrotliDecompressor(SteppedDecoder.CHUNK);
    };
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
    coders.close();
  }
}
