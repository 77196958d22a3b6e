package dev.larder.store.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.larder.http.Fields;
import dev.larder.http.StoredHead;
import dev.larder.store.Address;
import dev.larder.store.StoredResponse;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Stored responses in memory, by bytes. Whole ones up to a size; of larger ones only the head, with
 * which a lookup need not ask the disk.
 *
 * @param <R> how the store represents a response
 */
public final class MemoryTier<R extends StoredResponse> {
  /** Objects around a response's characters and bytes, about. */
  private static final int OVERHEAD = 512;

  /** A body in memory is one buffer, whose size Java limits. */
  private static final long LARGEST_BUFFER = 1 << 30;

  private final Cache<Address, R> responses;
  private final long limit;
  private final long largest;

  /**
   * An empty tier.
   *
   * @param limit bytes that it may hold
   * @param largest length of the largest body that it takes
   * @param withBody whether a response holds its body
   * @param onEvicted told of each response dropped to make room
   */
  public MemoryTier(long limit, long largest, Predicate<R> withBody, Consumer<R> onEvicted) {
    this.limit = limit;
    this.largest = Math.min(Math.min(largest, LARGEST_BUFFER), limit);
    this.responses =
        Caffeine.newBuilder()
            .maximumWeight(limit)
            .weigher((Address address, R response) -> weight(response, withBody.test(response)))
            .executor(Runnable::run)
            .evictionListener((address, response, cause) -> {
              if (response != null) {
                onEvicted.accept(response);
              }
            })
            .build();
  }

  /** Whether a body of that length belongs here. */
  public boolean takes(long length) {
    return length <= largest;
  }

  public @Nullable R find(Address address) {
    return responses.getIfPresent(address);
  }

  public void put(R response) {
    responses.put(response.address(), response);
  }

  /** Puts a response in the place of another; does nothing when that is not there any more. */
  public void replace(R before, R after) {
    responses.asMap().replace(before.address(), before, after);
  }

  public void remove(Address address) {
    responses.invalidate(address);
  }

  /** Removes that very response if it is there. */
  public boolean remove(R response) {
    return responses.asMap().remove(response.address(), response);
  }

  /** All responses as of now. */
  public Collection<R> all() {
    return List.copyOf(responses.asMap().values());
  }

  public long size() {
    return responses.estimatedSize();
  }

  public long bytes() {
    return responses.policy().eviction().orElseThrow().weightedSize().orElse(0);
  }

  public long limit() {
    return limit;
  }

  private static int weight(StoredResponse response, boolean withBody) {
    long bytes = OVERHEAD + weight(response.head()) + (withBody ? response.length() : 0);
    bytes += response.leftBytes();
    bytes += response.address().key().path().length() + response.address().selector().length();
    return (int) Math.min(Integer.MAX_VALUE, bytes);
  }

  private static long weight(StoredHead head) {
    return weight(head.response().fields()) + weight(head.nominated());
  }

  private static long weight(Fields fields) {
    long bytes = 0;
    for (int i = 0; i < fields.size(); i++) {
      bytes += 2 * 48L + fields.name(i).length() + fields.value(i).length();
    }
    return bytes;
  }
}
