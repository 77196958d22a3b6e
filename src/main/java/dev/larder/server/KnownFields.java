package dev.larder.server;

import dev.larder.exchange.PlainRequest;

/**
 * What the fields of the last plain requests said, by their bytes: browsers repeat them from one
 * target to the next, and to compare them costs a tenth of what it costs to look at each. For one
 * thread.
 */
final class KnownFields {
  private static final int LONGEST = 2048;

  private final PlainRequest[] known = new PlainRequest[8];
  private int next;

  KnownFields() {
    for (int i = 0; i < known.length; i++) {
      known[i] = new PlainRequest(LONGEST);
    }
  }

  /**
   * Takes over what the fields of a request say, if they are known.
   *
   * @param from where they begin in its head
   */
  boolean take(PlainRequest request, int from) {
    for (PlainRequest one : known) {
      if (one.hasFields(request.buffer(), from, request.length())) {
        request.takeFields(one, from);
        return true;
      }
    }
    return false;
  }

  /** Keeps what they say, in the place of what was kept first. */
  void keep(PlainRequest request, int from) {
    if (request.length() - from <= LONGEST) {
      known[next].keepFields(request, from);
      next = (next + 1) % known.length;
    }
  }
}
