"""The servers that benchmarks measure, each in a process of its own and on a free port."""
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import processes

ROOT = pathlib.Path(__file__).resolve().parent.parent
SERVER_CORE, LOAD_CORE = "0", "1"

# Where distributions put the modules that nginx loads at run time.
MODULE_PLACES = ("/usr/lib/nginx/modules", "/usr/lib64/nginx/modules", "/usr/share/nginx/modules")

NGINX = """
{modules}
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

ORIGIN = "server {{ listen 127.0.0.1:{port}; root {root}; etag on; {more} }}"


TEXT_TYPES = ("text/css text/javascript application/javascript application/json image/svg+xml"
              " text/plain")
GZIP = f"gzip on; gzip_proxied any; gzip_vary on; gzip_types {TEXT_TYPES};"
BROTLI = f"brotli on; brotli_types {TEXT_TYPES};"
BROTLI_MODULE = "ngx_http_brotli_filter_module.so"

CACHE = """
  proxy_cache_path {dir}/cache levels=1:2 keys_zone=assets:16m max_size=1g inactive=1d use_temp_path=off;
  open_file_cache max=10000 inactive=1d; open_file_cache_valid 1h;
  {coding}
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
    sys.exit(f"{pathlib.Path(sys.argv[0]).stem}: {sentence}")


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


def started(command, core=None):
    return subprocess.Popen(
        ["taskset", "-c", core, *command] if core else command,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)


def stop(name, process):
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        fail(f"{name} did not stop within 20 s")


class Server:
    """A server in a process of its own, on one core when it has to be."""

    def __init__(self, name, command, port, core=None):
        self.name, self.port = name, port
        self.process = started(command, core)
        wait_for(port, self.process, name)

    def processes(self):
        """The ids of all of its processes."""
        return processes.tree(self.process.pid)

    def cpu_seconds(self):
        return processes.cpu_seconds(self.processes())

    def resident_bytes(self):
        return processes.resident_bytes(self.processes())

    def stop(self):
        stop(self.name, self.process)


class Node(Server):
    """A node, which can be asked what it counted."""

    def __init__(self, store, admin, *server):
        super().__init__(*server)
        self.store, self.admin = store, admin

    def metric(self, series):
        """The value of a series, its labels written as the node writes them; 0 before it begins."""
        token = (self.store / "admin.token").read_text().strip()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.admin}/metrics", headers={"Authorization": f"Bearer {token}"})
        with urllib.request.urlopen(request) as response:
            for line in response.read().decode().splitlines():
                if line.startswith(series + " "):
                    return float(line.rsplit(" ", 1)[1])
        return 0.0


def program(name):
    """Where a program lies, or None; some of them in /usr/sbin, which a user's PATH may not have."""
    return shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin")


def nginx_program():
    return program("nginx") or fail("there is no nginx on this machine: run src/it/set-up.sh")


def nginx_module(name):
    for place in MODULE_PLACES:
        module = pathlib.Path(place, name)
        if module.exists():
            return f"load_module {module};"
    return fail(f"nginx has no {name} on this machine: run src/it/set-up.sh")


def nginx(name, directory, inside, port, core=None, modules=""):
    directory.mkdir()
    config = directory / "nginx.conf"
    config.write_text(NGINX.format(dir=directory, inside=inside, modules=modules))
    command = [nginx_program(), "-c", str(config), "-e", str(directory / "error.log")]
    return Server(name, command, port, core)


def origin(directory, root, more="", core=None):
    """A server of files below a root; its directives are what `more` says."""
    port = free_port()
    inside = ORIGIN.format(port=port, root=root, more=more)
    return nginx("the origin", directory, inside, port, core)


def nginx_cache(directory, origin_port, pinned=True, coding=GZIP):
    """nginx's proxy_cache before an origin, with a way to compress at its default level."""
    port = free_port()
    inside = CACHE.format(dir=directory, origin=origin_port, port=port, coding=coding)
    modules = nginx_module(BROTLI_MODULE) if coding == BROTLI else ""
    return nginx("nginx", directory, inside, port, SERVER_CORE if pinned else None, modules)


def build_larder():
    """The launcher builds what is not built yet, which may take longer than a start may."""
    built = subprocess.run(["./larder", "--version"], cwd=ROOT, capture_output=True, text=True)
    if built.returncode != 0:
        fail(f"the node cannot be built:\n{built.stdout}{built.stderr}")


def larder(directory, origin_port, pinned=True, settings=""):
    """A node with its store in a directory, before an origin; settings are lines of YAML."""
    port, admin = free_port(), free_port()
    config = directory.with_name(directory.name + ".yaml")
    config.write_text(f"{settings}\nsites: [{{name: site, origin: 'http://127.0.0.1:{origin_port}'}}]\n")
    check(config)
    return Node(directory, admin, "larder", [
        "./larder", "serve", "--config", str(config), "--store", str(directory),
        "--listen", f"127.0.0.1:{port}", "--admin", f"127.0.0.1:{admin}", "--io-threads", "1"],
        port, SERVER_CORE if pinned else None)


def check(config):
    checked = subprocess.run(
        ["./larder", "check", "--config", str(config)], cwd=ROOT, capture_output=True, text=True)
    if checked.returncode != 0:
        fail(f"this node does not take the settings of the benchmark: {checked.stdout}{checked.stderr}")
