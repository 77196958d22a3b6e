#!/usr/bin/env python3
"""Counts the bytes that visitors download, by real servers before one origin, on one machine.

The newest version of every text asset, as five servers send it to a browser:

  nginx gzip       proxy_cache with `gzip on` at its default level
  nginx brotli     proxy_cache with `brotli on` at its default level
  first fill       Larder's answer to the first visitor, while the asset still arrives
  background       Larder's answer once it had time to compress better

And every update of one, by a browser that holds the version before:

  delta            Larder's answer to Available-Dictionary, beside nginx gzip and brotli at its best

Bodies alone are counted. Each is decoded, and compared with the asset.

Needs python3, and nginx with its brotli module (src/it/set-up.sh installs both); the node is built if it
must be. The corpus is what src/it/corpus/build-corpus.sh makes. All takes about five minutes.

examples:
  src/it/corpus/build-corpus.sh target/corpus
  bench/bytes.py target/corpus
  bench/bytes.py target/corpus --json target/bytes.json --svg docs/bytes.svg
  bench/bytes.py target/corpus --without background --without deltas     what takes no time

Exit status: 0 all targets were met, 3 one was missed, 1 it could not be measured.
"""
import argparse
import base64
import contextlib
import hashlib
import http.client
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

import barplot
import servers
from servers import ROOT, fail

TABLES = ROOT / "src/it/corpus"
TEXT = {".css", ".html", ".js", ".json", ".map", ".mjs", ".svg", ".txt"}
BROWSER = "gzip, deflate, br, zstd"

# The types are said here once, as nginx's own list knows neither modules nor source maps.
TYPES = """
  types { text/css css; text/html html; text/javascript js mjs; application/json json map;
          image/svg+xml svg; text/plain txt; }
  add_header Cache-Control "public, max-age=31536000, immutable";
"""
# What an operator gives to a node that has nothing else to do.
UNHURRIED = "variants: {background-cpu: 100%}"

PARTS = ("nginx", "background", "deltas")
NGINX_GZIP, NGINX_BROTLI = "nginx gzip", "nginx brotli"
FIRST, BACKGROUND = "Larder first fill", "Larder after background work"
BROTLI_11, DELTA = "brotli 11", "Larder delta"

# An answer of the background work: brotli 11, or 9 of what is very large.
IMPROVED = re.compile(r'-br(11|9)\.\d+"$')
HITS_FOR_BACKGROUND = 4

# The node makes deltas of larger files in the background.
AT_ONCE = 2 << 20
DELTA_TRIES = 5


# -- asking -----------------------------------------------------------------------------------------


@dataclass
class Received:
    """A body as it came; the file holds it, coded."""

    path: str
    coding: str
    file: pathlib.Path
    size: int
    dictionary: pathlib.Path | None = None


def answer(server, path, method="GET", **fields):
    """Coding, tag and body; the names of fields have underscores here."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    with contextlib.closing(connection):
        named = {name.replace("_", "-"): value for name, value in fields.items()}
        connection.request(method, f"/{path}", headers={"Host": "cdn.test"} | named)
        response = connection.getresponse()
        body = response.read()
        if response.status != 200:
            fail(f"{server.name} answered {response.status} to {path}")
        return response.getheader("Content-Encoding", "identity"), response.getheader("ETag", ""), body


class Downloads:
    """Keeps what was received, and shows how far it is."""

    def __init__(self, directory):
        self.directory, self.count = directory, 0
        directory.mkdir()

    def keep(self, path, coding, body, dictionary=None):
        self.count += 1
        file = self.directory / str(self.count)
        file.write_bytes(body)
        return Received(path, coding, file, len(body), dictionary)


def progress(what, done, of):
    if sys.stderr.isatty():
        print(f"\r\033[K{what}: {done} of {of}", end="" if done < of else "\n", file=sys.stderr)


def each(what, items):
    """The items of a list, shown as they are worked on."""
    for number, item in enumerate(items):
        progress(what, number, len(items))
        yield item
    progress(what, len(items), len(items))


# -- whole files ------------------------------------------------------------------------------------


def from_nginx(name, server, paths, downloads):
    accepted = "gzip" if name == NGINX_GZIP else BROWSER
    received = []
    for path in each(name, paths):
        coding, _, body = answer(server, path, Accept_Encoding=accepted)
        received.append(downloads.keep(path, coding, body))
    return received


def first_fill(node, paths, downloads):
    received = []
    for path in each(FIRST, paths):
        coding, _, body = answer(node, path, Accept_Encoding=BROWSER)
        received.append(downloads.keep(path, coding, body))
    return received


def after_background(node, first, downloads, patience):
    """Asks for what is compressed at all often enough, and waits until the node is done with it."""
    waiting = [file.path for file in first if file.coding == "br"]
    for path in waiting:
        for _ in range(HITS_FOR_BACKGROUND):
            answer(node, path, Accept_Encoding=BROWSER)
    asked_for, idle = len(waiting), Idleness(node, patience)
    while waiting and not idle.is_certain():
        progress(BACKGROUND, asked_for - len(waiting), asked_for)
        time.sleep(0.5)
        waiting = [path for path in waiting if not improved(node, path)]
    progress(BACKGROUND, asked_for, asked_for)
    if waiting:
        note(f"{len(waiting)} files were not improved: {' '.join(waiting[:5])}")
    received = []
    for file in first:
        coding, _, body = answer(node, file.path, Accept_Encoding=BROWSER)
        received.append(downloads.keep(file.path, coding, body))
    return received


class Idleness:
    """Whether a node has done nothing in the background for a while."""

    def __init__(self, node, patience):
        self.node, self.patience = node, patience
        self.worked, self.since = -1.0, time.monotonic()

    def is_certain(self):
        worked = self.node.metric('larder_variant_cpu_seconds_total{waited="no"}')
        if worked != self.worked:
            self.worked, self.since = worked, time.monotonic()
        return time.monotonic() - self.since > self.patience


def improved(node, path):
    return IMPROVED.search(answer(node, path, "HEAD", Accept_Encoding=BROWSER)[1])


def note(sentence):
    print(f"bytes: {sentence}", file=sys.stderr)


# -- updates ----------------------------------------------------------------------------------------


def deltas(node, pairs, corpus, downloads, patience):
    """Each new version as a browser gets it that holds the old one, after another one asked first."""
    received = []
    for old, new in each(DELTA, pairs):
        for path in (old, new):
            answer(node, path, Accept_Encoding=BROWSER)
        tries = DELTA_TRIES if (corpus / new).stat().st_size <= AT_ONCE else None
        received.append(delta(node, corpus / old, new, downloads, tries, patience))
    plain = [file.path for file in received if file.coding != "dcb"]
    if plain:
        note(f"{len(plain)} updates came without dictionary: {' '.join(plain[:5])}")
    return received


def delta(node, dictionary, path, downloads, tries, patience):
    """Asks until a delta comes: some tries, or, when they are None, as long as patience lasts."""
    digest = hashlib.sha256(dictionary.read_bytes()).digest()
    held = f":{base64.b64encode(digest).decode()}:"
    asked, idle = 0, Idleness(node, patience)
    while True:
        coding, _, body = answer(
            node, path, Accept_Encoding=f"{BROWSER}, dcb", Available_Dictionary=held)
        asked += 1
        if coding == "dcb":
            return downloads.keep(path, coding, body, dictionary)
        if asked == tries or idle.is_certain():
            return downloads.keep(path, coding, body)
        time.sleep(0.2)


# -- what bodies hold -------------------------------------------------------------------------------


class WireBodies:
    """The program that decodes: what browsers and nginx use, by way of the node's own libraries."""

    def __init__(self, directory):
        home = pathlib.Path(subprocess.run(
            [ROOT / "src/it/find-jdk.sh"], capture_output=True, text=True, check=True).stdout.strip())
        libraries = str(ROOT / "target/lib/*")
        compiled = subprocess.run(
            [home / "bin/javac", "-proc:none", "-implicit:class", "-d", directory, "-cp", libraries,
             "-sourcepath", ROOT / "src/test/java", ROOT / "bench/WireBodies.java"],
            capture_output=True, text=True)
        if compiled.returncode != 0:
            fail(f"bench/WireBodies.java does not compile:\n{compiled.stderr}")
        self.command = [home / "bin/java", "--enable-native-access=ALL-UNNAMED", "-cp",
                        f"{directory}:{libraries}", "WireBodies"]

    def answers(self, what, questions):
        with tempfile.TemporaryFile("w+") as asked:
            asked.write("".join("\t".join(map(str, question)) + "\n" for question in questions))
            asked.seek(0)
            with subprocess.Popen(self.command, stdin=asked, stdout=subprocess.PIPE, text=True) as run:
                said = []
                for line in run.stdout:
                    said.append(line.rstrip("\n"))
                    progress(what, len(said), len(questions))
        if len(said) != len(questions):
            fail(f"bench/WireBodies.java answered {len(said)} of {len(questions)} questions")
        return said

    def require_whole(self, name, received, corpus):
        questions = [("sha256", file.coding, file.file, *([file.dictionary] if file.dictionary else []))
                     for file in received]
        for file, said in zip(received, self.answers(f"{name}: decoded", questions)):
            if said != hashlib.sha256((corpus / file.path).read_bytes()).hexdigest():
                fail(f"{name}: the body of {file.path} is not the asset, but: {said}")

    def brotli_11(self, paths, corpus):
        said = self.answers(BROTLI_11, [("brotli-11", corpus / path) for path in paths])
        return [int(size) for size in said]


# -- figures ----------------------------------------------------------------------------------------


def columns(sizes, base):
    """Sums, medians, and both against one of the columns, where that was measured."""
    figures = {}
    for name, of_files in sizes.items():
        figures[name] = {"sum": sum(of_files), "median": round(statistics.median(of_files))}
        if base in sizes:
            ratios = [size / against for size, against in zip(of_files, sizes[base])]
            figures[name]["of " + base] = round(sum(of_files) / sum(sizes[base]), 4)
            figures[name]["median of " + base] = round(statistics.median(ratios), 4)
    return figures


def targets(files, updates):
    asked = [(files, FIRST, NGINX_GZIP, 0.76), (files, BACKGROUND, NGINX_GZIP, 0.66),
             (files, BACKGROUND, NGINX_BROTLI, 0.89), (updates, DELTA, BROTLI_11, 0.06)]
    return [{"what": f"{name} of {base}", "at most": limit, "measured": round(ratio, 4),
             "met": ratio <= limit}
            for sums, name, base, limit in asked if name in sums and base in sums
            for ratio in [sums[name]["sum"] / sums[base]["sum"]]]


def show(title, figures, base):
    if not figures:
        return
    print(f"\n{title}\n{'':32}{'sum':>12}{'median':>10}{'sum / ' + base:>20}{'median ratio':>14}")
    for name, of_name in figures.items():
        print(f"{name:32}{of_name['sum']:>12,}{of_name['median']:>10,}"
              f"{share(of_name.get('of ' + base)):>20}{share(of_name.get('median of ' + base)):>14}")


def share(ratio):
    return "" if ratio is None else f"{ratio:.3f}"


def tables(arguments):
    latest = arguments.latest.read_text().split()
    text = [path for path in latest if pathlib.Path(path).suffix in TEXT]
    pairs = [tuple(line.split("\t")[2:4]) for line in arguments.pairs.read_text().splitlines()]
    pairs = [(old, new) for old, new in pairs if pathlib.Path(new).suffix in TEXT]
    for path in {*text, *(path for pair in pairs for path in pair)}:
        if not (arguments.corpus / path).is_file():
            fail(f"{arguments.corpus} has no {path}: build it by src/it/corpus/build-corpus.sh")
    return text, pairs


def measure(arguments, directory, text, pairs):
    """Bytes of each file: as a whole by column, and of each update by column."""
    whole, updates, started = {}, {}, []
    bodies = WireBodies(directory / "classes")
    downloads = Downloads(directory / "received")
    corpus = arguments.corpus
    measured = [part for part in PARTS if part not in arguments.without]

    def take(into, name, received):
        bodies.require_whole(name, received, corpus)
        into[name] = [file.size for file in received]

    def start(server):
        started.append(server)
        return server

    try:
        origin = start(servers.origin(directory / "origin", corpus, TYPES)).port
        updated = [new for _, new in pairs]
        if "nginx" in measured:
            for name, coding in ((NGINX_GZIP, servers.GZIP), (NGINX_BROTLI, servers.BROTLI)):
                cache = directory / name.replace(" ", "-")
                server = start(servers.nginx_cache(cache, origin, pinned=False, coding=coding))
                take(whole, name, from_nginx(name, server, text, downloads))
                if name == NGINX_GZIP:
                    take(updates, name, from_nginx(name, server, updated, downloads))
        settings = UNHURRIED if "background" in measured else ""
        node = start(servers.larder(directory / "store", origin, pinned=False, settings=settings))
        first = first_fill(node, text, downloads)
        take(whole, FIRST, first)
        if "background" in measured:
            take(whole, BACKGROUND, after_background(node, first, downloads, arguments.patience))
        if "deltas" in measured:
            node = start(servers.larder(directory / "updates", origin, pinned=False))
            updates[BROTLI_11] = bodies.brotli_11(updated, corpus)
            take(updates, DELTA, deltas(node, pairs, corpus, downloads, arguments.patience))
    finally:
        for server in reversed(started):
            server.stop()
    return whole, updates


def report(arguments, text, pairs, whole, updates):
    files = columns(whole, NGINX_GZIP)
    versions = columns(updates, BROTLI_11)
    identity = sum((arguments.corpus / path).stat().st_size for path in text)
    show(f"The newest version of {len(text)} text assets, {identity:,} bytes", files, NGINX_GZIP)
    show(f"{len(pairs)} updates of text assets", versions, BROTLI_11)
    met = targets(files, versions)
    print()
    for target in met:
        print(f"{target['what']}: {target['measured']:.3f}, at most {target['at most']}: "
              f"{'met' if target['met'] else 'MISSED'}")
    if arguments.json:
        arguments.json.write_text(json.dumps({
            "files": {"count": len(text), "identity": identity, "columns": files},
            "updates": {"count": len(pairs), "columns": versions},
            "targets": met,
            "bytes of each file": by_path(text, whole),
            "bytes of each update": by_path([new for _, new in pairs], updates)}, indent=2) + "\n")
    if arguments.svg:
        arguments.svg.write_text(barplot.drawn([
            (f"{len(text)} text assets, newest version", sums(files)),
            (f"{len(pairs)} updates, old version held", sums(versions))]))
    return all(target["met"] for target in met)


def sums(figures):
    return {name: of_name["sum"] for name, of_name in figures.items()}


def by_path(paths, sizes):
    return {path: {name: of_files[number] for name, of_files in sizes.items()}
            for number, path in enumerate(paths)}


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=pathlib.Path, help="the corpus's directory")
    parser.add_argument("--latest", type=pathlib.Path, default=TABLES / "latest.txt",
                        help="lists the newest version of every file (default: the project's)")
    parser.add_argument("--pairs", type=pathlib.Path, default=TABLES / "pairs.tsv",
                        help="lists old and new version of every update (default: the project's)")
    parser.add_argument("--without", action="append", choices=PARTS, default=[],
                        help="leaves a part out; may be repeated")
    parser.add_argument("--patience", type=int, default=10, metavar="SECONDS",
                        help="after how long without background work there is none (default: 10)")
    parser.add_argument("--json", type=pathlib.Path, help="where to write the figures")
    parser.add_argument("--svg", type=pathlib.Path, help="where to draw them")
    arguments = parser.parse_args()
    arguments.corpus = arguments.corpus.resolve()
    for table in (arguments.latest, arguments.pairs):
        if not table.is_file():
            fail(f"there is no table {table}")
    text, pairs = tables(arguments)
    servers.build_larder()
    directory = pathlib.Path(tempfile.mkdtemp(prefix="larder-bytes-"))
    os.chmod(directory, 0o755)
    try:
        whole, updates = measure(arguments, directory, text, pairs)
    finally:
        shutil.rmtree(directory, ignore_errors=True)
    sys.exit(0 if report(arguments, text, pairs, whole, updates) else 3)


if __name__ == "__main__":
    main()
