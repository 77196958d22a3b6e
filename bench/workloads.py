"""What is asked for: each workload with its load, and the request by which its answers are compared."""
import itertools
from dataclasses import dataclass, field
from typing import Callable

import alike
from loads import h2load, handshakes, wrk

# What Chromium sends for an image of a page, Host and the connection's own included.
BROWSER = {
    "Connection": "keep-alive",
    "sec-ch-ua": '"Chromium";v="140", "Not=A?Brand";v="24", "Google Chrome";v="140"',
    "sec-ch-ua-mobile": "?0",
    "sec-ch-ua-platform": '"Linux"',
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
                  "Chrome/140.0.0.0 Safari/537.36",
    "Accept": "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8",
    "Sec-Fetch-Site": "same-site",
    "Sec-Fetch-Mode": "no-cors",
    "Sec-Fetch-Dest": "image",
    "Referer": "https://www.cdn.test/articles/2026/a-page-with-pictures.html",
    "Accept-Encoding": "gzip, deflate, br, zstd",
}
GZIP = {"Accept-Encoding": "gzip"}
RATE = 5000

fresh = itertools.count()


@dataclass
class Workload:
    """The load takes a server and seconds; must and aim are CPU as multiples of nginx's and Varnish's."""

    name: str
    title: str
    load: Callable
    path: str = "/1k.png"
    headers: dict = field(default_factory=dict)
    kind: str = "plain"
    must: tuple = (None, None)
    aim: tuple = (None, None)
    hits: bool = True
    stretch: float = 1
    paths: str = ""
    quick: bool = False
    status: int = 200
    p99_counts: bool = False


def kept(name, title, path, headers=None, connections=16, **more):
    """Connections that are kept, by wrk."""
    def load(server, seconds, _):
        return wrk(server, seconds, path, headers or {}, connections)
    return Workload(name, title, load, path, headers or {}, **more)


def drawn(name, title, paths, path, **more):
    """Paths in an order that was drawn beforehand, the same for all."""
    def load(server, seconds, corpus):
        return wrk(server, seconds, script="draws", argument=str(getattr(corpus, paths + "_draws")))
    return Workload(name, title, load, path, paths=paths, **more)


def not_modified(server, seconds, _):
    return wrk(server, seconds, "/10k.png", alike.condition(server, "/10k.png"))


def fixed_rate(server, seconds, _):
    """A hundred connections, of which few wait at any time."""
    return h2load(server, seconds, "/10k.png", connections=100, rate=RATE, h1=True)


def missed(server, seconds, _):
    return wrk(server, seconds, script="new", argument=f"/new/{next(fresh)}/")


def multiplexed(path):
    def load(server, seconds, _):
        return h2load(server, seconds, path, connections=8, streams=10)
    return load


def full(server, seconds, _):
    return handshakes(server, seconds, resumed=False)


def resumed(server, seconds, _):
    return handshakes(server, seconds, resumed=True)


WORKLOADS = [
    kept("1k", "1 KB", "/1k.png", must=(0.80, 0.45), aim=(0.70, 0.37), quick=True),
    kept("10k", "10 KB", "/10k.png", must=(0.85, 0.55), aim=(0.75, 0.45)),
    kept("browser", "10 KB, a browser's request headers", "/10k.png", BROWSER,
         must=(0.70, 0.45), aim=(0.57, 0.37), quick=True),
    drawn("zipf", "Zipf mix of 500 objects", "mix", "/mix/0.png", must=(0.75, 0.45), aim=(0.61, 0.35)),
    Workload("304", "304", not_modified, "/10k.png", must=(0.95, 0.35), aim=(0.80, 0.28), status=304),
    Workload("rate", "10 KB, 5,000 requests/s", fixed_rate, "/10k.png", stretch=2,
             must=(0.85, 0.45), aim=(0.74, 0.34), p99_counts=True),
    kept("100k", "100 KB", "/100k.png", must=(1.1, 0.9), aim=(0.95, 0.75), quick=True),
    kept("1m", "1 MB", "/1m.png", connections=8, must=(0.8, 0.7), aim=(0.5, None)),
    kept("10m", "10 MB", "/10m.png", connections=4, stretch=2, must=(1.1, 0.8), aim=(0.9, None)),
    kept("gzip", "100 KB script, gzip made by the node", "/script.js", GZIP,
         must=(0.05, 1.2), aim=(0.02, 1.0)),
    kept("packed", "100 KB script, gzip sent by the origin", "/packed/script.js", GZIP,
         must=(1.0, 1.2), aim=(0.8, None)),
    kept("connections", "1 KB, a new connection each", "/1k.png", {"Connection": "close"},
         must=(1.3, 0.9), aim=(1.1, 0.8)),
    Workload("miss", "miss, 10 KB", missed, "/new/a.png", hits=False, stretch=4, aim=(1.5, 1.2)),
    drawn("disk", "disk hit, 20 KB", "disk", "/disk/0.png", kind="disk", aim=(1.5, None)),
    kept("tls-1k", "TLS 1.3, 1 KB", "/1k.png", kind="tls", must=(0.90, None), aim=(0.79, None)),
    kept("tls-100k", "TLS 1.3, 100 KB", "/100k.png", kind="tls", must=(0.95, None), aim=(0.82, None)),
    Workload("tls-full", "TLS 1.3, full handshake", full, kind="tls", must=(3.3, None), aim=(2.5, None)),
    Workload("tls-resumed", "TLS 1.3, resumed handshake", resumed, kind="tls", aim=(1.5, None)),
    Workload("h2-1k", "HTTP/2, 1 KB", multiplexed("/1k.png"), kind="tls", must=(1.25, None),
             aim=(1.0, None), p99_counts=True),
    Workload("h2-100k", "HTTP/2, 100 KB", multiplexed("/100k.png"), "/100k.png", kind="tls",
             must=(1.0, None), aim=(0.75, None), p99_counts=True),
]
