package dev.larder.server;

import java.net.http.HttpClient;

/** The ways in which a client may speak to a front. */
enum Way {
  /** HTTP/1.1 on the plain listener. */
  HTTP(false, HttpClient.Version.HTTP_1_1),
  /** HTTP/1.1 over TLS. */
  HTTPS(true, HttpClient.Version.HTTP_1_1),
  /** HTTP/2 over TLS. */
  HTTP2(true, HttpClient.Version.HTTP_2);

  final boolean secure;
  final HttpClient.Version version;

  Way(boolean secure, HttpClient.Version version) {
    this.secure = secure;
    this.version = version;
  }

  String protocol() {
    return this == HTTP2 ? "HTTP/2" : "HTTP/1.1";
  }
}
