package dev.larder.observe;

/** Every metric of the node's own, with its name and what it counts, as operators read them. */
enum Metric {
  REQUESTS(
      "larder_requests", "Requests by site and outcome (hit, stale, a forward reason, local)."),
  RESPONSES("larder_responses", "Answers by site and class of status code."),
  RESPONSE_BYTES("larder_response_bytes", "Bytes of content sent, by site and outcome."),
  RESPONSES_BROKEN("larder_responses_broken", "Answers that were not sent to their end."),
  REQUESTS_REFUSED("larder_requests_refused", "What arrived and was no request."),
  REQUEST_DURATION(
      "larder_request_duration_seconds", "From a request's head to the end of its answer."),
  ANSWERED_IMMEDIATELY(
      "larder_requests_immediate", "Requests answered on an I/O thread, without any waiting."),
  HIT_RATIO("larder_hit_ratio", "Requests answered from the store, of those of five minutes."),
  BYTE_HIT_RATIO("larder_byte_hit_ratio", "Bytes sent from the store, of those of five minutes."),
  STORE_OBJECTS("larder_store_objects", "Stored responses, by tier."),
  STORE_BYTES("larder_store_bytes", "Bytes that stored responses take, by tier."),
  STORE_LIMIT("larder_store_limit_bytes", "Bytes that stored responses may take, by tier."),
  STORE_INTAKES("larder_store_intakes", "Responses on their way into the store now."),
  STORE_EVICTED("larder_store_evicted", "Stored responses dropped to make room."),
  STORE_EVICTED_BYTES("larder_store_evicted_bytes", "Bytes of stored responses dropped so."),
  STORE_DAMAGED("larder_store_damaged", "Stored responses found damaged, and dropped."),
  STORE_DISK_FAILED("larder_store_disk_failures", "Times that the disk refused."),
  STORE_NOT_KEPT("larder_store_not_kept", "Responses that found no room or a failing disk."),
  STORE_READERS_LEFT(
      "larder_store_readers_left_behind", "Readers too slow for content that is not stored."),
  PURGE_EPOCH("larder_purge_epoch", "Number of the newest purge."),
  ORIGIN_DURATION(
      "larder_origin_duration_seconds", "From an origin's request to the head of its answer."),
  ORIGIN_FAILED("larder_origin_failures", "Fetches without a usable answer, by kind."),
  ORIGIN_BYTES("larder_origin_bytes", "Bytes of content received from origins."),
  VARIANT_BYTES_IN("larder_variant_bytes_in", "Bytes encoded, by coding."),
  VARIANT_BYTES_OUT("larder_variant_bytes_out", "Bytes that encoding made, by coding."),
  VARIANT_BUSY("larder_variant_busy", "Answers left as they are since all encoders were busy."),
  REFRESHED("larder_refreshes", "Stale responses refreshed in the background, by success."),
  INVARIANT_BROKEN("larder_invariants_broken", "Errors in this program; the log has each."),
  LOG_LINES_DROPPED(
      "larder_access_log_lines_dropped", "Lines that the access log could not take in time.");

  private final String text;
  private final String sentence;

  Metric(String text, String sentence) {
    this.text = text;
    this.sentence = sentence;
  }

  /** As Prometheus knows it, but for the {@code _total} of counters. */
  String text() {
    return text;
  }

  String sentence() {
    return sentence;
  }
}
