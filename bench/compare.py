#!/usr/bin/env python3
"""Compares a node with nginx's proxy_cache, both before the same origin, in one run.

Two questions, each answered by both servers; what a request costs is measured by bench/requests.py:

  crowd   200 clients ask at once for one cold object of 5 MB that the origin sends over 3 s:
          how many requests reach the origin, and when does the last client get its first byte?
  bytes   how many bytes does a browser receive for the text assets of a directory?

Needs python3 and nginx (src/it/set-up.sh installs both) and a built node (./larder demo).

examples:
  bench/compare.py                         the demo's assets
  bench/compare.py --assets DIR            those of a directory
  bench/compare.py --json figures.json     figures for machines, too
"""
import argparse
import asyncio
import json
import os
import pathlib
import shutil
import tempfile
import threading
import time
import urllib.request

import servers
from servers import ROOT, fail, larder, nginx_cache

TEXT = {".css", ".js", ".mjs", ".json", ".svg", ".html", ".map", ".txt"}


# -- crowd ------------------------------------------------------------------------------------------


class SlowOrigin:
    """Sends 5 MB over 3 s to whoever asks, and counts."""

    PIECES, PIECE, PAUSE = 100, 50_000, 0.03

    def __init__(self):
        self.requests = 0
        self.loop = asyncio.new_event_loop()
        self.server = self.loop.run_until_complete(
            asyncio.start_server(self.answer, "127.0.0.1", 0))
        self.port = self.server.sockets[0].getsockname()[1]
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

    async def answer(self, reader, writer):
        try:
            while (await reader.readuntil(b"\r\n\r\n")):
                self.requests += 1
                length = self.PIECES * self.PIECE
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n"
                             b"Cache-Control: max-age=600\r\nContent-Length: %d\r\n\r\n" % length)
                for _ in range(self.PIECES):
                    writer.write(os.urandom(1) * self.PIECE)
                    await writer.drain()
                    await asyncio.sleep(self.PAUSE)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


async def first_and_last_byte(port, start):
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    writer.write(b"GET /cold.png HTTP/1.1\r\nHost: cdn.test\r\nConnection: close\r\n\r\n")
    head = await reader.readuntil(b"\r\n\r\n")
    content = await reader.readexactly(1)
    first = time.monotonic() - start
    length = len(content)
    while piece := await reader.read(1 << 20):
        length += len(piece)
    if b" 200 " not in head.split(b"\r\n")[0] or length != SlowOrigin.PIECES * SlowOrigin.PIECE:
        fail(f"a client of the crowd got {length} bytes under {head[:40]!r}")
    return first


async def crowd_at(port):
    start = time.monotonic()
    return await asyncio.gather(*(first_and_last_byte(port, start) for _ in range(200)))


def crowd(directory):
    figures = {}
    for make in (larder, nginx_cache):
        origin = SlowOrigin()
        server = make(directory / f"crowd-{make.__name__}", origin.port, pinned=False)
        try:
            firsts = asyncio.run(crowd_at(server.port))
            figures[server.name] = {
                "origin requests": origin.requests, "slowest first byte, s": round(max(firsts), 2)}
        finally:
            server.stop()
    return figures


# -- bytes ------------------------------------------------------------------------------------------


def received(port, path):
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/{path}",
        headers={"Host": "cdn.test", "Accept-Encoding": "gzip, deflate, br, zstd"})
    with urllib.request.urlopen(request) as response:
        return len(response.read())


def text_bytes(compared, assets):
    paths = [str(f.relative_to(assets)) for f in sorted(assets.rglob("*"))
             if f.is_file() and f.suffix in TEXT]
    if not paths:
        fail(f"there is no text asset below {assets}")
    plain = sum((assets / path).stat().st_size for path in paths)
    figures = {"files": len(paths), "identity": plain}
    for server in compared:
        for path in paths:
            received(server.port, path)
        figures[server.name] = sum(received(server.port, path) for path in paths)
    return figures


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--assets", type=pathlib.Path, default=ROOT / "src/main/resources/demo",
                        help="a directory of assets")
    parser.add_argument("--json", type=pathlib.Path, help="where to write the figures")
    arguments = parser.parse_args()
    directory = pathlib.Path(tempfile.mkdtemp(prefix="larder-compare-"))
    served = directory / "assets"
    shutil.copytree(arguments.assets, served, ignore=shutil.ignore_patterns(".*"))
    os.chmod(directory, 0o755)
    figures, started = {}, []
    try:
        figures["crowd"] = crowd(directory)
        print(json.dumps({"crowd": figures["crowd"]}))
        origin = servers.origin(directory / "origin", served)
        started.append(origin)
        for make in (larder, nginx_cache):
            started.append(make(directory / make.__name__, origin.port, pinned=False))
        figures["bytes"] = text_bytes(started[1:], served)
        print(json.dumps({"bytes": figures["bytes"]}))
    finally:
        for server in reversed(started):
            server.stop()
        shutil.rmtree(directory, ignore_errors=True)
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
