package dev.larder.variant;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The native brotli library: loaded at the first question, and never again. */
final class BrotliLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(BrotliLibrary.class);

  private static final boolean LOADED = load();

  private BrotliLibrary() {}

  /** Whether brotli can be used in this process. The first call loads the library. */
  static boolean loaded() {
    return LOADED;
  }

  private static boolean load() {
    if (Brotli4jLoader.isAvailable()) {
      return true;
    }
    LOG.warn(
        "No brotli in this process: its native library could not be unpacked and loaded in {}."
            + " Name a directory that may hold executable code with -D{}=DIR.",
        System.getProperty(
            VariantWorkshop.NATIVE_DIRECTORY_PROPERTY, System.getProperty("java.io.tmpdir")),
        VariantWorkshop.NATIVE_DIRECTORY_PROPERTY,
        Brotli4jLoader.getUnavailabilityCause());
    return false;
  }
}
