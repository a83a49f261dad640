"""The W3C's query evaluation suites over HTTP beside the bare engine, case by case in one run.

    git clone https://github.com/w3c/rdf-tests
    .venv/bin/python benchmarks/w3c_suites.py --suite rdf-tests/sparql

All data files are loaded into one store, each as a graph under its own address; each case is asked over HTTP with the
dataset that its manifest names, and of the bare engine on a store of its own. What counts is that the service
gives what the engine gives. Evaluation cases of SPARQL 1.0 and 1.1; entailment and federation are left out.
"""

import argparse
import csv
import io
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
DAWG = "http://www.w3.org/2001/sw/DataAccess/tests/test-dawg#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
LEFT_OUT = ("entailment", "service", "syntax-fed", "protocol", "service-description", "http-rdf-update")
KINDS = {MF + "QueryEvaluationTest", MF + "CSVResultFormatTest"}
ORDERED = re.compile(r"\border\s+by\b", re.IGNORECASE)


@dataclass(frozen=True)
class Case:
    """One case: its name, the query, the dataset and the file with what is expected."""

    name: str
    query: Path
    default: tuple[Path, ...]
    named: tuple[tuple[str, Path], ...]
    expected: Path


class Manifest:
    """A manifest as a small graph."""

    def __init__(self, file: Path) -> None:
        self.store = ox.Store()
        self.store.load(path=str(file), format=ox.RdfFormat.TURTLE, base_iri=file.as_uri())

    def values(self, subject: Any, predicate: str) -> list[Any]:
        """All objects."""
        return [q.object for q in self.store.quads_for_pattern(subject, ox.NamedNode(predicate), None)]

    def value(self, subject: Any, predicate: str) -> Any:
        """The object, or None."""
        found = self.values(subject, predicate)
        return found[0] if found else None

    def members(self, node: Any) -> Iterator[Any]:
        """The members of a list."""
        while node is not None and node != ox.NamedNode(RDF + "nil"):
            yield self.value(node, RDF + "first")
            node = self.value(node, RDF + "rest")


def path_of(node: Any) -> Path:
    """The file of a file address."""
    return Path(urllib.parse.unquote(urllib.parse.urlsplit(node.value).path))


def read_cases(suite: Path) -> list[Case]:
    """The evaluation cases."""
    cases = []
    for file in sorted(suite.glob("sparql1[01]/*/manifest*.ttl")):
        if file.parent.name in LEFT_OUT:
            continue
        manifest = Manifest(file)
        entries = [node for q in manifest.store.quads_for_pattern(None, ox.NamedNode(MF + "entries"), None)
                   for node in manifest.members(q.object)]  # fmt: skip
        cases += [case for node in entries if (case := read_case(manifest, node, file)) is not None]
    return cases


def read_case(manifest: Manifest, node: Any, file: Path) -> Case | None:
    """One entry as a case; None where it is of another kind, or withdrawn."""
    kinds = {kind.value for kind in manifest.values(node, RDF + "type")}
    approval = manifest.value(node, DAWG + "approval")
    if not kinds & KINDS or (
        approval is not None and approval.value.endswith(("Withdrawn", "NotClassified"))
    ):
        return None
    action, result = manifest.value(node, MF + "action"), manifest.value(node, MF + "result")
    query = manifest.value(action, QT + "query")
    if query is None or result is None:
        return None
    default = tuple(path_of(found) for found in manifest.values(action, QT + "data"))
    named = []
    for found in manifest.values(action, QT + "graphData"):
        inner = manifest.value(found, QT + "graph")
        label = manifest.value(found, "http://www.w3.org/2000/01/rdf-schema#label")
        source = inner if inner is not None else found
        named.append((label.value if label is not None else source.value, path_of(source)))
    name = f"{file.parent.parent.name}/{file.parent.name}/{node.value.rpartition('#')[2]}"
    return Case(name, path_of(query), default, tuple(named), path_of(result))


def quads_of(file: Path, graph: Any) -> list[ox.Quad]:
    """The triples of a data file in a graph."""
    form = ox.RdfFormat.from_extension(file.suffix[1:]) or ox.RdfFormat.TURTLE
    found = ox.parse(path=str(file), format=form, base_iri=file.as_uri(), rename_blank_nodes=True)
    return [ox.Quad(q.subject, q.predicate, q.object, graph) for q in found]


def with_base(case: Case) -> str:
    """The query with its file as the base of relative names."""
    return f"BASE <{case.query.as_uri()}>\n{case.query.read_text(encoding='utf-8')}"


def ask_engine(case: Case) -> bytes:
    """What the bare engine answers."""
    store = ox.Store()
    for file in case.default:
        store.extend(quads_of(file, ox.DefaultGraph()))
    for label, file in case.named:
        store.extend(quads_of(file, ox.NamedNode(label)))
    for file in files_in_from(case):
        store.extend(quads_of(file, ox.NamedNode(file.as_uri())))
    found = store.query(with_base(case))
    if isinstance(found, ox.QueryTriples):
        return found.serialize(format=ox.RdfFormat.N_TRIPLES) or b""
    return found.serialize(format=ox.QueryResultsFormat.JSON) or b""


def files_in_from(case: Case) -> list[Path]:
    """The data files that a query names itself."""
    text = re.sub(r"#[^\n<>]*$", "", case.query.read_text(encoding="utf-8"), flags=re.MULTILINE)
    names = re.findall(r"\bFROM\s+(?:NAMED\s+)?<([^>]*)>", text, re.IGNORECASE)
    files = [
        Path(urllib.parse.urlsplit(urllib.parse.urljoin(case.query.as_uri(), name)).path) for name in names
    ]
    return [file for file in files if file.is_file()]


def ask_service(case: Case, address: str) -> bytes:
    """What the service answers."""
    fields = [("query", with_base(case))]
    if not files_in_from(
        case
    ):  # else the query states its dataset itself, which the protocol's would override
        fields += [("default-graph-uri", file.as_uri()) for file in case.default]
        fields += [("named-graph-uri", label) for label, _ in case.named]
        if len(fields) == 1:
            fields.append(("default-graph-uri", "http://example.org/an-empty-graph"))
    request = urllib.request.Request(
        address,
        urllib.parse.urlencode(fields).encode(),
        {"Accept": "application/sparql-results+json, application/n-triples"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return bytes(answer.read())


def shape_of(answer: bytes, case: Case) -> object:
    """An answer so that two can be compared: rows as a multiset up to blank nodes, in order where that counts."""
    text = answer.decode("utf-8", "replace").lstrip()
    if not text.startswith("{"):
        return canonical(list(ox.parse(answer, ox.RdfFormat.N_TRIPLES)))
    return rows_of(ox.parse_query_results(answer, ox.QueryResultsFormat.JSON), case)


def canonical(quads: list[Any]) -> object:
    """Triples up to the names of blank nodes."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return frozenset(map(str, dataset))


def rows_of(found: Any, case: Case) -> object:
    """Rows up to the names of blank nodes."""
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    names = sorted(variable.value for variable in found.variables)
    rows = [tuple(row[name] for name in names) for row in found]
    ordered = bool(ORDERED.search(case.query.read_text(encoding="utf-8")))
    if not any(isinstance(value, ox.BlankNode) for row in rows for value in row):
        plain = [tuple(map(str, row)) for row in rows]
        return (tuple(names), tuple(plain) if ordered else frozenset(Counter(plain).items()))
    quads = []
    for number, row in enumerate(rows):
        node = ox.BlankNode(f"row{number}")
        if ordered:
            quads.append(ox.Quad(node, ox.NamedNode("row:number"), ox.Literal(number), ox.DefaultGraph()))
        for name, value in zip(names, row, strict=True):
            if value is not None:
                quads.append(ox.Quad(node, ox.NamedNode(f"column:{name}"), value, ox.DefaultGraph()))
    return (tuple(names), len(rows), canonical(quads))


def expected_shape(case: Case) -> object:
    """What the suite expects."""
    file = case.expected
    data = file.read_bytes()
    if file.suffix in (".srx", ".srj", ".tsv"):
        form = {
            ".srx": ox.QueryResultsFormat.XML,
            ".srj": ox.QueryResultsFormat.JSON,
            ".tsv": ox.QueryResultsFormat.TSV,
        }
        return rows_of(ox.parse_query_results(data, form[file.suffix]), case)
    if file.suffix == ".csv":
        return None
    form = ox.RdfFormat.from_extension(file.suffix[1:]) or ox.RdfFormat.TURTLE
    quads = list(ox.parse(data, form, base_iri=file.as_uri()))
    if any(quad.object == ox.NamedNode(RS + "ResultSet") for quad in quads):
        return result_set(quads, case)
    return canonical(quads)


def result_set(quads: list[ox.Quad], case: Case) -> object:
    """Rows that are written down as triples."""
    store = ox.Store()
    store.extend(quads)

    def objects(subject: Any, name: str) -> list[Any]:
        return [q.object for q in store.quads_for_pattern(subject, ox.NamedNode(RS + name), None)]

    (root,) = {quad.subject for quad in quads if quad.object == ox.NamedNode(RS + "ResultSet")}
    if objects(root, "boolean"):
        return objects(root, "boolean")[0].value == "true"
    names = [literal.value for literal in objects(root, "resultVariable")]
    rows = []
    for solution in objects(root, "solution"):
        values = {
            objects(b, "variable")[0].value: objects(b, "value")[0] for b in objects(solution, "binding")
        }
        index = objects(solution, "index")
        rows.append((int(index[0].value) if index else 0, values))
    rows.sort(key=lambda row: row[0])
    head = (
        '{"head": {"vars": [' + ", ".join(f'"{name}"' for name in names) + ']}, "results": {"bindings": []}}'
    )
    empty = ox.parse_query_results(head.encode(), ox.QueryResultsFormat.JSON)
    return rows_of(_Rows(empty.variables, [_Row(values) for _, values in rows]), case)


class _Row(dict[str, Any]):
    def __missing__(self, name: str) -> None:
        return None


class _Rows(list[Any]):
    def __init__(self, variables: Any, rows: list[Any]) -> None:
        super().__init__(rows)
        self.variables = variables


def csv_shape(answer: bytes) -> object:
    """Rows of a result as CSV writes them."""
    found = ox.parse_query_results(answer, ox.QueryResultsFormat.JSON)
    text = (found.serialize(format=ox.QueryResultsFormat.CSV) or b"").decode()
    return Counter(tuple(row) for row in csv.reader(io.StringIO(text)))


def passes(answer: bytes | None, case: Case) -> bool:
    """Whether an answer is what the suite expects."""
    if answer is None:
        return False
    try:
        if case.expected.suffix == ".csv":
            text = case.expected.read_text(encoding="utf-8")
            return csv_shape(answer) == Counter(tuple(row) for row in csv.reader(io.StringIO(text)))
        return shape_of(answer, case) == expected_shape(case)
    except (SyntaxError, ValueError):
        return False


def serve(place: Path) -> tuple["subprocess.Popen[bytes]", str]:
    """Start the service on the data."""
    command = [sys.executable, "-m", "service.web", "--store", str(place), "--port", "7988", "--log", "off"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    address = "http://127.0.0.1:7988/sparql"
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"{address}?query=ASK%20%7B%7D", timeout=5):
                return process, address
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the service does not start")


def main() -> None:
    """Ask every case twice and print what came of it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--suite", type=Path, required=True, help="Folder `sparql` of the W3C's rdf-tests")
    suite = parser.parse_args().suite.resolve()
    cases = read_cases(suite)
    with tempfile.TemporaryDirectory() as made:
        store = ox.Store(str(Path(made) / "store"))
        files = {file.as_uri(): file for case in cases for file in (*case.default, *files_in_from(case))}
        files.update({label: file for case in cases for label, file in case.named})
        for label, file in files.items():
            store.extend(quads_of(file, ox.NamedNode(label)))
        store.flush()
        del store
        process, address = serve(Path(made) / "store")
        try:
            compare(cases, address)
        finally:
            process.terminate()
            process.wait(20)


def compare(cases: list[Case], address: str) -> None:
    """The table: how many cases each passes, and where they differ."""
    passed: Counter[str] = Counter()
    differing = []
    for case in cases:
        answers: dict[str, bytes | None] = {}
        for name, ask in (
            ("engine", ask_engine),
            ("service", lambda c: ask_service(c, address)),
        ):
            try:
                answers[name] = ask(case)
            except (SyntaxError, ValueError, OSError, RuntimeError, urllib.error.HTTPError):
                answers[name] = None
        verdicts = {name: passes(answer, case) for name, answer in answers.items()}
        passed.update(name for name, good in verdicts.items() if good)
        if verdicts["engine"] != verdicts["service"]:
            differing.append((case.name, verdicts))
    print(f"cases {len(cases)}   bare engine {passed['engine']}   service {passed['service']}")
    for name, verdicts in differing:
        print(f"  differs: {name}: engine {verdicts['engine']}, service {verdicts['service']}")


if __name__ == "__main__":
    main()
