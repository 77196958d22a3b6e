package dev.larder.store;

/**
 * What is known of content before its first byte.
 *
 * @param expectedLength bytes to come, or -1
 * @param admitted whether the disk is to take it
 */
record Announced(
    Address address, long generation, long epoch, long expectedLength, boolean admitted) {

  TieredResponse.Fill filled(long length) {
    return new TieredResponse.Fill(address, length, generation, epoch);
  }

  /** Why it is not kept, if it is not. */
  String refusal() {
    return admitted ? "no room for it, or the disk failed" : "asked for the first time";
  }
}
