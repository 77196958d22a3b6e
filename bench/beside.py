"""What a start costs: until the first hit from disk, and until a cold JVM is as cheap as it gets."""
import contextlib
import http.client
import statistics
import time

import contenders
from alike import fill
from loads import wrk
from rounds import progress

STARTS = 3
SLICE, COLD_SECONDS, LAST, NEAR = 0.2, 40, 25, 1.10


@contextlib.contextmanager
def node(directory, origin_port):
    """A node over a store, and when its launcher was started; it is stopped whatever happens."""
    began = time.monotonic()
    started = contenders.larder(directory, origin_port)
    started.tls = False
    try:
        yield started, began
    finally:
        started.stop()


def start_to_first_hit(directory, origin_port):
    """Seconds from the launcher's start to the first hit of a node that has an object on disk."""
    directory.mkdir()
    with node(directory, origin_port) as (first, _):
        fill(first, ["1k.png"])
        time.sleep(1)
    times = []
    for number in range(STARTS):
        progress(f"start: {number + 1} of {STARTS}")
        with node(directory, origin_port) as (again, began):
            times.append(until_hit(again) - began)
    progress()
    return {"title": "start to first hit from disk, s", "median": round(statistics.median(times), 2),
            "times": [round(one, 2) for one in times]}


def until_hit(server):
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        connection.request("GET", "/1k.png", headers={"Host": "cdn.test"})
        response = connection.getresponse()
        response.read()
        if response.status == 200 and "; hit" in response.getheader("Cache-Status", ""):
            return time.monotonic()


def await_ready(server):
    """A node accepts connections before it says that it is ready, and warms up in between."""
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", server.admin, timeout=10)
        connection.request("GET", "/readyz")
        if connection.getresponse().status == 200:
            return
        time.sleep(0.05)


def cold_to_warm(directory, origin_port):
    """CPU and wall seconds under load, once it is ready, until a request is nearly as cheap as ever."""
    directory.mkdir()
    with node(directory, origin_port) as (cold, _):
        await_ready(cold)
        slices = loaded_slices(cold)
    progress()
    final = statistics.median(cost for cost, _, _ in slices[-LAST:])
    cpu, wall = reached(slices, final * NEAR)
    return {"title": "ready, until a request of 1 KB costs no more than 1.1 times its final CPU",
            "final cpu": round(final, 1), "first cpu": round(slices[0][0], 1),
            "cpu seconds": round(cpu, 1), "wall seconds": round(wall, 1)}


def loaded_slices(cold):
    """CPU for each request of a slice, and CPU and wall seconds under load up to its end."""
    slices, loaded = [], 0.0
    begun = spent = cold.cpu_seconds()
    while loaded < COLD_SECONDS:
        progress(f"cold: {loaded:.0f} of {COLD_SECONDS} s")
        began = time.monotonic()
        seen = wrk(cold, SLICE, "/1k.png")
        loaded += time.monotonic() - began
        if seen.requests:
            now = cold.cpu_seconds()
            slices.append(((now - spent) / seen.requests * 1e6, now - begun, loaded))
            spent = now
    return slices


def reached(slices, limit):
    """Two slices in a row, as one may be cheap by chance."""
    for (cost, cpu, wall), (following, _, _) in zip(slices, slices[1:]):
        if cost <= limit and following <= limit:
            return cpu, wall
    return slices[-1][1:]
