package dev.larder.exchange;

import dev.larder.http.ResponseHead;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a shelf has for one plain request. Belongs to one thread and is used again for the next one,
 * so that a hit makes no garbage.
 */
public final class Pick {
  private @Nullable PreparedHead head;
  private long seconds;
  private Answer.Decision decision = Answer.Decision.NONE;
  private @Nullable ByteBuffer memory;
  private @Nullable Lease file;
  private long length;

  /**
   * Takes an answer without content.
   *
   * @param since seconds since the head was prepared
   * @param told as it was then
   */
  public void take(PreparedHead prepared, long since, Answer.Decision told) {
    head = prepared;
    seconds = since;
    decision = told;
    memory = null;
    file = null;
    length = 0;
  }

  /** Gives content to what was taken: all of a buffer. It is shared, and its position stays. */
  public void content(ByteBuffer bytes) {
    memory = bytes;
    length = bytes.remaining();
  }

  /** Gives content to what was taken: that of a file, from its beginning, which is lent. */
  public void content(Lease lease, long bytes) {
    file = lease;
    length = bytes;
  }

  public PreparedHead head() {
    return Objects.requireNonNull(head);
  }

  /** Seconds since the head was prepared. */
  public long seconds() {
    return seconds;
  }

  /** How the answer came about, as of when its head was prepared: see {@link #seconds}. */
  public Answer.Decision decision() {
    return decision;
  }

  /** The head as a value, with the numbers of when it was prepared. */
  public ResponseHead responseHead() {
    return head().head();
  }

  public @Nullable ByteBuffer memory() {
    return memory;
  }

  public @Nullable Lease file() {
    return file;
  }

  /** Gives back what the content holds open. */
  public void release() {
    if (file != null) {
      file.close();
      file = null;
    }
  }

  /** Bytes of content. */
  public long length() {
    return length;
  }

  /** Bytes of content that an exchange counts which is told as it ends in its first write. */
  public long sent(boolean complete) {
    return complete ? length : 0;
  }
}
