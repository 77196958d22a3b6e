"""The servers that are compared: each on one core with one thread for its sockets, and each with a log.

All of them write the same fields for a request, as JSON. Larder and Varnish send Age; nginx has no way to.
"""
import contextlib
import subprocess

import corpus
import servers
from servers import SERVER_CORE, LOAD_CORE, fail, free_port

LARDER, SENDFILE, COPYING, VARNISH = "larder", "nginx, sendfile", "nginx, copying", "varnish"
NGINXES = (SENDFILE, COPYING)

# The origin answers at once, whatever is asked for below /new/; its /requests counts.
ORIGIN = """
  add_header Cache-Control "public, max-age=86400";
  keepalive_timeout 1h; open_file_cache max=20000; open_file_cache_valid 1h;
  location /new/ { rewrite ^ /10k.png break; }
  location /packed/ { gzip_static on; gzip_vary on; }
  location = /requests { stub_status; }
"""

# The fields of Larder's log, in its order; what only Larder knows has a value of like length.
NGINX_LOG = (
    '{"@timestamp":"$time_iso8601","ecs.version":"9.0.0","event.kind":"event",'
    '"event.dataset":"nginx.access","event.duration":$request_time,"event.outcome":"success",'
    '"client.ip":"$remote_addr","http.request.method":"$request_method","http.version":"$server_protocol",'
    '"url.scheme":"$scheme","url.domain":"$host","url.path":"$uri","http.request.referrer":"$http_referer",'
    '"user_agent.original":"$http_user_agent","http.response.status_code":$status,'
    '"http.response.body.bytes":$body_bytes_sent,"nginx.cache":"$upstream_cache_status",'
    '"nginx.site":"site","nginx.coding":"$sent_http_content_encoding","nginx.ttl":86400,'
    '"nginx.immediate":true,"nginx.complete":"$request_completion"}')
VARNISH_LOG = (
    '{"@timestamp":"%{%Y-%m-%dT%H:%M:%S}t.%{usec_frac}tZ","ecs.version":"9.0.0","event.kind":"event",'
    '"event.dataset":"varnish.access","event.duration":%D,"event.outcome":"success","client.ip":"%h",'
    '"http.request.method":"%m","http.version":"%H","url.scheme":"http","url.domain":"%{Host}i",'
    '"url.path":"%U","http.request.referrer":"%{Referer}i","user_agent.original":"%{User-Agent}i",'
    '"http.response.status_code":%s,"http.response.body.bytes":%b,'
    '"varnish.cache":"%{Varnish:handling}x","varnish.site":"site",'
    '"varnish.coding":"%{Content-Encoding}o","varnish.ttl":86400,"varnish.immediate":true,'
    '"varnish.complete":true}')

# No tcp_nopush, which makes the last piece of an answer wait on the loopback interface.
NGINX = """
  log_format fields escape=json '{log_fields}';
  proxy_cache_path {dir}/cache levels=1:2 keys_zone=assets:32m max_size=2g inactive=1d use_temp_path=off;
  open_file_cache max=20000 inactive=1d; open_file_cache_valid 1h;
  {coding}
  upstream origin {{
    server 127.0.0.1:{origin}; keepalive 32; keepalive_requests 10000000; keepalive_timeout 1h;
  }}
  server {{
    listen 127.0.0.1:{port} {tls};
    sendfile {sendfile}; access_log {dir}.log fields buffer=64k; keepalive_timeout 1h;
    proxy_http_version 1.1; proxy_set_header Connection "";
    proxy_cache assets; proxy_cache_valid 200 1d;
    proxy_cache_lock on; proxy_cache_lock_age 1m; proxy_cache_lock_timeout 1m;
    location / {{ proxy_pass http://origin; }}
    location /packed/ {{
      proxy_pass http://origin; proxy_set_header Connection ""; proxy_set_header Accept-Encoding gzip;
    }}
  }}
"""
NGINX_TLS = """ssl http2; ssl_certificate {certificate}; ssl_certificate_key {key};
    ssl_protocols TLSv1.3; ssl_session_cache shared:tls:16m; ssl_session_timeout 1d"""

# As nginx and Larder do, Varnish compresses text on its own; it keeps what it compressed.
VCL = """
vcl 4.1;
backend origin {{ .host = "127.0.0.1"; .port = "{origin}"; }}
sub vcl_backend_response {{
  set beresp.ttl = 1d;
  if (beresp.http.Content-Type ~ "^(text/|application/(javascript|json)|image/svg)") {{
    set beresp.do_gzip = true;
  }}
}}
"""
# One pool, with a thread for each connection of the load and a few more: a connection that is waited
# for holds its thread for a moment.
VARNISH_THREADS = ["-p", "thread_pools=1", "-p", "thread_pool_min=20", "-p", "thread_pool_max=100"]


class Varnish(servers.Server):
    """Varnish writes its log by a second program, which belongs to what it costs."""

    def __init__(self, command, logging, port):
        super().__init__(VARNISH, command, port, SERVER_CORE)
        self.logger = servers.started(logging, SERVER_CORE)

    def processes(self):
        return super().processes() + [self.logger.pid]

    def stop(self):
        servers.stop("varnishncsa", self.logger)
        super().stop()


def tool(name):
    return servers.program(name) or fail(f"there is no {name} on this machine: run bench/set-up.sh")


def origin(directory, root):
    """On the core of the load, so that what it does is not done at the server's expense."""
    return servers.origin(directory / "origin", root, ORIGIN, LOAD_CORE)


def larder(directory, origin_port, certificate=None, memory=None):
    store = directory / "larder"
    lines = [f"access-log: {store}.log"]
    if memory:
        lines.append(f"store: {{memory: {memory}}}")
    port = free_port() if certificate else None
    if certificate:
        chain, key = certificate
        lines.append(f"tls: {{listen: '127.0.0.1:{port}', certificate: {chain}, key: {key}}}")
    node = servers.larder(store, origin_port, settings="\n".join(lines))
    node.port = port or node.port
    return node


def nginx(name, directory, origin_port, certificate=None):
    port, place = free_port(), directory / name.replace(", ", "-")
    tls = NGINX_TLS.format(certificate=certificate[0], key=certificate[1]) if certificate else ""
    inside = NGINX.format(
        dir=place, origin=origin_port, port=port, coding=servers.GZIP, log_fields=NGINX_LOG, tls=tls,
        sendfile="on" if name == SENDFILE else "off")
    return servers.nginx(name, place, inside, port, SERVER_CORE)


def varnish(directory, origin_port):
    place, port, vcl = directory / "varnish", free_port(), directory / "varnish.vcl"
    vcl.write_text(VCL.format(origin=origin_port))
    command = [tool("varnishd"), "-F", "-n", str(place), "-a", f"127.0.0.1:{port}", "-f", str(vcl),
               "-s", "malloc,1g", *VARNISH_THREADS, "-p", "timeout_idle=3600"]
    logging = [tool("varnishncsa"), "-n", str(place), "-a", "-w", str(directory / "varnish.log"),
               "-F", VARNISH_LOG]
    return Varnish(command, logging, port)


def certificate(directory):
    """A pair for all: P-256, as certificates are today."""
    pair = directory / "certificate.pem", directory / "key.pem"
    subprocess.run(
        [tool("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
         "-days", "30", "-subj", "/CN=cdn.test", "-addext", "subjectAltName=DNS:cdn.test",
         "-out", pair[0], "-keyout", pair[1]], check=True, capture_output=True)
    return pair


class Field:
    """The servers that take part in a group of workloads, and their logs."""

    def __init__(self, directory, origin_port):
        self.directory, self.origin_port, self.servers = directory, origin_port, []
        directory.mkdir()

    def start(self, kind):
        pair = certificate(self.directory) if kind == "tls" else None
        memory = corpus.DISK_MEMORY if kind == "disk" else None
        self.servers.append(larder(self.directory, self.origin_port, pair, memory))
        for name in NGINXES:
            self.servers.append(nginx(name, self.directory, self.origin_port, pair))
        if kind == "plain":
            self.servers.append(varnish(self.directory, self.origin_port))
        for server in self.servers:
            server.tls = kind == "tls"

    def forget_logs(self):
        """All of the servers append, so that they go on at the beginning; else they would fill the disk."""
        for log in self.directory.glob("*.log"):
            with contextlib.suppress(FileNotFoundError):
                log.open("r+").truncate(0)

    def stop(self):
        for server in reversed(self.servers):
            server.stop()
