package dev.larder.exchange;

import dev.larder.http.Request;
import org.jspecify.annotations.Nullable;

/** Answers requests. A front calls {@link #answerNow} first, on its I/O thread. */
public interface Handler {

  /**
   * Answers without waiting and without touching disk, origin or a lock held over I/O; null when
   * the answer needs any of them. Runs on an I/O thread. Must not have effects when it returns
   * null.
   */
  @Nullable Answer answerNow(Request request);

  /** Answers, waiting as long as it takes. Runs on a virtual thread of its own. */
  Answer answer(Request request, RequestBody body);

  /** Where a front may look for an answer before it asks. */
  default Shelf shelf() {
    return Shelf.EMPTY;
  }
}
