package dev.larder.variant;

/**
 * How variants are made.
 *
 * @param gzipLevel 1 to 9
 * @param brotliQuality 0 to 11, of what a request waits for
 * @param coders platform threads that encode what a request waits for
 * @param openEncoders encoders that may be open at once, each of up to 10 MiB of native memory
 * @param backgroundPercent of one core that improving variants may take; 0 for none
 */
public record VariantOptions(
    int gzipLevel, int brotliQuality, int coders, int openEncoders, int backgroundPercent) {

  /** Variants as a request needs them, never improved. */
  public VariantOptions(int gzipLevel, int brotliQuality, int coders, int openEncoders) {
    this(gzipLevel, brotliQuality, coders, openEncoders, 0);
  }

  public static VariantOptions defaults() {
    int cores = Runtime.getRuntime().availableProcessors();
    return new VariantOptions(6, 5, cores, 16 * cores, 25);
  }
}
