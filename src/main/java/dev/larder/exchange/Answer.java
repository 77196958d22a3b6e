package dev.larder.exchange;

import dev.larder.http.ResponseHead;

/**
 * What is to be sent. The head is complete but for framing: the front adds {@code Content-Length}
 * from the content's length where it is known (a head that answers HEAD or 304 carries its own),
 * {@code Connection} and {@code Transfer-Encoding}, and {@code Date} when there is none.
 *
 * <p>Whoever receives an answer owns its content and calls {@link Content#release()} exactly once.
 *
 * @param decision what the answerer wants told to observers; a front passes it on unread
 */
public record Answer(ResponseHead head, Content content, Decision decision) {

  /** How an answer came about. Implemented by whoever answers, read by whoever observes. */
  public interface Decision {
    /** Nothing to tell. */
    Decision NONE = new Decision() {};

    /** The same, when it is given so many seconds later. */
    default Decision later(long seconds) {
      return this;
    }
  }
}
