package dev.larder.exchange;

import org.jspecify.annotations.Nullable;

/**
 * What may be sent for a plain request with no further thought: answers that were decided on before
 * and still hold. It knows nothing of its own and decides nothing: whoever finds nothing here asks
 * the {@link Handler}, who would say the same.
 */
public interface Shelf {
  /** One that is always empty. */
  Shelf EMPTY =
      new Shelf() {
        @Override
        public int accepted(@Nullable String acceptEncoding) {
          return 0;
        }

        @Override
        public boolean find(PlainRequest request, long nowMillis, Pick into) {
          return false;
        }
      };

  /**
   * A number for the codings that a request accepts, which stands for them in a {@link
   * PlainRequest}.
   *
   * @param acceptEncoding the value of its one {@code Accept-Encoding}; null for none
   */
  int accepted(@Nullable String acceptEncoding);

  /**
   * Finds the answer to a request. Runs on an I/O thread: never waits, and makes no garbage.
   *
   * @param nowMillis of the epoch
   * @return whether there is one; whoever receives it gives its file back
   */
  boolean find(PlainRequest request, long nowMillis, Pick into);
}
