package dev.larder.variant;

/**
 * How variants are made.
 *
 * @param gzipLevel 1 to 9
 * @param brotliQuality 0 to 11
 * @param coders platform threads that encode
 * @param openEncoders encoders that may be open at once
 */
public record VariantOptions(int gzipLevel, int brotliQuality, int coders, int openEncoders) {

  public static VariantOptions defaults() {
    int cores = Runtime.getRuntime().availableProcessors();
    return new VariantOptions(6, 5, cores, 32 * cores);
  }
}
