package dev.larder.it;

/** The ways in which a client may speak to a node. */
enum Way {
  /** HTTP/1.1 on the plain listener. */
  HTTP,
  /** HTTP/1.1 over TLS. */
  HTTPS,
  /** HTTP/2 over TLS. */
  HTTP2
}
