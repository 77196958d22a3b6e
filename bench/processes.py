"""What processes took of the machine: CPU to the nanosecond, and resident memory."""
import pathlib
import time

# The kernel's clock for the CPU time of a whole process, as clock_getcpuclockid(3) would name it.
SCHEDULED = 2


def tree(root):
    """The ids of a process and of all that descend from it."""
    children = {}
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            children.setdefault(int(fields(stat)[1]), []).append(int(stat.parent.name))
        except OSError:
            pass  # It ended meanwhile.
    found = [root]
    for process in found:
        found += children.get(process, [])
    return found


def fields(stat):
    """Those behind the name, which is in brackets and may hold anything."""
    return stat.read_text().rsplit(")", 1)[1].split()


def cpu_seconds(processes):
    """User and system time of processes.

    Read from the CPU clock of each process rather than from /proc: /proc/PID/stat has the same sum, but in
    ticks of 10 ms, and schedstat knows nanoseconds but forgets threads that ended. This clock has both, so
    that the length of a round is chosen for the noise of the machine, not for the clock's.
    """
    return sum(time.clock_gettime((~process << 3) | SCHEDULED) for process in processes)


def resident_bytes(processes):
    """Resident memory, where pages that several processes share count once between them."""
    return sum(proportional(pathlib.Path(f"/proc/{process}/smaps_rollup")) for process in processes)


def proportional(rollup):
    for line in rollup.read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0
