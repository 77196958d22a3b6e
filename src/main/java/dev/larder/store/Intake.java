package dev.larder.store;

import dev.larder.exchange.Tail;
import dev.larder.http.StoredHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Content on its way into the store. One thread appends and ends it by {@link #commit} or {@link
 * #abort}; any number of others read along through tails of their own.
 *
 * <p>Trouble with the disk is the store's own: the intake then passes on what arrives through a
 * bounded ring, and {@link #commit} returns null.
 */
public interface Intake {

  /**
   * Takes the buffer's remaining bytes. Waits only where no disk stands behind it, at most a second
   * for a reader that has fallen behind.
   */
  void append(ByteBuffer bytes);

  /** Bytes taken so far. */
  long appended();

  /**
   * A reader from an offset on, up to a length or to the end (-1); null when those bytes are no
   * longer here, because they passed or because the content has ended and its last reader has gone.
   * The last byte of an expected length is read only after the end. Its read fails with the cause
   * given to {@link #abort}, or because this reader fell too far behind.
   */
  @Nullable Tail tail(long offset, long length);

  /**
   * Ends the content as complete.
   *
   * @param head what is to be stored, final
   * @param kept run when it can be found, or could not be kept, and before readers see the end
   * @return the stored response, or null when it could not be kept: no room, a failing disk, or a
   *     purge that came after the epoch with which the intake began
   */
  @Nullable StoredResponse commit(StoredHead head, Runnable kept);

  /** Ends the content as complete, storing nothing; readers see its end. */
  void discard();

  /** Ends the content as broken; readers see the cause when they have read what came before. */
  void abort(IOException cause);
}
