package dev.larder.rules;

import java.util.Locale;

/** Why a request went to the origin (RFC 9211 §2.2). */
public enum ForwardReason {
  /** The configuration says that this request is not for the cache. */
  BYPASS,
  /** The method's semantics require it. */
  METHOD,
  /** Nothing is stored under the URL. */
  URI_MISS,
  /** Something is stored under the URL, but selected by other request fields. */
  VARY_MISS,
  /** Something stored could not be used, for a reason that has no word of its own. */
  MISS,
  /** The request's own directives demanded it. */
  REQUEST,
  /** What is stored is stale. */
  STALE,
  /** What is stored has not all of the bytes. */
  PARTIAL;

  private final String token = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** As it stands in {@code Cache-Status}, logs and metrics. */
  public String token() {
    return token;
  }
}
