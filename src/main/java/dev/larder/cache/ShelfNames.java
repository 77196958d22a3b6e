package dev.larder.cache;

import dev.larder.exchange.Span;
import dev.larder.store.Address;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Where the stored responses lie that requests ask for by authority and target, spelled as they
 * come. Holds a bounded number: clients choose the spelling. What finds no place takes another's,
 * which is then looked for the long way. Takes no lock.
 */
final class ShelfNames {
  /** In sets of four, in each of which a name has its place by its hash. */
  private static final int PLACES = 1 << 15;

  private static final int SET = 4;

  /** Longer names are rarely asked for often. */
  private static final int LONGEST = 512;

  private final AtomicReferenceArray<@Nullable Name> names = new AtomicReferenceArray<>(PLACES);

  private static final class Name {
    private final int hash;
    private final byte[] authority;
    private final byte[] target;
    private final Address address;

    Name(int hash, byte[] authority, byte[] target, Address address) {
      this.hash = hash;
      this.authority = authority;
      this.target = target;
      this.address = address;
    }

    boolean is(int otherHash, Span otherAuthority, Span otherTarget) {
      return hash == otherHash && otherTarget.is(target) && otherAuthority.is(authority);
    }
  }

  @Nullable Address find(Span authority, Span target) {
    int hash = hash(authority, target);
    int set = set(hash);
    for (int i = set; i < set + SET; i++) {
      Name name = names.getAcquire(i);
      if (name != null && name.is(hash, authority, target)) {
        return name.address;
      }
    }
    return null;
  }

  void put(String authority, String target, Address address) {
    if (authority.length() + target.length() > LONGEST) {
      return;
    }
    Span one = span(authority);
    Span other = span(target);
    if (find(one, other) == null) {
      int hash = hash(one, other);
      names.setRelease(place(set(hash)), new Name(hash, one.bytes(), other.bytes(), address));
    }
  }

  private int place(int set) {
    for (int i = set; i < set + SET; i++) {
      if (names.getAcquire(i) == null) {
        return i;
      }
    }
    return set + ThreadLocalRandom.current().nextInt(SET);
  }

  private static Span span(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    Span span = new Span();
    span.set(bytes, 0, bytes.length);
    return span;
  }

  private static int hash(Span authority, Span target) {
    return 31 * target.hash() + authority.hash();
  }

  private static int set(int hash) {
    int mixed = hash * 0x9E3779B9;
    return (mixed >>> 17) & -SET & (PLACES - 1);
  }
}
