package dev.larder.observe;

import java.util.List;
import java.util.Locale;

/**
 * Every metric of ours, by the name that Prometheus sees. The manual's table is held against this
 * list by a test, and so are the alerts and the dashboard.
 */
enum Metric {
  REQUESTS(
      "larder_requests_total",
      Kind.COUNTER,
      "Requests whose exchange ended.",
      "site",
      "outcome",
      "coding",
      "status"),
  SENT_BYTES(
      "larder_sent_bytes_total",
      Kind.COUNTER,
      "Bytes of content handed to clients' connections, framing not counted.",
      "site",
      "outcome"),
  BROKEN_EXCHANGES(
      "larder_broken_exchanges_total",
      Kind.COUNTER,
      "Exchanges that ended before the whole answer was handed over.",
      "site",
      "outcome"),
  REQUEST_DURATION(
      "larder_request_duration_seconds",
      Kind.HISTOGRAM,
      "Time from a request's head to the end of its answer; immediate ones never left their I/O"
          + " thread.",
      "immediate"),
  HIT_RATIO(
      "larder_hit_ratio",
      Kind.GAUGE,
      "Hits among the requests that were hits or forwarded; NaN when there were none.",
      "window"),
  BYTE_HIT_RATIO(
      "larder_byte_hit_ratio",
      Kind.GAUGE,
      "Bytes of hits among the bytes of answers that were hits or forwarded; NaN when there were"
          + " none.",
      "window"),
  STORE_OBJECTS("larder_store_objects", Kind.GAUGE, "Stored responses.", "tier"),
  STORE_BYTES(
      "larder_store_bytes",
      Kind.GAUGE,
      "Bytes that stored responses take, on disk in whole blocks.",
      "tier"),
  STORE_LIMIT(
      "larder_store_limit_bytes", Kind.GAUGE, "Bytes that stored responses may take.", "tier"),
  STORE_INTAKES("larder_store_intakes", Kind.GAUGE, "Responses that are being stored just now."),
  PURGE_EPOCH("larder_purge_epoch", Kind.GAUGE, "The number of the newest purge."),
  STORE_EVICTIONS(
      "larder_store_evictions_total", Kind.COUNTER, "Stored responses dropped to make room."),
  STORE_EVICTED_BYTES(
      "larder_store_evicted_bytes_total",
      Kind.COUNTER,
      "Bytes of stored responses dropped to make room."),
  STORE_DAMAGED(
      "larder_store_damaged_total",
      Kind.COUNTER,
      "Stored responses found damaged or unreadable and dropped; none was served."),
  DISK_FAILURES(
      "larder_store_disk_failures_total",
      Kind.COUNTER,
      "Times the disk refused; storing pauses until it works again."),
  STORE_NOT_KEPT(
      "larder_store_not_kept_total",
      Kind.COUNTER,
      "Responses that could have been stored but were not, for want of room or because the disk"
          + " failed."),
  READERS_LEFT_BEHIND(
      "larder_store_readers_left_behind_total",
      Kind.COUNTER,
      "Readers cut off because they fell too far behind a response that no disk holds for them."),
  ORIGIN_LATENCY(
      "larder_origin_latency_seconds",
      Kind.HISTOGRAM,
      "Time from asking an origin to the end of its answer's head.",
      "origin",
      "status"),
  ORIGIN_FAILURES(
      "larder_origin_failures_total",
      Kind.COUNTER,
      "Fetches without a usable answer.",
      "origin",
      "failure"),
  ORIGIN_BYTES(
      "larder_origin_received_bytes_total",
      Kind.COUNTER,
      "Bytes of content received from an origin.",
      "origin"),
  VARIANTS("larder_variants_total", Kind.COUNTER, "Variants made.", "coding"),
  VARIANT_INPUT(
      "larder_variant_input_bytes_total",
      Kind.COUNTER,
      "Bytes of which variants were made.",
      "coding"),
  VARIANT_OUTPUT(
      "larder_variant_output_bytes_total",
      Kind.COUNTER,
      "Bytes of the variants made of them.",
      "coding"),
  VARIANTS_BUSY(
      "larder_variants_busy_total",
      Kind.COUNTER,
      "Answers that left as identity because every encoder was busy.",
      "coding"),
  VARIANT_CPU(
      "larder_variant_cpu_seconds_total",
      Kind.COUNTER,
      "Processor time that coding took, by whether a request waited for it.",
      "waited"),
  DELTA_SAVED(
      "larder_delta_saved_bytes_total",
      Kind.COUNTER,
      "Bytes that deltas were shorter than the ordinary variants in whose place they were sent.",
      "site"),
  DELTAS_FAILED(
      "larder_deltas_failed_total",
      Kind.COUNTER,
      "Deltas that could not be made; the clients got ordinary variants."),
  UNKNOWN_DICTIONARIES(
      "larder_unknown_dictionaries_total",
      Kind.COUNTER,
      "Requests with a dictionary that is not stored (any more).",
      "site"),
  REFRESHES(
      "larder_refreshes_total",
      Kind.COUNTER,
      "Stored responses validated or fetched anew while no client waited.",
      "site",
      "result"),
  OBJECTIONS(
      "larder_guard_objections_total",
      Kind.COUNTER,
      "Answers that were not what their URL promises, and were not stored.",
      "site",
      "promised",
      "found"),
  VARY_IGNORED(
      "larder_vary_ignored_total",
      Kind.COUNTER,
      "Answers that vary by a field that an asset site does not vary by.",
      "site",
      "field"),
  INVARIANTS_BROKEN(
      "larder_invariants_broken_total",
      Kind.COUNTER,
      "Times that something happened which the code says cannot; the log tells what."),
  LOG_LINES_DROPPED(
      "larder_access_log_dropped_lines_total",
      Kind.COUNTER,
      "Lines that the access log lost, because it could not keep up or not be written."),
  READY("larder_ready", Kind.GAUGE, "1 while `/readyz` answers 200, else 0.");

  private final String text;
  private final Kind kind;
  private final String sentence;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable.
  private final List<String> labels;

  Metric(String text, Kind kind, String sentence, String... labels) {
    this.text = text;
    this.kind = kind;
    this.sentence = sentence;
    this.labels = List.of(labels);
  }

  /** What it does over time. */
  enum Kind {
    /** Only rises, from 0 at the start. */
    COUNTER,
    /** Rises and falls. */
    GAUGE,
    /** Counts of durations by upper bound. */
    HISTOGRAM;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Its name, with the suffix that its kind and unit have by Prometheus's convention. */
  String text() {
    return text;
  }

  Kind kind() {
    return kind;
  }

  String sentence() {
    return sentence;
  }

  /** Names of labels, in the order in which values are given. */
  List<String> labels() {
    return labels;
  }
}
