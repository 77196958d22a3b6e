package dev.larder.store.disk;

import dev.larder.store.Address;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The files that stay although they are of little worth, up to a share of the disk: of more the
 * oldest stay no longer. Never waits.
 */
public final class Retained {
  private final Function<FileName, @Nullable IndexRow> index;
  private final long limit;
  private final Map<FileName, Long> bytes = new LinkedHashMap<>();
  private long total;

  /**
   * @param index tells what is known of a file
   * @param limit bytes of files that stay, in whole blocks
   */
  Retained(Function<FileName, @Nullable IndexRow> index, long limit) {
    this.index = index;
    this.limit = limit;
  }

  /** See {@link dev.larder.store.Store#retain}. */
  public void add(Address address) {
    FileName name = FileName.of(address);
    IndexRow row = index.apply(name);
    if (row != null) {
      add(row);
    }
  }

  /** See {@link dev.larder.store.Store#release}. */
  public void remove(Address address) {
    remove(FileName.of(address));
  }

  synchronized void add(IndexRow row) {
    remove(row.name());
    bytes.put(row.name(), row.bytes());
    total += row.bytes();
    while (total > limit) {
      remove(bytes.keySet().iterator().next());
    }
  }

  synchronized void remove(FileName name) {
    Long size = bytes.remove(name);
    total -= size == null ? 0 : size;
  }

  synchronized boolean has(FileName name) {
    return bytes.containsKey(name);
  }
}
