package dev.larder.origin;

import dev.larder.http.Fields;

/**
 * How the end of a response's content is known (RFC 9112 §6.3), stricter where leniency lets two
 * recipients see two different messages: both framing fields, two lengths, or a coding that is not
 * exactly {@code chunked} are refused.
 */
sealed interface ResponseFraming {

  /** There is no content, whatever the fields say. */
  record NoContent() implements ResponseFraming {}

  /** Exactly so many bytes. */
  record Length(long bytes) implements ResponseFraming {}

  /** The last chunk ends it. */
  record Chunked() implements ResponseFraming {}

  /** The end of the connection ends it, and nothing proves that it is the end of the content. */
  record UntilClose() implements ResponseFraming {}

  /**
   * The framing of a response.
   *
   * @param method of the request
   * @param http10 whether the response calls itself HTTP/1.0, which knows no transfer codings
   * @throws MalformedAnswerException when the fields contradict each other or cannot be read
   */
  static ResponseFraming of(String method, int status, boolean http10, Fields fields)
      throws MalformedAnswerException {
    long length = contentLength(fields);
    String coding = fields.combined("Transfer-Encoding");
    if (coding != null && length >= 0) {
      throw new MalformedAnswerException("the answer has Content-Length and Transfer-Encoding");
    }
    if (coding != null && (http10 || !coding.equalsIgnoreCase("chunked"))) {
      throw new MalformedAnswerException(
          "the answer has a Transfer-Encoding other than chunked, or is HTTP/1.0 and has one");
    }
    if (method.equals("HEAD") || status == 204 || status == 304) {
      return new NoContent();
    }
    if (coding != null) {
      return new Chunked();
    }
    return length >= 0 ? new Length(length) : new UntilClose();
  }

  /**
   * The value of {@code Content-Length}, -1 when there is none; equal repeats count once.
   *
   * @throws MalformedAnswerException when it is no length or there are two different ones
   */
  static long contentLength(Fields fields) throws MalformedAnswerException {
    String list = fields.combined("Content-Length");
    if (list == null) {
      return -1;
    }
    long length = -1;
    for (String member : list.split(",", -1)) {
      long value = digits(member.strip());
      if (length >= 0 && value != length) {
        throw new MalformedAnswerException("the answer has two different Content-Length");
      }
      length = value;
    }
    return length;
  }

  private static long digits(String text) throws MalformedAnswerException {
    boolean plain = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    try {
      if (plain) {
        return Long.parseLong(text);
      }
    } catch (NumberFormatException tooLarge) {
      throw new MalformedAnswerException("the answer's Content-Length is too large");
    }
    throw new MalformedAnswerException("the answer's Content-Length is not a number");
  }
}
