#!/usr/bin/env python3
"""Opens TLS 1.3 connections one after the other, with one small request on each, for some seconds.

Full handshakes, or resumed ones: then each connection shows the ticket that the first one got, as browsers
may. A request belongs to it because tickets come after the handshake, with the first bytes that are read.
openssl s_time would not do: it reads nothing after a handshake of TLS 1.3, so that it never sees a ticket.

  handshakes.py PORT SECONDS [--resumed]

Prints seconds, and the microseconds of each connection, as JSON.
"""
import json
import socket
import ssl
import sys
import time

ASK = b"GET /1k.png HTTP/1.1\r\nHost: cdn.test\r\nConnection: close\r\n\r\n"


def context():
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname, made.verify_mode = False, ssl.CERT_NONE
    made.minimum_version = ssl.TLSVersion.TLSv1_3
    return made


def connection(tls, port, session=None):
    """Opens, asks, reads to the end; the session, and whether it was the one that was shown."""
    with socket.create_connection(("127.0.0.1", port)) as plain:
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with tls.wrap_socket(plain, server_hostname="cdn.test", session=session,
                             suppress_ragged_eofs=True) as secured:
            secured.sendall(ASK)
            answer = b""
            while piece := secured.recv(65536):
                answer += piece
            if not answer.startswith(b"HTTP/1.1 200 "):
                sys.exit(f"an answer began with {answer[:40]!r}")
            return secured.session, secured.session_reused


def main():
    port, seconds, resumed = int(sys.argv[1]), float(sys.argv[2]), "--resumed" in sys.argv
    tls = context()
    session = connection(tls, port)[0] if resumed else None
    times, began = [], time.monotonic()
    while (start := time.monotonic()) - began < seconds:
        if connection(tls, port, session)[1] != resumed:
            sys.exit("a handshake was " + ("full" if resumed else "resumed") + " that should not be")
        times.append(round((time.monotonic() - start) * 1e6))
    print(json.dumps({"seconds": time.monotonic() - began, "microseconds": times}))


if __name__ == "__main__":
    main()
