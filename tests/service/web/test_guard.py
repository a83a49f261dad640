"""What the check of a query's text lets through, and what it stops."""

import contextlib
import socket
import threading
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from service.web.guard import GuardLimits, screen
from service.web.refusals import QueryRefusedByGuardError

DEPTH = 6
LIMITS = GuardLimits(depth=DEPTH)
# Words that look like structure and are none, where a name or a value may stand.
VALUES = st.sampled_from(
    [
        "?x",
        "1",
        "-2.5e3",
        "true",
        '"(((([[[[{{{{"',
        "'a)]}b'",
        '"""long " "" ((( \n {{{ \\" """',
        "'''it''s ((( '''",
        r'"\"((((\""',
        r'"\\"',
        r'"\u0028\u007B"',
        '"x"@en-GB',
        '"1"^^<http://example.org/(((((((>',
        "<http://example.org/a(b)c#((((((((>",
        "<http://example.org/#[[>",
        r"ex:a\(\(\(\(\(\(\(\(b",
        r"ex:\'\'\#\@",
        "ex:a.b%28",
        "ex:service",
        "?service",
        "$SERVICE",
        '"SERVICE <http://example.org/> {"',
    ]
)
BLANKS = st.sampled_from([" ", "\n", "\t ", " # ((((({{{{{ [[[ \" ' <\n", "\r\n"])
COMPARISONS = st.sampled_from([" < ", "<", " <= ", " = ", " && ", "||", " + ", "*", " IN ", " > "])
Text = tuple[str, int]


def joined(parts: list[Text], glue: str) -> Text:
    return glue.join(text for text, _ in parts), max(depth for _, depth in parts)


def wrapped(inner: Text, opening: str, closing: str) -> Text:
    return f"{opening}{inner[0]}{closing}", inner[1] + 1


@st.composite
def operands(draw: st.DrawFn) -> Text:
    return f"{draw(BLANKS)}{draw(VALUES)}{draw(BLANKS)}", 0


def expressions() -> st.SearchStrategy[Text]:
    return st.recursive(
        operands(),
        lambda inner: st.one_of(
            st.tuples(st.sampled_from(["(", "STR(", "ex:f(", "<http://example.org/f>("]), inner).map(
                lambda found: wrapped(found[1], found[0], ")")
            ),
            st.tuples(inner, COMPARISONS, inner).map(lambda found: joined([found[0], found[2]], found[1])),
        ),
        max_leaves=12,
    )


def patterns() -> st.SearchStrategy[Text]:
    leaf = st.one_of(
        expressions().map(lambda found: wrapped(found, "FILTER(", ")")),
        st.tuples(VALUES, BLANKS).map(lambda found: (f" ?s ?p {found[0]}{found[1]}.", 0)),
        st.tuples(VALUES, VALUES).map(lambda found: (f" ?s ?p ( {found[0]} {found[1]} ) .", 1)),
        VALUES.map(lambda value: (f" ?s ?p [ ex:q {value} ] .", 1)),
    )
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.tuples(st.sampled_from(["{", "OPTIONAL {", "MINUS{", "GRAPH ?g {"]), inner).map(
                lambda found: wrapped(found[1], found[0], "}")
            ),
            st.lists(inner, min_size=2, max_size=3).map(lambda found: joined(found, "\n")),
        ),
        max_leaves=10,
    )


@given(patterns())
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_query_passes_exactly_when_its_brackets_are_not_too_deep(found: Text) -> None:
    text, depth = found[0], found[1] + 1
    query = f"PREFIX ex: <http://example.org/>\nSELECT * {{ {text} }}"
    if depth <= DEPTH:
        screen(query, LIMITS)
    else:
        with pytest.raises(QueryRefusedByGuardError, match="deep"):
            screen(query, LIMITS)


@pytest.mark.parametrize(
    "hidden",
    [
        "{deep}",
        "?a<{deep}>?b",
        "?a<b{deep}>",
        "?a <{deep} && ?c> ?d",
        "1<{deep}>2",
        "ex:f(?a)<{deep}>1",
        '"a"<{deep}>1',
        "?a<#>))))))))))))\n{deep}",
        "?a<'>'{deep}",
        '"\\u0022"<{deep}',
        '( """a" {deep} \\x """ )',
        '("""a""" {deep} """b""" )',
        "( '''a' {deep} \\x ''' )",
        "'a\\n'{deep}",
        "ex:a\\({deep}",
        "ex:\\'{deep}\\'",
        "[ ex:p {deep} ]",
        "# comment\r{deep}",
        "<<( ?s ?p {deep} )>>",
        "<http://example.org/a b{deep}>",
        "<http://example.org/{{deep}}>",
        "1.{deep}",
        "@en{deep}",
        "_:b{deep}",
        ")))))))){deep}",
        "}}}}}}}}{deep}",
    ],
)
def test_deep_brackets_are_seen_wherever_they_hide(hidden: str) -> None:
    for bracket in ("(", "{", "[", "<<"):
        text = hidden.replace("{deep}", bracket * 60)
        with pytest.raises(QueryRefusedByGuardError):
            screen(f"PREFIX ex: <http://example.org/> SELECT * {{ FILTER({text} ")


@pytest.mark.parametrize(
    "part", ["OPTIONAL {}", "{} UNION ", "MINUS {}", "FILTER(1)", "BIND(1 AS ?x)", "trueOPTIONAL{}"]
)
def test_long_chains_of_patterns_are_stopped(part: str) -> None:
    with pytest.raises(QueryRefusedByGuardError, match="more than 300 patterns"):
        screen(f"SELECT * {{ {part * 400} {{}} }}")


@pytest.mark.parametrize("part", ["1 || ", "1 + ", "!", "- ", "1 = ", "?a < ", "^", "<a:b>/", "<a:b>|", "1*"])
def test_long_chains_of_operators_are_stopped(part: str) -> None:
    with pytest.raises(QueryRefusedByGuardError, match="more than 1000 operators"):
        screen(f"SELECT * {{ FILTER({part * 1200}1) }}")


def test_many_triples_and_long_texts_are_stopped() -> None:
    with pytest.raises(QueryRefusedByGuardError, match="more than 1000 triples"):
        screen("SELECT * { " + "?s ?p ?o . " * 1100 + "}")
    with pytest.raises(QueryRefusedByGuardError, match="70008 characters and 65536 are allowed"):
        screen("ASK { } " + " " * 70_000)


def test_long_lists_of_values_pass() -> None:
    screen(
        "SELECT * { VALUES (?a ?b) { "
        + "(<http://example.org/x#1> <http://example.org/x#2>)\n" * 1000
        + "} }"
    )
    screen("SELECT * { ?s ?p ?o FILTER(?o IN (" + ", ".join(map(str, range(5000))) + ")) }")
    screen("SELECT * { " + "{ ?s <http://example.org/x#p> ?o } UNION\n" * 200 + "{} }")


def test_a_refusal_says_where() -> None:
    with pytest.raises(QueryRefusedByGuardError) as caught:
        screen("SELECT *\n{ SERVICE <http://example.org/> { ?s ?p ?o } }")
    assert caught.value.facts == {"line": 2, "column": 3}
    assert "never asks another" in caught.value.sentence


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?service ?p ?o }",
        "PREFIX service: <http://example.org/> SELECT * { ?s service:service ?o }",
        "SELECT * { ?s <http://example.org/service> 'SERVICE <x> {}' } # SERVICE",
        "PREFIX ex: <http://example.org/> SELECT * { ?s ex:hasService ?o . FILTER(ex:service(?o)) }",
        'SELECT ("self-service" AS ?x) {}',
    ],
)
def test_the_word_service_may_stand_in_names_and_texts(query: str) -> None:
    screen(query)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("SELECT * FROM <http://example.org/g> {}", True),
        ("SELECT*FROM<http://example.org/g>{}", True),
        ("PREFIX ex: <http://example.org/> ASKFROMex:g{}", True),
        ("SELECT (1 AS ?x)FROM NAMED <http://example.org/g> {}", True),
        ("PREFIX from: <http://example.org/> SELECT ?from { ?from from:from 'FROM' }", False),
        ("SELECT * { ?s ?p ?o } # FROM <x>", False),
    ],
)
def test_a_query_that_names_its_graphs_is_recognised(query: str, names: bool) -> None:
    assert screen(query).names_graphs is names


class Listener:
    """Counts who connects."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.visits = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                visitor, _ = self._socket.accept()
            except OSError:
                return
            self.visits += 1
            visitor.close()

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    found = Listener()
    yield found
    found.close()


BEFORE = st.sampled_from(
    ["", " ", ".", "}", "{ ", "1", "true", '"x"', "'y'", '"x"@en ', "<a:b>", "?x ", "?x.", "# \n", "ex:p ", "_:b.",
     "a ",
     "BIND(1<2 AS ?y)", "FILTER(?a<?b)", "OPTIONAL{", "FILTER EXISTS {", r"ex:a\'", "\\u0022", "SELECT * {", "UNION {"]
)  # fmt: skip
WORDS = st.sampled_from(
    [
        "SERVICE",
        "service",
        "SeRvIcE",
        "SERVICE SILENT",
        "SERVICESILENT",
        "SERVICE#\n",
        r"SERV\u0049CE",
        "SERVICEex:x{}",
        "ſervice",
    ]
)
PLACES = st.sampled_from(["<URL>", " <URL>", "ex:x", " ex:x ", " ?v ", "\n\n<URL>", "<URL#>"])


@given(
    st.lists(BEFORE, max_size=4),
    WORDS,
    PLACES,
    st.sampled_from(["{}", " { ?s ?p ?o }", "{?s ?p ?o}}", " {} } }"]),
)
@example(["?s ?p 1"], "SERVICE", "<URL>", "{}")
@example(["?s ?p true"], "SERVICE", "<URL>", "{}")
@settings(max_examples=600, deadline=None)
def test_no_spelling_of_service_reaches_the_engine(
    listener: Listener, before: list[str], word: str, place: str, after: str
) -> None:
    address = f"http://127.0.0.1:{listener.port}/"
    text = "".join(before) + word + place.replace("URL", address) + after
    query = f"PREFIX ex: <{address}> SELECT * {{ BIND(<{address}> AS ?v) {text} }}"
    try:
        screen(query)
    except QueryRefusedByGuardError:
        return
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("a:s"), ox.NamedNode("a:p"), ox.NamedNode("a:o")))
    try:
        answer = store.query(query)
        if isinstance(answer, ox.QuerySolutions):
            list(answer)
    except (SyntaxError, OSError, ValueError, RuntimeError):
        pass
    assert listener.visits == 0


@given(st.text(alphabet="()[]{}<>\"'\\#?$:@a1._-|&!+*/^=,; \nuU0028eE%", max_size=200))
@settings(max_examples=500, deadline=None)
def test_every_text_is_either_let_through_or_refused(text: str) -> None:
    with contextlib.suppress(QueryRefusedByGuardError):
        screen(text + "\\", LIMITS)
