package dev.larder.cache;

/** What a site is, and so how freely its answers may be improved upon. */
public enum Policy {
  /** Static assets: compressed, given lifetimes and CORS fields, GET and HEAD only. */
  ASSETS,
  /** A plain shared cache: every end-to-end field leaves as it came. */
  FAITHFUL
}
