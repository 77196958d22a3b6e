package dev.larder.exchange;

import dev.larder.http.Digits;
import dev.larder.http.ResponseHead;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The head of an answer that is given again and again, as HTTP/1.1 writes it (RFC 9112 §4, §5), but
 * for the empty line at its end. Some of its numbers count seconds, like {@code Age}, up or down.
 * Which ones is not known beforehand: they are where two heads of the same answer differ, one made
 * some seconds after the other.
 */
public final class PreparedHead {
  private static final int LONGEST_NUMBER = 20;
  private static final int OVERHEAD = 1024;

  /** Fronts have room for so many bytes. */
  public static final int LONGEST = 8 * 1024;

  private final ResponseHead head;
  private final byte[] text;

  /** Where in the text a number belongs, what it was at first, and by what it moves a second. */
  private final int[] places;

  private final long[] values;
  private final int[] steps;

  private record Counting(int place, long value, int step) {}

  private PreparedHead(ResponseHead head, byte[] text, List<Counting> numbers) {
    this.head = head;
    this.text = text;
    this.places = numbers.stream().mapToInt(Counting::place).toArray();
    this.values = numbers.stream().mapToLong(Counting::value).toArray();
    this.steps = numbers.stream().mapToInt(Counting::step).toArray();
  }

  /**
   * Prepares a head.
   *
   * @param reason the status line's phrase
   * @param first as it is now
   * @param later as it will be after some seconds
   * @return null where they differ by more than numbers that count seconds, or are too long
   */
  public static @Nullable PreparedHead of(
      String reason, ResponseHead first, ResponseHead later, long seconds) {
    if (first.status() != later.status() || first.fields().size() != later.fields().size()) {
      return null;
    }
    ByteArrayOutputStream text = new ByteArrayOutputStream(512);
    List<Counting> numbers = new ArrayList<>();
    put(text, "HTTP/1.1 " + first.status() + ' ' + reason + "\r\n");
    for (int i = 0; i < first.fields().size(); i++) {
      String name = first.fields().name(i);
      put(text, name + ": ");
      boolean countable =
          name.equals(later.fields().name(i))
              && putValue(text, numbers, first.fields().value(i), later.fields().value(i), seconds);
      if (!countable) {
        return null;
      }
      put(text, "\r\n");
    }
    PreparedHead head = new PreparedHead(first, text.toByteArray(), numbers);
    return head.longest() <= LONGEST ? head : null;
  }

  private static void put(ByteArrayOutputStream text, String part) {
    text.writeBytes(part.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** At most one number of a value may differ, by the seconds that have passed. */
  private static boolean putValue(
      ByteArrayOutputStream text,
      List<Counting> numbers,
      String first,
      String later,
      long seconds) {
    if (first.equals(later)) {
      put(text, first);
      return true;
    }
    int differ = 0;
    while (first.regionMatches(differ, later, differ, 1)) {
      differ++;
    }
    int begin = differ;
    while (begin > 0 && isDigit(first.charAt(begin - 1))) {
      begin--;
    }
    int firstEnd = digitsEnd(first, begin);
    int laterEnd = digitsEnd(later, begin);
    long before = Digits.read(first.substring(begin, firstEnd));
    long after = Digits.read(later.substring(begin, laterEnd));
    boolean negative = begin > 0 && first.charAt(begin - 1) == '-';
    if (begin == firstEnd
        || begin == laterEnd
        || negative
        || Math.abs(after - before) != seconds
        || !first.substring(firstEnd).equals(later.substring(laterEnd))) {
      return false;
    }
    put(text, first.substring(0, begin));
    numbers.add(new Counting(text.size(), before, after > before ? 1 : -1));
    put(text, first.substring(firstEnd));
    return true;
  }

  private static int digitsEnd(String text, int from) {
    int end = from;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** The head as it was at first. */
  public ResponseHead head() {
    return head;
  }

  /** Bytes that it takes at most. */
  public int longest() {
    return text.length + places.length * LONGEST_NUMBER;
  }

  /** Bytes of memory that it holds, about: the head as a value, too. */
  public int bytes() {
    return OVERHEAD + 3 * text.length;
  }

  /** Writes it as it is so many seconds after the first. */
  public void write(ByteBuffer into, long seconds) {
    int from = 0;
    for (int i = 0; i < places.length; i++) {
      into.put(text, from, places[i] - from);
      from = places[i];
      digits(into, values[i] + steps[i] * seconds);
    }
    into.put(text, from, text.length - from);
  }

  private static void digits(ByteBuffer into, long value) {
    int end = into.position() + length(value);
    int at = end;
    long left = Math.max(0, value);
    do {
      into.put(--at, (byte) ('0' + left % 10));
      left /= 10;
    } while (left > 0);
    into.position(end);
  }

  private static int length(long value) {
    int length = 1;
    for (long left = value / 10; left > 0; left /= 10) {
      length++;
    }
    return length;
  }
}
