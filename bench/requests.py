#!/usr/bin/env python3
"""Measures what a request costs: Larder, nginx's proxy_cache and Varnish before one origin, on one machine.

Each server has one core and one thread for its sockets, the load has the other core. Servers are asked
whether they answer alike, warmed until their CPU per request stops falling, and measured in turn, forth and
back. What counts is CPU per request (user and system, of all of a server's processes), and its ratio to
the rivals' in the same round: nginx runs with sendfile and without, and the better of the two counts.

Needs python3, openssl, and what bench/set-up.sh installs; the node is built if it must be. All workloads
take about 30 minutes. Ratios say something when nothing else runs on the machine.

examples:
  bench/requests.py --quick                        three workloads, within a minute
  bench/requests.py --list                         what can be measured
  bench/requests.py --only 1k,304,h2-1k            some workloads
  bench/requests.py --only miss --rounds 3
  bench/requests.py --json target/requests.json --svg docs/requests.svg

Exit status: 0 all was measured, 1 something could not be.
"""
import argparse
import contextlib
import itertools
import json
import os
import pathlib
import resource
import shutil
import sys
import tempfile
import time

import alike
import barplot
import beside
import contenders
import corpus
import report
import servers
from loads import Unfit
from rounds import Plan, Track, progress, say
from servers import fail
from workloads import WORKLOADS

BESIDE = {"start": ("start of Larder to its first hit from disk", beside.start_to_first_hit),
          "cold": ("how long a cold Larder takes to become warm", beside.cold_to_warm)}
THOROUGH = Plan(rounds=9, seconds=1, slice=1, lately=6, slices_at_most=30, slices_in_all=500)
QUICK = Plan(rounds=2, seconds=0.7, slice=0.3, lately=2, slices_at_most=20, slices_in_all=28)
KINDS = ["plain", "tls", "disk"]


class Bench:
    """One run: where its files are, what it measures, and the figures so far."""

    def __init__(self, directory, plan, names, write):
        self.directory, self.plan, self.names, self.write = directory, plan, names, write
        self.figures = {"machine": report.machine(), "workloads": {}, "resident": {}, "beside": {}}
        self.failed = False

    def run(self):
        self.corpus = corpus.build(self.directory)
        if any(workload.kind == "disk" for workload in self.workloads()):
            corpus.fill_disk(self.corpus)
        self.origin = contenders.origin(self.directory, self.corpus.root)
        try:
            print(report.COLUMNS, flush=True)
            for kind, workloads in itertools.groupby(self.workloads(), lambda workload: workload.kind):
                self.run_field(kind, list(workloads))
            for name in BESIDE:
                if name in self.names:
                    self.run_beside(name)
        finally:
            self.origin.stop()

    def workloads(self):
        chosen = [workload for workload in WORKLOADS if workload.name in self.names]
        return sorted(chosen, key=lambda workload: KINDS.index(workload.kind))

    def run_field(self, kind, workloads):
        field = contenders.Field(self.directory / kind, self.origin.port)
        try:
            progress(f"starting servers: {kind}")
            field.start(kind)
            time.sleep(0.5)
            idle = {server.name: server.resident_bytes() for server in field.servers}
            track = Track(field, self.corpus, self.origin, self.plan)
            for workload in workloads:
                with self.told(workload.name):
                    self.measure(track, workload)
            self.figures["resident"][kind] = {
                name: {"idle": idle[name], "loaded": loaded} for name, loaded in track.resident.items()}
        finally:
            field.stop()

    def measure(self, track, workload):
        alike.require(workload, track.field.servers)
        if workload.paths:
            for server in track.field.servers:
                progress(f"{workload.name}: filling {server.name}")
                alike.fill(server, getattr(self.corpus, workload.paths))
        said = report.figures(workload, track.run(workload), track.falling)
        self.figures["workloads"][workload.name] = said
        print(report.row(said), flush=True)
        self.write(self.figures)

    def run_beside(self, name):
        with self.told(name):
            said = BESIDE[name][1](self.directory / name, self.origin.port)
            self.figures["beside"][name] = said
            print(json.dumps(said), flush=True)

    @contextlib.contextmanager
    def told(self, name):
        """What cannot be measured is told, and keeps nothing else from being measured."""
        try:
            yield
        except Unfit as reason:
            say(f"requests: {name}: {reason}")
            self.failed = True


def chosen(arguments):
    known = [workload.name for workload in WORKLOADS] + list(BESIDE)
    if arguments.only:
        names = arguments.only.split(",")
        for name in names:
            if name not in known:
                fail(f"there is no workload {name}: bench/requests.py --list knows them")
        return names
    return [workload.name for workload in WORKLOADS if workload.quick] if arguments.quick else known


def planned(arguments):
    plan = QUICK if arguments.quick else THOROUGH
    return Plan(**{**vars(plan), **({"rounds": arguments.rounds} if arguments.rounds else {}),
                   **({"seconds": arguments.seconds} if arguments.seconds else {})})


def writer(arguments):
    """Writes after each workload, so that a run that is ended leaves what it measured."""
    def write(figures):
        if arguments.json:
            arguments.json.write_text(json.dumps(figures, indent=2) + "\n")
        if arguments.svg:
            arguments.svg.write_text(barplot.ratios(report.bars(figures["workloads"]), ("nginx", "Varnish")))
    return write


def command_line():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="1 KB, a browser's headers and 100 KB, in short rounds")
    parser.add_argument("--only", metavar="NAME,...", help="these workloads, separated by commas")
    parser.add_argument("--list", action="store_true", help="names all workloads, and ends")
    parser.add_argument("--rounds", type=int, help="rounds of each server (default: 9; 2 with --quick)")
    parser.add_argument("--seconds", type=float, help="length of a round (default: 1; 0.7 with --quick)")
    parser.add_argument("--json", type=pathlib.Path, help="where to write the figures")
    parser.add_argument("--svg", type=pathlib.Path, help="where to draw the ratios")
    return parser.parse_args()


def show_list():
    for workload in WORKLOADS:
        print(f"{workload.name:14}{workload.title}")
    for name, (title, _) in BESIDE.items():
        print(f"{name:14}{title}")


def main():
    arguments = command_line()
    if arguments.list:
        return show_list()
    names = chosen(arguments)
    if os.cpu_count() < 2:
        fail("this needs two cores: one for the server, one for the load")
    # Servers inherit it: they keep thousands of files open.
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    servers.build_larder()
    directory = pathlib.Path(tempfile.mkdtemp(prefix="larder-requests-"))
    os.chmod(directory, 0o755)
    write = writer(arguments)
    bench = Bench(directory, planned(arguments), names, write)
    try:
        bench.run()
    finally:
        write(bench.figures)
        shutil.rmtree(directory, ignore_errors=True)
    if bench.figures["resident"]:
        print("\n" + report.memory(bench.figures["resident"]))
    sys.exit(1 if bench.failed else 0)


if __name__ == "__main__":
    main()
