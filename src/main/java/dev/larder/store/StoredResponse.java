package dev.larder.store;

import dev.larder.exchange.Content;
import dev.larder.http.StoredHead;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A response that the store holds: its head, and a way to its bytes. A value as of its finding. */
public interface StoredResponse {

  Address address();

  StoredHead head();

  /** Bytes of content. */
  long length();

  /**
   * Names the fill that brought the bytes: two stored responses of one address with different
   * generations may have different bytes. A variant carries the generation of its identity.
   */
  long generation();

  /** Whether a purge of mode expire covers it: it may be used only after validation. */
  boolean expired();

  /** What was last left by {@link #leave}; null before that. Never waits. */
  @Nullable Object left();

  /**
   * Leaves something that was made of this very response, for whoever finds it again. It is gone
   * with the response, and counts to what that takes of memory.
   *
   * @param bytes that it holds, about
   */
  void leave(Object thing, int bytes);

  /** Bytes of what was left. */
  int leftBytes();

  /** All bytes, if they are in memory, else null; shared: its position must stay. Never waits. */
  @Nullable ByteBuffer memory();

  /**
   * A part of the bytes, if they are in memory, or in a file that is open and was found sound where
   * the part begins; else null. Never waits.
   */
  Content.@Nullable Stored openNow(long offset, long length);

  /**
   * A part of the bytes, verified; may read the disk. Null when they are damaged or gone: the store
   * has dropped them then, and the caller goes on as if nothing had been found.
   */
  Content.@Nullable Stored open(long offset, long length);
}
