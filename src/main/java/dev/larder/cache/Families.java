package dev.larder.cache;

import dev.larder.exchange.Content;
import dev.larder.exchange.Tail;
import dev.larder.http.CacheKey;
import dev.larder.http.Fields;
import dev.larder.http.ResponseHead;
import dev.larder.http.StoredHead;
import dev.larder.rules.Family;
import dev.larder.store.Address;
import dev.larder.store.Intake;
import dev.larder.store.Store;
import dev.larder.store.StoredResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which stored responses are versions of one family, so that one may be the dictionary for another.
 *
 * <p>The list of a family's last versions is kept in the store itself, as small content at an
 * address of its own: it survives restarts, and needs no memory of its own. It names where a
 * version lies and by which fill it came; whether that is still there is asked of the store each
 * time, so a purge of a version is one of the dictionary too. Waits for the disk; not for I/O
 * threads.
 */
final class Families {
  /** Versions that are remembered of each family, and kept though nobody asks for them. */
  static final int VERSIONS = 4;

  private static final int LOCKS = 64;

  /**
   * No request's selection is called so: theirs are empty, or begin with a number and a line end.
   */
  private static final String SELECTOR = "family";

  private static final int LARGEST_LIST = 64 * 1024;

  private final Store store;
  private final InstantSource clock;
  private final Lock[] locks =
      Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(Lock[]::new);

  Families(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * One version.
   *
   * @param sha256 of its content, in base64url
   * @param generation of its fill
   * @param target its path and query
   */
  record Version(String sha256, long generation, String target) {
    static Version of(StoredResponse stored) {
      return new Version(
          stored.head().digest(), stored.generation(), stored.address().key().target());
    }

    static @Nullable Version parse(String line) {
      String[] parts = line.split(" ", 3);
      return parts.length == 3
          ? new Version(parts[0], Long.parseUnsignedLong(parts[1], 16), parts[2])
          : null;
    }

    String line() {
      return sha256 + ' ' + Long.toHexString(generation) + ' ' + target;
    }

    Address address(CacheKey of) {
      int mark = target.indexOf('?');
      String path = mark < 0 ? target : target.substring(0, mark);
      String query = mark < 0 ? "" : target.substring(mark + 1);
      return Address.of(new CacheKey(of.site(), of.host(), path, query));
    }
  }

  /** The stored version of that digest; null when there is none (any more). */
  @Nullable StoredResponse find(Family family, String sha256) {
    for (Version version : versions(family)) {
      if (version.sha256().equals(sha256)) {
        StoredResponse stored = store.find(version.address(family.key()));
        return stored != null && Version.of(stored).equals(version) ? stored : null;
      }
    }
    return null;
  }

  /** Puts down what was just stored as the newest version of its family, if it has one. */
  void learn(SiteRequest asked, StoredResponse stored) {
    Family family = Deltas.family(asked, new Representation.Stored(stored, true));
    if (family != null && !stored.head().digest().isEmpty()) {
      learn(family, stored);
    }
  }

  private void learn(Family family, StoredResponse stored) {
    Lock lock = locks[Math.floorMod(family.hashCode(), LOCKS)];
    lock.lock();
    try {
      List<Version> before = versions(family);
      Version newest = Version.of(stored);
      List<Version> after = new ArrayList<>(List.of(newest));
      before.stream()
          .filter(version -> !version.sha256().equals(newest.sha256()))
          .filter(version -> !version.target().equals(newest.target()))
          .limit(VERSIONS - 1)
          .forEach(after::add);
      if (!after.equals(before)) {
        write(family, after);
        retain(family, before, after);
      }
    } finally {
      lock.unlock();
    }
  }

  private void retain(Family family, List<Version> before, List<Version> after) {
    List<Address> kept = after.stream().map(version -> version.address(family.key())).toList();
    before.stream()
        .map(version -> version.address(family.key()))
        .filter(address -> !kept.contains(address))
        .forEach(store::release);
    kept.forEach(store::retain);
  }

  // -- the list ----------------------------------------------------------------------------------

  private static Address listOf(Family family) {
    return Address.of(family.key()).selectedBy(SELECTOR);
  }

  List<Version> versions(Family family) {
    StoredResponse list = store.find(listOf(family));
    Content content =
        list == null || list.length() > LARGEST_LIST ? null : list.open(0, list.length());
    if (content == null) {
      return List.of();
    }
    try (Tail tail = ContentTail.of(content)) {
      ByteBuffer bytes = ByteBuffer.allocate(LARGEST_LIST);
      int count = tail.read(bytes);
      while (count >= 0 && bytes.hasRemaining()) {
        count = tail.read(bytes);
      }
      return parse(StandardCharsets.UTF_8.decode(bytes.flip()).toString());
    } catch (IOException unreadable) {
      // The store drops what is damaged; the family is learnt anew with its next version.
      return List.of();
    }
  }

  private static List<Version> parse(String text) {
    List<Version> versions = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      Version version = Version.parse(line);
      if (version != null) {
        versions.add(version);
      }
    }
    return versions;
  }

  private void write(Family family, List<Version> versions) {
    String text = versions.stream().map(Version::line).collect(Collectors.joining("\n"));
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Intake intake =
        store.begin(
            listOf(family), ThreadLocalRandom.current().nextLong(), store.epoch(), bytes.length);
    intake.append(ByteBuffer.wrap(bytes));
    Instant now = clock.instant();
    intake.commit(
        StoredHead.of(new ResponseHead(0, Fields.EMPTY), now, now, Fields.EMPTY, ""), () -> {});
  }
}
