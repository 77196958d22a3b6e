#!/usr/bin/env python3
"""Compares a node with nginx's proxy_cache, both before the same origin, in one run.

Three questions, each answered by both servers, in alternating order where time matters:

  crowd   200 clients ask at once for one cold object of 5 MB that the origin sends over 3 s:
          how many requests reach the origin, and when does the last client get its first byte?
  bytes   how many bytes does a browser receive for the text assets of a directory?
  cpu     what does a hit from memory cost, in microseconds of CPU (user and system)?

Needs python3, nginx and h2load (src/it/set-up.sh installs them) and a built node (./larder demo).

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
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
TEXT = {".css", ".js", ".mjs", ".json", ".svg", ".html", ".map", ".txt"}
SERVER_CORE, LOAD_CORE = "0", "1"
HITS = 60_000
WARM_ROUNDS_AT_LEAST, WARM_ROUNDS_AT_MOST = 5, 15
PAIRED_ROUNDS = 5

NGINX = """
daemon off; master_process off; worker_processes 1; pid {dir}/nginx.pid; error_log {dir}/error.log;
events {{ worker_connections 4096; }}
http {{
  include /etc/nginx/mime.types; default_type application/octet-stream;
  access_log off; sendfile on; tcp_nodelay on; keepalive_requests 10000000;
  client_body_temp_path {dir}/body; proxy_temp_path {dir}/proxy; fastcgi_temp_path {dir}/fastcgi;
  uwsgi_temp_path {dir}/uwsgi; scgi_temp_path {dir}/scgi;
  {inside}
}}
"""

ORIGIN = "server {{ listen 127.0.0.1:{port}; root {root}; etag on; }}"

CACHE = """
  proxy_cache_path {dir}/cache levels=1:2 keys_zone=assets:16m max_size=1g inactive=1d use_temp_path=off;
  open_file_cache max=10000 inactive=1d; open_file_cache_valid 1h;
  gzip on; gzip_proxied any; gzip_vary on;
  gzip_types text/css text/javascript application/javascript application/json image/svg+xml text/plain;
  upstream origin {{ server 127.0.0.1:{origin}; keepalive 32; }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://origin; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_cache assets; proxy_cache_valid 200 1d;
      proxy_cache_lock on; proxy_cache_lock_age 1m; proxy_cache_lock_timeout 1m;
    }}
  }}
"""


def fail(sentence):
    sys.exit(f"compare: {sentence}")


def free_port():
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        return reserved.getsockname()[1]


def wait_for(port, process, name):
    for _ in range(600):
        if process.poll() is not None:
            fail(f"{name} ended with status {process.returncode} instead of listening")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    fail(f"{name} did not listen within half a minute")


class Server:
    """A server in a process of its own, on one core when it has to be."""

    def __init__(self, name, command, port, pinned):
        self.name, self.port = name, port
        self.process = subprocess.Popen(
            ["taskset", "-c", SERVER_CORE, *command] if pinned else command,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)
        wait_for(port, self.process, name)

    def cpu_seconds(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            fail(f"{self.name} did not stop within 20 s")


def nginx(name, directory, inside, port, pinned):
    directory.mkdir()
    config = directory / "nginx.conf"
    config.write_text(NGINX.format(dir=directory, inside=inside))
    program = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
    return Server(name, [program, "-c", str(config), "-e", str(directory / "error.log")], port, pinned)


def nginx_cache(directory, origin, pinned=True):
    port = free_port()
    inside = CACHE.format(dir=directory, origin=origin, port=port)
    return nginx("nginx", directory, inside, port, pinned)


def larder(directory, origin, pinned=True):
    port, admin = free_port(), free_port()
    return Server("larder", [
        "./larder", "serve", "--origin", f"http://127.0.0.1:{origin}", "--store", str(directory),
        "--listen", f"127.0.0.1:{port}", "--admin", f"127.0.0.1:{admin}", "--io-threads", "1"], port,
        pinned)


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


def text_bytes(servers, assets):
    paths = [str(f.relative_to(assets)) for f in sorted(assets.rglob("*"))
             if f.is_file() and f.suffix in TEXT]
    if not paths:
        fail(f"there is no text asset below {assets}")
    plain = sum((assets / path).stat().st_size for path in paths)
    figures = {"files": len(paths), "identity": plain}
    for server in servers:
        for path in paths:
            received(server.port, path)
        figures[server.name] = sum(received(server.port, path) for path in paths)
    return figures


# -- cpu --------------------------------------------------------------------------------------------


def microseconds_per_hit(server, path):
    before = server.cpu_seconds()
    out = subprocess.run(
        ["taskset", "-c", LOAD_CORE, "h2load", "--h1", "-n", str(HITS), "-c", "16",
         f"http://127.0.0.1:{server.port}/{path}"], capture_output=True, text=True, check=True).stdout
    if not re.search(rf"status codes: {HITS} 2xx", out):
        fail(f"{server.name} did not answer every request with 2xx:\n{out}")
    return (server.cpu_seconds() - before) / HITS * 1e6


def warm(server, path):
    """Until a round is no cheaper than the one before by more than 3 %."""
    last = microseconds_per_hit(server, path)
    for number in range(1, WARM_ROUNDS_AT_MOST):
        now = microseconds_per_hit(server, path)
        if number >= WARM_ROUNDS_AT_LEAST and now > last * 0.97:
            return
        last = now


def cpu(servers, path):
    for server in servers:
        warm(server, path)
    rounds = {server.name: [] for server in servers}
    for number in range(PAIRED_ROUNDS):
        for server in servers if number % 2 == 0 else reversed(servers):
            rounds[server.name].append(microseconds_per_hit(server, path))
    ratios = [a / b for a, b in zip(rounds["larder"], rounds["nginx"])]
    figures = {name: round(statistics.median(each), 1) for name, each in rounds.items()}
    return figures | {
        "ratio": round(statistics.median(ratios), 2),
        "spread": [round(min(ratios), 2), round(max(ratios), 2)]}


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--assets", type=pathlib.Path, default=ROOT / "src/main/resources/demo",
                        help="a directory of assets")
    parser.add_argument("--json", type=pathlib.Path, help="where to write the figures")
    arguments = parser.parse_args()
    if os.cpu_count() < 2:
        fail("this needs two cores: one for the server, one for the load")
    directory = pathlib.Path(tempfile.mkdtemp(prefix="larder-compare-"))
    served = directory / "assets"
    shutil.copytree(arguments.assets, served, ignore=shutil.ignore_patterns(".*"))
    for size in (1, 10):
        (served / f"{size}k.png").write_bytes(os.urandom(size * 1024))
    os.chmod(directory, 0o755)
    figures, servers = {}, []
    try:
        figures["crowd"] = crowd(directory)
        print(json.dumps({"crowd": figures["crowd"]}))
        port = free_port()
        inside = ORIGIN.format(port=port, root=served)
        origin = nginx("origin", directory / "origin", inside, port, pinned=False)
        servers = [larder(directory / "store", port), nginx_cache(directory / "nginx", port)]
        figures["bytes"] = text_bytes(servers, served)
        print(json.dumps({"bytes": figures["bytes"]}))
        for size in (1, 10):
            figures[f"cpu {size} KB"] = cpu(servers, f"{size}k.png")
            print(json.dumps({f"cpu {size} KB": figures[f"cpu {size} KB"]}))
        servers.append(origin)
    finally:
        for server in servers:
            server.stop()
        shutil.rmtree(directory, ignore_errors=True)
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
