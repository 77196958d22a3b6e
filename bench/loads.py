"""What asks: wrk, h2load where wrk cannot, and handshakes.py; each on the core of the load."""
import json
import math
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass

from servers import LOAD_CORE

HOST = "cdn.test"
# Requests each second of a server that nothing is known of yet.
FIRST = 200
HERE = pathlib.Path(__file__).resolve().parent


class Unfit(Exception):
    """A round that says nothing, with the reason."""


@dataclass
class Seen:
    """What a load saw of a server, be it no answer at all in a cold one's first moment; in microseconds."""

    requests: int
    seconds: float
    p50: float
    p99: float


def run(command, seconds):
    """Runs a load for so long, however it counts itself: wrk knows whole seconds alone, and ends at Ctrl-C."""
    process = subprocess.Popen(["taskset", "-c", LOAD_CORE, *map(str, command)], stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, text=True)
    try:
        out = process.communicate(timeout=seconds)[0]
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGINT)
        out = ended(process, command)
    if process.returncode == -signal.SIGINT:
        return run(command, seconds + 1)  # The machine is so busy that it had not begun.
    if process.returncode != 0:
        raise Unfit(f"{command[0]} ended with status {process.returncode}: {out.strip()}")
    return out


def ended(process, command):
    try:
        return process.communicate(timeout=30)[0]
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise Unfit(f"{command[0]} did not end") from None


def wrk(server, seconds, path="/", headers=(), connections=16, script=None, argument=None):
    """Requests of one connection follow each other at once, on all of them."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as lua:
        for name in filter(None, ("done", script)):
            lua.write((HERE / f"wrk/{name}.lua").read_text())
        lua.flush()
        fields = [word for name, value in {"Host": HOST, **dict(headers)}.items()
                  for word in ("-H", f"{name}: {value}")]
        out = run(["wrk", "-t1", f"-c{connections}", f"-d{math.ceil(seconds) + 1}s", "--timeout=30s",
                   "-s", lua.name, *fields, base(server) + path, "--", *filter(None, [argument])], seconds)
    said = re.search(r"^saw (\d+) (\d+) (\d+) (\d+) (\d+)$", out, re.M)
    if not said or said[5] != "0":
        raise Unfit(f"{server.name} did not answer every request as it should:\n{out}")
    return Seen(int(said[1]), int(said[2]) / 1e6, float(said[3]), float(said[4]))


def base(server):
    return f"{'https' if server.tls else 'http'}://127.0.0.1:{server.port}"


def h2load(server, seconds, path="/", connections=16, streams=1, rate=None, headers=(), h1=False):
    """With a rate, each connection sends at its times, whether or not it is waited for elsewhere.

    How many requests fill the time is known from the last ones: told of a time, h2load may wait forever for
    the end of a connection.
    """
    known = server.__dict__.setdefault("rates", {})
    count = round(seconds * (rate or known.get((path, streams), FIRST))) + connections * streams
    with tempfile.NamedTemporaryFile() as log:
        command = ["h2load", f"-n{count}", f"-c{connections}", f"-m{streams}", f"--log-file={log.name}",
                   f"--connect-to=127.0.0.1:{server.port}"]
        command += ["--h1"] if h1 else []
        command += [f"--rps={rate / connections}"] if rate else []
        command += [word for name, value in dict(headers).items() for word in ("-H", f"{name}: {value}")]
        scheme = "https" if server.tls else "http"
        out = run([*command, f"{scheme}://{HOST}:{server.port}{path}"], 10 * seconds + 30)
        rows = [line.split("\t") for line in pathlib.Path(log.name).read_text().splitlines()]
    statuses = {row[1] for row in rows}
    if statuses != {"200"} or len(rows) != count:
        raise Unfit(f"{server.name} answered {len(rows)} times of {count}, {sorted(statuses)}:\n{out}")
    took = (max(int(row[0]) + int(row[2]) for row in rows) - min(int(row[0]) for row in rows)) / 1e6
    known[path, streams] = count / took
    return seen([int(row[2]) for row in rows], took)


def seen(times, seconds):
    ordered = sorted(times)
    return Seen(len(ordered), seconds, ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100])


def handshakes(server, seconds, resumed):
    command = [sys.executable, HERE / "handshakes.py", server.port, seconds]
    out = run(command + (["--resumed"] if resumed else []), seconds + 30)
    said = json.loads(out)
    return seen(said["microseconds"], said["seconds"])
