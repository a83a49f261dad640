"""The SPARQL service beside the bare Oxigraph server and rdflib-endpoint, in one run on the same data.

    .venv/bin/python benchmarks/sparql_service.py --oxigraph PATH --rdflib-endpoint PATH

Both are optional: `pip install oxigraph rdflib-endpoint` into an environment of their own gives the two programs.
Each server runs alone, in turns, so that what else the machine does falls on all of them. Beside requests a
second the table has CPU time per request (all processes of a server), which is the steadiest figure to compare.
Everything stays on this machine and every loop ends by itself.
"""

import argparse
import asyncio
import contextlib
import json
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyoxigraph as ox

ITEMS = 40_000
CLIENTS = 8
HEAVY = (
    "SELECT ?c (COUNT(*) AS ?n) (SUM(?v) AS ?sum) { ?s a ?c ; <http://example.org/p1> ?v } GROUP BY ?c ORDER BY ?c",
    "SELECT ?s ?l { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?l FILTER(CONTAINS(?l, '999')) } ORDER BY ?l",
    "SELECT DISTINCT ?v { ?s <http://example.org/next>/<http://example.org/p2> ?v } ORDER BY ?v",
)
HOSTILE = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }",
    "SELECT * { ?a <http://example.org/next>+ ?b . ?b <http://example.org/next>+ ?a } ORDER BY ?a",
    "SELECT ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i",
)


@dataclass
class Server:
    """A server under test: how it is started for a port, and what it gave."""

    name: str
    command: Callable[[int], Sequence[str]]
    path: str
    light_only: bool = False
    port: int = 0
    process: "subprocess.Popen[bytes] | None" = None
    rates: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    repeated: list[float] = field(default_factory=list)
    heavy: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.port = free_port()
        self.process = subprocess.Popen(
            self.command(self.port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _ in range(600):
            with contextlib.suppress(OSError):
                ask(self, "ASK {}")
                return
            time.sleep(0.1)
        raise SystemExit(f"{self.name} does not start")

    def stop(self) -> None:
        """Stop it."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(20)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def make_lines() -> Iterator[str]:
    """The data: items with a class, a label, a link and six numbers."""
    integer = "http://www.w3.org/2001/XMLSchema#integer"
    for i in range(ITEMS):
        item = f"<http://example.org/item/{i}>"
        yield f"{item} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://example.org/Class{i % 50}> .\n"
        yield f'{item} <http://www.w3.org/2000/01/rdf-schema#label> "item {i}"@en .\n'
        yield f"{item} <http://example.org/next> <http://example.org/item/{(i * 7 + 1) % ITEMS}> .\n"
        for k in range(6):
            yield f'{item} <http://example.org/p{k}> "{(i * 31 + k * 17) % 1000}"^^<{integer}> .\n'


def ask(server: Server, query: str, timeout: float = 60) -> tuple[int, bytes]:
    """One query by GET."""
    address = f"http://127.0.0.1:{server.port}{server.path}?{urllib.parse.urlencode({'query': query})}"
    request = urllib.request.Request(address, headers={"Accept": "application/sparql-results+json"})
    with urllib.request.urlopen(request, timeout=timeout) as answer:
        return answer.status, answer.read()


def light(number: int) -> str:
    """A light query: all about one item."""
    return f"SELECT * {{ <http://example.org/item/{number % ITEMS}> ?p ?o }}"


def cpu_seconds(pid: int) -> float:
    """CPU time of a process, its children, and children that have ended."""
    total = 0.0
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, IndexError, ValueError):
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                if int(entry.name) == pid or int(fields[1]) == pid:
                    total += sum(map(int, fields[11:13]))
                if int(entry.name) == pid:
                    total += sum(map(int, fields[13:15]))
    return total / os.sysconf("SC_CLK_TCK")


WRK_SCRIPT = """
local i = {start}
request = function()
  i = (i + {step}) % {items}
  local q = "SELECT%20%2A%20%7B%20%3Chttp%3A%2F%2Fexample.org%2Fitem%2F" .. i .. "%3E%20%3Fp%20%3Fo%20%7D"
  return wrk.format("GET", "{path}?query=" .. q, {{["Accept"] = "application/sparql-results+json"}})
end
"""


def drive(server: Server, seconds: int, step: int, folder: Path) -> tuple[int, float]:
    """Ask light queries with eight clients; how many were answered, and in how many seconds."""
    if shutil.which("wrk") is None:
        return asyncio.run(drive_here(server, seconds, step))
    script = folder / "light.lua"
    script.write_text(
        WRK_SCRIPT.format(start=random.randrange(ITEMS), step=step, items=ITEMS, path=server.path)
    )
    address = f"http://127.0.0.1:{server.port}"
    told = subprocess.run(
        ["wrk", "-t1", f"-c{CLIENTS}", f"-d{seconds}s", "-s", str(script), address],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    if "Non-2xx" in told:
        raise SystemExit(f"{server.name} refused light queries:\n{told}")
    answered = next(line for line in told.splitlines() if "requests in" in line).split()
    return int(answered[0]), float(answered[3].rstrip("s,"))


async def drive_here(server: Server, seconds: int, step: int) -> tuple[int, float]:
    """The same without wrk, from this process."""
    until, counts = time.perf_counter() + seconds, [0] * CLIENTS

    async def client(number: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        at = random.randrange(ITEMS)
        while time.perf_counter() < until:
            at += step
            await exchange(reader, writer, server.path, light(at))
            counts[number] += 1
        writer.close()

    begun = time.perf_counter()
    await asyncio.gather(*(client(number) for number in range(CLIENTS)))
    return sum(counts), time.perf_counter() - begun


async def exchange(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str, query: str
) -> tuple[int, int]:
    """One request on an open connection; its status and size."""
    target = f"{path}?{urllib.parse.urlencode({'query': query})}"
    writer.write(
        f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/sparql-results+json\r\n\r\n".encode()
    )
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    status = int(head.split(b" ", 2)[1])
    if b"content-length:" in head:
        length = int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0])
        await reader.readexactly(length)
        return status, length
    size = 0
    while chunk := int(await reader.readline(), 16):
        size += len(await reader.readexactly(chunk + 2))
    await reader.readexactly(2)
    return status, size


def measure_light(server: Server, seconds: int, folder: Path) -> None:
    """Requests a second and CPU time for each, distinct queries and then one query again and again."""
    assert server.process is not None
    before = cpu_seconds(server.process.pid)
    count, took = drive(server, seconds, 7919, folder)
    server.cpu.append((cpu_seconds(server.process.pid) - before) / count * 1e6)
    server.rates.append(count / took)
    count, took = drive(server, seconds, 0, folder)
    server.repeated.append(count / took)


def measure_heavy(server: Server) -> None:
    """Seconds for the heavy queries one after the other, each written anew so that no memory of answers helps."""
    begun = time.perf_counter()
    for query in HEAVY:
        ask(server, f"# {random.random()}\n{query}", 120)
    server.heavy.append(time.perf_counter() - begun)


async def measure_hostile(server: Server, seconds: float) -> dict[str, float]:
    """The 99th percentile of light queries among 32 clients: quiet, and with one hostile query in ten."""
    found = {}
    for label, share in (("quiet", 0.0), ("hostile", 0.1)):
        times: list[float] = []
        until = time.perf_counter() + seconds
        await asyncio.gather(*(hostile_client(server, until, share, times) for _ in range(32)))
        ordered = sorted(times)
        found[label] = ordered[int(len(ordered) * 0.99)] * 1000
        found[f"{label} queries"] = len(ordered)
    return found


async def hostile_client(server: Server, until: float, share: float, times: list[float]) -> None:
    """One client that asks a hostile query now and then, on a connection of its own."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    while time.perf_counter() < until:
        if random.random() < share:
            query = f"# {random.random()}\n{random.choice(HOSTILE)}"
            with contextlib.suppress(OSError, asyncio.IncompleteReadError, TimeoutError):
                async with asyncio.timeout(max(0.1, until - time.perf_counter())):
                    await exchange(reader, writer, server.path, query)
                    continue
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
            continue
        begun = time.perf_counter()
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            await exchange(reader, writer, server.path, light(random.randrange(ITEMS)))
            times.append(time.perf_counter() - begun)
    writer.close()


def servers(options: argparse.Namespace, store: Path, triples: Path) -> list[Server]:
    """The servers that are there."""
    start = [sys.executable, "-m", "service.web", "--store", str(store), "--log", "off"]
    found = [
        Server("goaltrace", lambda port: [*start, "--port", str(port)], "/sparql"),
        Server(
            "goaltrace, no cache",
            lambda port: [*start, "--cache-megabytes", "0", "--port", str(port)],
            "/sparql",
        ),
    ]
    if options.oxigraph:
        found.append(
            Server(
                "oxigraph serve-read-only",
                lambda port: [
                    options.oxigraph,
                    "serve-read-only",
                    "--location",
                    str(store),
                    "--bind",
                    f"127.0.0.1:{port}",
                ],
                "/query",
            )
        )
    if options.rdflib_endpoint:
        found.append(
            Server(
                "rdflib-endpoint",
                lambda port: [options.rdflib_endpoint, "serve", "--port", str(port), str(triples)],
                "/",
                light_only=True,
            )
        )
    return found


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--oxigraph", default=shutil.which("oxigraph"))
    parser.add_argument("--rdflib-endpoint", default=shutil.which("rdflib-endpoint"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        triples = folder / "data.nt"
        triples.write_text("".join(make_lines()), encoding="utf-8")
        store = ox.Store(str(folder / "store"))
        store.bulk_load(triples.read_bytes(), ox.RdfFormat.N_TRIPLES)
        store.flush()
        del store
        found = servers(options, folder / "store", triples)
        for _ in range(options.rounds):
            for server in found:
                server.start()
                try:
                    measure_light(server, options.seconds, folder)
                    if not server.light_only:
                        measure_heavy(server)
                finally:
                    server.stop()
        found[0].start()
        try:
            percentiles = asyncio.run(measure_hostile(found[0], 10))
        finally:
            found[0].stop()
    report(found, percentiles, as_json=options.json)


def report(found: Sequence[Server], percentiles: dict[str, float], *, as_json: bool) -> None:
    """Print the figures, medians of the rounds, and their ratio to the bare server."""
    rows: list[dict[str, Any]] = [
        {
            "server": server.name,
            "light_per_second": round(statistics.median(server.rates)),
            "cpu_us_per_light": round(statistics.median(server.cpu)),
            "repeated_per_second": round(statistics.median(server.repeated)),
            "heavy_seconds": round(statistics.median(server.heavy), 3) if server.heavy else None,
        }
        for server in found
    ]
    if as_json:
        print(json.dumps({"servers": rows, "p99_ms": percentiles}, indent=2))
        return
    bare = next((row for row in rows if str(row["server"]).startswith("oxigraph")), rows[0])
    print(
        f"{'':28}{'light/s':>10}{'ratio':>7}{'CPU µs':>9}{'repeated/s':>12}{'ratio':>7}{'heavy s':>9}{'ratio':>7}"
    )
    for row in rows:
        heavy = (
            f"{row['heavy_seconds']:9.3f}{row['heavy_seconds'] / bare['heavy_seconds']:7.2f}"
            if row["heavy_seconds"]
            else ""
        )
        print(
            f"{row['server']:28}{row['light_per_second']:10}{row['light_per_second'] / bare['light_per_second']:7.2f}"
            f"{row['cpu_us_per_light']:9}{row['repeated_per_second']:12}"
            f"{row['repeated_per_second'] / bare['repeated_per_second']:7.2f}{heavy}"
        )
    print(
        f"p99 of light queries, 32 clients: {percentiles['quiet']:.1f} ms quiet, {percentiles['hostile']:.1f} ms with "
        f"one hostile query in ten ({percentiles['hostile'] / percentiles['quiet']:.1f}×)"
    )


if __name__ == "__main__":
    main()
