"""What rounds come to: medians, paired ratios with their spread, tables, and the plot's rows."""
import dataclasses
import os
import pathlib
import platform
import re
import statistics
import subprocess

import servers
from contenders import LARDER, VARNISH
from rounds import best_nginx

NGINX = "best nginx"
COLUMNS = f"{'':40}{'Larder':>9}{'nginx':>9}{'Varnish':>9}   {'/ nginx':<19}{'must, aim':<12}" \
          f"{'/ Varnish':<19}{'must, aim':<12}{'p99, µs: Larder, nginx, Varnish'}"


def figures(workload, rounds, falling):
    """Everything of a workload, as JSON will say it; of those whose CPU still fell, that as well."""
    medians = {name: median(rounds[name], "cpu") for name in rounds}
    nginx = best_nginx(medians)
    said = {"title": workload.title, "nginx": nginx, "not warm": falling, "servers": {
        name: {"cpu": round(medians[name], 2), "requests/s": round(median(each, "rate")),
               "p50": median(each, "p50"), "p99": median(each, "p99"),
               "rounds": [dataclasses.asdict(one) for one in each]} for name, each in rounds.items()}}
    said["ratios"] = {rival: paired(rounds, name, must, aim) for rival, name, must, aim in zip(
        (NGINX, VARNISH), (nginx, VARNISH), workload.must, workload.aim) if name in rounds}
    return said


def median(rounds, what):
    return statistics.median(getattr(one, what) for one in rounds)


def paired(rounds, rival, must, aim):
    """Ours of a round by the rival's of the same round, since a machine is not as fast at all times."""
    ratios = [ours.cpu / theirs.cpu for ours, theirs in zip(rounds[LARDER], rounds[rival])]
    p99 = [ours.p99 / theirs.p99 for ours, theirs in zip(rounds[LARDER], rounds[rival])]
    return {"median": round(statistics.median(ratios), 3), "least": round(min(ratios), 3),
            "most": round(max(ratios), 3), "rounds": [round(one, 3) for one in ratios],
            "p99": round(statistics.median(p99), 2), "must": must, "aim": aim}


def row(said):
    of = said["servers"]
    compared = [of.get(name) for name in (LARDER, said["nginx"], VARNISH)]
    costs = "".join(f"{one['cpu']:>9.1f}" if one else f"{'':9}" for one in compared)
    tails = ", ".join(f"{one['p99']:.0f}" for one in compared if one)
    return f"{said['title']:40}{costs}   {against(said, NGINX)}{against(said, VARNISH)}{tails}{cold(said)}"


def cold(said):
    return f"  (not warm: {', '.join(said['not warm'])})" if said["not warm"] else ""


def against(said, rival):
    if rival not in said["ratios"]:
        return f"{'':31}"
    ratio = said["ratios"][rival]
    spread = f"{ratio['median']:.2f} ({ratio['least']:.2f}-{ratio['most']:.2f})"
    return f"{spread:<18} {target(ratio['must']) + ', ' + target(ratio['aim']):<12}"


def target(number):
    return "-" if number is None else f"{number:g}"


def bars(workloads):
    return [(said["title"], [said["ratios"].get(rival, {}).get("median") for rival in (NGINX, VARNISH)])
            for said in workloads.values() if "ratios" in said]


def memory(resident):
    lines = [f"{'resident memory, MiB':40}{'idle':>9}{'loaded':>9}"]
    for kind, of_kind in resident.items():
        lines += [f"{kind + ': ' + name:40}{mebibytes(one['idle']):>9}{mebibytes(one['loaded']):>9}"
                  for name, one in of_kind.items()]
    return "\n".join(lines)


def mebibytes(size):
    return f"{size / (1 << 20):.0f}"


def machine():
    """What the figures were measured on; nothing that tells where."""
    model = re.search(r"^model name\s*: (.*)$", pathlib.Path("/proc/cpuinfo").read_text(), re.M)
    return {"cores": os.cpu_count(), "processor": model[1] if model else platform.machine(),
            "kernel": platform.release(), "nginx": version("nginx", "-v"), "varnish": version("varnishd", "-V"),
            "wrk": version("wrk", "-v"), "h2load": version("h2load", "--version")}


def version(name, flag):
    ran = subprocess.run([servers.program(name) or name, flag], capture_output=True, text=True)
    found = re.search(r"\d+\.\d+[.\d]*", ran.stdout + ran.stderr)
    return found[0] if found else "unknown"
