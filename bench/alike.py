"""Whether servers answer alike: asked before anything is measured, so that like is compared with like."""
import contextlib
import gzip
import hashlib
import http.client
import ssl
from dataclasses import dataclass

from loads import HOST, Unfit

TWICE = 2


@dataclass(frozen=True)
class Answer:
    status: int
    type: str
    length: str
    coding: str
    body: str


def connected(server):
    if not server.tls:
        return contextlib.closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=60))
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return contextlib.closing(
        http.client.HTTPSConnection("127.0.0.1", server.port, timeout=60, context=context))


def ask(connection, path, headers):
    connection.request("GET", path, headers={"Host": HOST, **headers})
    response = connection.getresponse()
    return response, response.read()


def condition(server, path):
    """If-None-Match with the tag that this server sends, which is its own affair."""
    with connected(server) as connection:
        tag = ask(connection, path, {})[0].getheader("ETag")
    if not tag:
        raise Unfit(f"{server.name} sends no ETag for {path}")
    return {"If-None-Match": tag}


def require(workload, servers):
    """All are asked twice, since the second answer is the one that is measured."""
    answers = {server.name: answered(workload, server) for server in servers}
    expected = next(iter(answers.values()))
    for name, answer in answers.items():
        if answer != expected or answer.status != workload.status:
            raise Unfit(f"{workload.name}: servers do not answer alike: {expected} but {name} {answer}")


def answered(workload, server):
    conditional = condition(server, workload.path) if workload.status == 304 else {}
    with connected(server) as connection:
        for _ in range(TWICE):
            response, body = ask(connection, workload.path, {**workload.headers, **conditional})
    coding = response.getheader("Content-Encoding", "identity")
    # Compressors differ, and so do the lengths of what they make. Nor is all said beside a 304.
    own = coding == "gzip" or response.status == 304
    content = gzip.decompress(body) if coding == "gzip" else body
    return Answer(response.status, "" if response.status == 304 else response.getheader("Content-Type"),
                  "" if own else response.getheader("Content-Length"), coding,
                  hashlib.sha256(content).hexdigest())


def fill(server, paths):
    """Has a server ask for all of them, before it is measured by some."""
    with connected(server) as connection:
        for path in paths:
            response, _ = ask(connection, f"/{path}", {})
            if response.status != 200:
                raise Unfit(f"{server.name} answered {response.status} to /{path}")
