package dev.larder.exchange;

import dev.larder.http.Fields;
import dev.larder.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A GET or HEAD without any peculiarity, as its head lies in a front's buffer: whoever answers
 * needs no more of it than is named here. Belongs to one thread and is used again for the next one,
 * so that a hit makes no garbage.
 */
public final class PlainRequest {
  private final byte[] buffer;
  private int length;
  private boolean head;
  private boolean closes;
  private boolean secure;
  private int accepted;
  private String client = "";

  private final Span target = new Span();
  private final Span authority = new Span();
  private final Span ifNoneMatch = new Span();
  private final Span referrer = new Span();
  private final Span userAgent = new Span();

  /**
   * A request to come.
   *
   * @param largest bytes that a head may have
   */
  public PlainRequest(int largest) {
    this.buffer = new byte[largest];
  }

  /** Where the head is to be put; its spans point into it. */
  public byte[] buffer() {
    return buffer;
  }

  /**
   * Begins anew.
   *
   * @param bytes that are in the buffer
   * @param from where they came from
   * @param overTls whether they came over TLS
   */
  public void begin(int bytes, String from, boolean overTls) {
    length = bytes;
    client = from;
    secure = overTls;
    head = false;
    closes = false;
    accepted = 0;
    target.clear();
    authority.clear();
    ifNoneMatch.clear();
    referrer.clear();
    userAgent.clear();
  }

  /**
   * Keeps the fields of another request, and nothing else of it.
   *
   * @param from where they begin in its head, to whose end they go; there must be room for them
   */
  public void keepFields(PlainRequest other, int from) {
    begin(other.length - from, "", false);
    System.arraycopy(other.buffer, from, buffer, 0, length);
    takeFields(other, -from);
  }

  /** Whether these are the bytes of its fields, of which it holds nothing else. */
  public boolean hasFields(byte[] head, int from, int to) {
    return to - from == length && Arrays.equals(head, from, to, buffer, 0, length);
  }

  /**
   * Takes over what the fields of another request say, which are the same.
   *
   * @param distance how much further on they lie here
   */
  public void takeFields(PlainRequest other, int distance) {
    closes = other.closes;
    accepted = other.accepted;
    authority.set(other.authority, buffer, distance);
    ifNoneMatch.set(other.ifNoneMatch, buffer, distance);
    referrer.set(other.referrer, buffer, distance);
    userAgent.set(other.userAgent, buffer, distance);
  }

  /** Bytes of the head. */
  public int length() {
    return length;
  }

  /** Path and query. */
  public Span target() {
    return target;
  }

  /** The value of {@code Host}, in lower case. */
  public Span authority() {
    return authority;
  }

  public Span ifNoneMatch() {
    return ifNoneMatch;
  }

  public Span referrer() {
    return referrer;
  }

  public Span userAgent() {
    return userAgent;
  }

  /** Whether the method is HEAD. */
  public boolean isHead() {
    return head;
  }

  public void head(boolean is) {
    head = is;
  }

  /** Whether the connection is to end with the answer. */
  public boolean closes() {
    return closes;
  }

  public void closes(boolean does) {
    closes = does;
  }

  /** The codings that it accepts, in the number that {@link Shelf#accepted} gave. */
  public int accepted() {
    return accepted;
  }

  public void accepted(int codings) {
    accepted = codings;
  }

  public boolean isSecure() {
    return secure;
  }

  /** The client's address. */
  public String client() {
    return client;
  }

  /** The same as a value, for those to whom garbage does not matter. */
  public Request asRequest() {
    String asked = target.toString();
    int question = asked.indexOf('?');
    boolean hasQuery = question >= 0 && question < asked.length() - 1;
    return new Request(
        head ? "HEAD" : "GET",
        secure ? "https" : "http",
        authority.toString(),
        question < 0 ? asked : asked.substring(0, question),
        hasQuery ? asked.substring(question + 1) : null,
        fields(),
        "HTTP/1.1",
        client);
  }

  private Fields fields() {
    Fields.Builder fields = Fields.builder();
    String text = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
    int at = text.indexOf("\r\n") + 2;
    int end = text.indexOf("\r\n", at);
    while (end > at) {
      int colon = text.indexOf(':', at);
      fields.add(text.substring(at, colon), text.substring(colon + 1, end).strip());
      at = end + 2;
      end = text.indexOf("\r\n", at);
    }
    return fields.build();
  }
}
