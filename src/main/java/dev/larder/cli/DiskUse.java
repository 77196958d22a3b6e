package dev.larder.cli;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What groups of stored responses take on disk. */
final class DiskUse {
  private final Map<String, Sum> sums = new LinkedHashMap<>();

  /**
   * A group's sum.
   *
   * @param bytes on disk
   */
  record Sum(String group, long responses, long bytes) {
    private Sum plus(long more) {
      return new Sum(group, responses + 1, bytes + more);
    }
  }

  /** Has a group shown even if nothing is in it. */
  void expect(String group) {
    sums.putIfAbsent(group, new Sum(group, 0, 0));
  }

  void add(String group, long bytes) {
    expect(group);
    sums.computeIfPresent(group, (name, sum) -> sum.plus(bytes));
  }

  /** All groups as they were first met. */
  List<Sum> inOrder() {
    return List.copyOf(sums.values());
  }

  /** All groups, the largest first. */
  List<Sum> bySize() {
    return sums.values().stream()
        .sorted(Comparator.comparingLong(Sum::bytes).reversed().thenComparing(Sum::group))
        .toList();
  }
}
