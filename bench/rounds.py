"""Rounds of a workload: until servers are warm, and then each server in turn, forth and back."""
import math
import re
import sys
import time
import urllib.request
from dataclasses import dataclass

from contenders import NGINXES
from loads import Unfit

# A slice that is cheaper by more than this says that code is still being compiled, or a cache filled.
FALLING = 0.97
SETTLING, QUIET, IDLE = 5.0, 0.1, 0.002


@dataclass(frozen=True)
class Plan:
    """How long, and how often.

    Slices are what a server is warmed by: so many in a row have to be no cheaper than the best before, and
    there are so many at most for a workload and for all of a server's.
    """

    rounds: int
    seconds: float
    slice: float
    lately: int
    slices_at_most: int
    slices_in_all: int


@dataclass(frozen=True)
class Round:
    """Microseconds, but requests for each second."""

    cpu: float
    rate: float
    p50: float
    p99: float


def say(sentence):
    print(("\r\033[K" if sys.stderr.isatty() else "") + sentence, file=sys.stderr, flush=True)


def progress(sentence=""):
    """A line that the next one takes the place of, for who watches."""
    if sys.stderr.isatty():
        print(f"\r\033[K{sentence}", end="", file=sys.stderr, flush=True)


class Track:
    """Where rounds are run: the servers of a field, the corpus, and the origin."""

    def __init__(self, field, corpus, origin, plan):
        self.field, self.corpus, self.origin, self.plan = field, corpus, origin, plan
        self.resident, self.slices, self.falling = {}, {}, []

    def run(self, workload):
        """The rounds of each server."""
        servers = self.field.servers
        self.falling = []
        for server in servers:
            self.warm(workload, server)
        rounds = {server.name: [] for server in servers}
        for number in range(self.plan.rounds):
            progress(f"{workload.name}: round {number + 1} of {self.plan.rounds}")
            for server in servers if number % 2 == 0 else reversed(servers):
                rounds[server.name].append(self.measured(workload, server))
        progress()
        return rounds

    def warm(self, workload, server):
        """Until its CPU stops falling; else the server is named among those that were not warm."""
        costs, plan = [], self.plan
        while len(costs) < plan.slices_at_most and self.slices.get(server.name, 0) < plan.slices_in_all:
            progress(f"{workload.name}: warming {server.name}, {len(costs) + 1}")
            costs.append(self.round(workload, server, plan.slice).cpu)
            self.slices[server.name] = self.slices.get(server.name, 0) + 1
            before, lately = costs[:-plan.lately], costs[-plan.lately:]
            if before and min(lately) > FALLING * min(before):
                return
        self.falling.append(server.name)

    def measured(self, workload, server):
        measured = self.round(workload, server, self.plan.seconds)
        if not measured.rate:
            raise Unfit(f"{server.name} answered nothing in {self.plan.seconds} s")
        return measured

    def round(self, workload, server, seconds):
        asked, before = requests_at(self.origin), server.cpu_seconds()
        seen = workload.load(server, seconds * workload.stretch, self.corpus)
        settle(server, workload)
        cpu = server.cpu_seconds() - before
        self.require_hits(workload, server, seen, requests_at(self.origin) - asked)
        self.resident[server.name] = max(self.resident.get(server.name, 0), server.resident_bytes())
        self.field.forget_logs()
        return Round(cpu / seen.requests * 1e6 if seen.requests else math.inf, seen.requests / seen.seconds, seen.p50, seen.p99)

    def require_hits(self, workload, server, seen, asked):
        """The origin's own count tells hits from misses, whatever servers say of themselves."""
        if workload.hits != (asked < seen.requests * 0.01 + 2):
            raise Unfit(f"{server.name}: {asked} of {seen.requests} requests reached the origin")


def settle(server, workload):
    """What a server does behind an answer belongs to it: writing what was missed to disk, above all."""
    until = time.monotonic() + (0 if workload.hits else SETTLING)
    while True:
        before = server.cpu_seconds()
        time.sleep(QUIET if not workload.hits else 0.02)
        if server.cpu_seconds() - before < IDLE or time.monotonic() > until:
            return


def requests_at(origin):
    with urllib.request.urlopen(f"http://127.0.0.1:{origin.port}/requests") as response:
        return int(re.findall(r"\d+", response.read().decode())[3])


def best_nginx(medians):
    return min(NGINXES, key=medians.get)
