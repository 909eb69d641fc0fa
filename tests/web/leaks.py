"""
Every way to ask a server for what it must not tell, and what must not be in its answers.

`tries` yields the requests, `check` looks at an answer; what sends them is left to the caller:
a Flask client, or `over_http` for a server anywhere.
"""

import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product
from urllib.parse import quote, unquote_plus, urlencode

from samverkan.namespaces import BASE

FORM = "application/x-www-form-urlencoded"
TABLES = ("json", "xml", "csv", "tsv")
GRAPHS = ("turtle", "nt", "jsonld", "rdfxml", "trig", "nq")


@dataclass(frozen=True)
class Secrets:
    """
    What an internal graph holds.

    Args:
        graph: its IRI, which the public description of the dataset may name.
        base: where the IRIs of its things begin, which may be named too.
        things: IRIs of its things.
        texts: what it says, and no public graph does.
    """

    graph: str
    base: str
    things: tuple[str, ...]
    texts: tuple[str, ...]

    def moved(self, there: str) -> "Secrets":
        """The same about a graph that does not exist, with a name of the same length."""
        here = self.base.removeprefix(BASE + "id/").strip("/")
        assert len(here) == len(there)
        return Secrets(
            self.graph.replace(here, there),
            self.base.replace(here, there),
            tuple(thing.replace(here, there) for thing in self.things),
            self.texts,
        )


@dataclass(frozen=True)
class Try:
    """A request; `empty` if its answer must be 200 and hold nothing at all."""

    path: str
    fields: tuple[tuple[str, str], ...] = ()
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict, hash=False)
    body: bytes = b""
    empty: bool = False

    @property
    def address(self) -> str:
        """Path and fields."""
        return self.path + ("?" + urlencode(self.fields) if self.fields else "")

    @property
    def said(self) -> str:
        """All that the asker says, which an answer may say back."""
        return " ".join([unquote_plus(self.address), unquote_plus(self.body.decode("utf-8"))])


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str


Send = Callable[[Try], Answer]

#: Empty tables, booleans and graphs, in all forms.
_NOTHING = ('"bindings":[]', "<results></results>", "<results/>", '"boolean":false', "false")


def check(tried: Try, answer: Answer, secrets: Secrets) -> None:
    """Nothing of the secrets is in the answer, but for what the asker said."""
    assert answer.status < 500 or answer.status in (501, 503), (tried, answer.body)
    told = answer.body + "\n" + "\n".join(f"{name}: {value}" for name, value in answer.headers)
    if "%" in told:
        told += unquote_plus(told)
    if "\\u" in told:
        told += _unescaped(told)
    for secret in (*secrets.things, *secrets.texts):
        if secret not in tried.said:
            assert secret not in told, f"{secret} is told by {tried.method} {tried.said}"
    if tried.empty:
        assert answer.status == 200, (tried, answer.body)
        assert _is_empty(answer.body), f"{tried.said} gives {answer.body[:500]}"


def _unescaped(text: str) -> str:
    """The text without the escapes of JSON, in which a letter beyond ASCII could hide."""
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)


def _is_empty(body: str) -> bool:
    if any(mark in body for mark in _NOTHING):
        return True
    lines = [
        line for line in body.splitlines() if line and not line.startswith(("@prefix", "<?xml"))
    ]
    # what is left of an empty table is its header, of an empty graph its outermost brackets
    return "\n".join(lines).strip() in ("", "[]", "x", "?x", "{}") or (
        len(lines) <= 2 and "rdf:RDF" in body and "rdf:Description" not in body
    )


def over_http(base: str) -> Send:
    """Sends to the server at that address, such as http://127.0.0.1:8000."""

    def send(tried: Try) -> Answer:
        request = urllib.request.Request(
            base.rstrip("/") + tried.address,
            data=tried.body or None,
            headers=tried.headers,
            method=tried.method,
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                found = response.status, response.headers, response.read()
        except urllib.error.HTTPError as error:
            with error:
                found = error.code, error.headers, error.read()
        status, headers, body = found
        return Answer(status, tuple(headers.items()), body.decode("utf-8"))

    return send


def tries(secrets: Secrets, stored: dict[str, list[str]]) -> Iterator[Try]:
    """
    The requests.

    Args:
        secrets: what to ask for.
        stored: the stored queries of the server, each with its parameters.
    """
    yield from _queries(secrets)
    yield from _datasets(secrets)
    yield from _mistakes(secrets)
    yield from _whole_graphs(secrets)
    yield from _pages(secrets)
    yield from _stored(secrets, stored)
    yield from _disguises(secrets)


def selects(secrets: Secrets) -> list[str]:
    """SELECT queries that find something where the secrets are; each has the variable ?x."""
    graph, base = secrets.graph, secrets.base
    thing, text = secrets.things[0], secrets.texts[0]
    said = f'FILTER(STRSTARTS(STR(?x), "{base}") && STR(?x) != "{base}")'
    return [
        f"SELECT ?x {{ ?x ?p ?o {said} }}",
        f"SELECT ?x {{ ?s ?p ?x {said} }}",
        f"SELECT ?x {{ GRAPH ?g {{ ?x ?p ?o }} {said} }}",
        f"SELECT ?x {{ GRAPH ?g {{ ?s ?p ?x }} {said} }}",
        f"SELECT ?x {{ GRAPH <{graph}> {{ ?x ?p ?o }} }}",
        f"SELECT ?x {{ GRAPH ?x {{ ?s ?p ?o }} FILTER(?x = <{graph}>) }}",
        f"SELECT ?x FROM <{graph}> {{ ?x ?p ?o }}",
        f"SELECT ?x FROM NAMED <{graph}> {{ GRAPH ?g {{ ?x ?p ?o }} }}",
        f"SELECT ?x FROM <{graph}> FROM NAMED <{graph}> {{ {{ ?x ?p ?o }} UNION "
        "{ GRAPH ?g { ?x ?p ?o } } }",
        f"SELECT ?x {{ mun:1460 (!smv:x|!(^smv:x))/(!smv:x|!(^smv:x)) ?x {said} }}",
        f"SELECT ?x {{ mun:1460 (^smv:incurredBy|smv:application)* ?x {said} }}",
        f"SELECT ?x {{ mun:1460 ^smv:incurredBy/(smv:application|^smv:person)?/a? ?x {said} }}",
        f"SELECT ?x {{ smv:PostHolding ^a/smv:person? ?x {said} }}",
        "SELECT ?x { ?x a foaf:Person }",
        "SELECT ?x { ?x a smv:PostHolding }",
        "SELECT ?x { ?x smv:person ?person }",
        f"SELECT ?x {{ ?s ?p ?x FILTER(STR(?x) = {_quoted(text)}) }}",
        f"SELECT ?x {{ ?s ?p ?x FILTER(CONTAINS(STR(?x), {_quoted(text)})) }}",
        f"SELECT ?x {{ ?x ?p ?o FILTER(REGEX(STR(?o), {_quoted(text)}, 'iq')) }}",
        f"SELECT ?x {{ <{thing}> ?p ?x }}",
        f"SELECT ?x {{ BIND(IRI('{thing}') AS ?s) ?s ?x ?o }}",
        f"SELECT ?x {{ VALUES ?s {{ <{thing}> }} ?s ?x ?o }}",
        f"SELECT ?x {{ {{ SELECT ?x {{ <{thing}> ?x ?o }} LIMIT 1 }} }}",
        f"SELECT ?x {{ BIND(<{thing}> AS ?x) FILTER EXISTS {{ ?x ?p ?o }} }}",
        f"SELECT ?x {{ BIND(<{thing}> AS ?x) FILTER NOT EXISTS {{ "
        "FILTER NOT EXISTS { ?x ?p ?o } } }",
        f"SELECT ?x {{ VALUES ?g {{ <{graph}> }} LATERAL {{ "
        "SELECT ?g ?x { GRAPH ?g { ?x ?p ?o } } } }",
        f"SELECT (SAMPLE(?s) AS ?x) {{ ?s ?p ?o FILTER(?s = <{thing}>) }} GROUP BY ?s",
        f"SELECT (SUM(?n) AS ?x) {{ GRAPH <{graph}> {{ ?s smv:amount ?n }} }} "
        "HAVING (COUNT(*) > 0)",
    ]


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _queries(secrets: Secrets) -> Iterator[Try]:
    asked = selects(secrets)
    for query, form in product(asked, TABLES):
        yield _get(query, form, empty=True)
    for query in asked:
        yield _post(query, empty=True)
        yield _direct(query, empty=True)
        yield Try("/sparql", (("query", query),), headers={"Accept": "text/html"})
        # the same as a question of yes or no, and as a graph
        pattern = query[query.index("{") :].split("} GROUP")[0].split("} HAVING")[0]
        if "FROM" not in query and "AS ?x) {" not in query:
            yield _get("ASK " + pattern, empty=True)
            yield _get("CONSTRUCT { ?x smv:seen ?x } WHERE " + pattern, "nt", empty=True)
    for thing, form in product(secrets.things[:4], GRAPHS):
        yield _get(f"DESCRIBE <{thing}>", form, empty=True)
    for thing in secrets.things:
        yield _get(f"DESCRIBE <{thing}>", "nt", empty=True)
        yield _get(f"ASK {{ {{ <{thing}> ?p ?o }} UNION {{ ?s ?p <{thing}> }} }}", empty=True)
    for text in secrets.texts:
        yield _get(f"ASK {{ ?s ?p ?o FILTER(STR(?o) = {_quoted(text)}) }}", empty=True)
    yield _get("DESCRIBE mun:1460", "nt")
    yield _get("DESCRIBE ?g { GRAPH ?g {} }", "nt")
    yield _get("DESCRIBE ?x { ?x ?p ?o FILTER(CONTAINS(STR(?x), 'internal')) }", "nt")
    yield _get("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "nt")
    yield _get("CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }", "nt")
    yield _get("SELECT * { GRAPH ?g { ?s ?p ?o } }", "csv")
    yield _get("SELECT DISTINCT ?g { GRAPH ?g {} }", "csv")
    yield _get("SELECT ?c (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?c", "csv")
    yield _get("SELECT (GROUP_CONCAT(STR(?o)) AS ?all) { ?s ?p ?o FILTER(isLiteral(?o)) }", "csv")


def _datasets(secrets: Secrets) -> Iterator[Try]:
    query = "SELECT ?x { { ?x ?p ?o } UNION { GRAPH ?g { ?x ?p ?o } } }"
    for name in ("default-graph-uri", "named-graph-uri"):
        graphs = ((name, secrets.graph), (name, secrets.graph))
        for fields in (graphs[:1], graphs):
            asked = (("query", query), *fields)
            yield Try("/sparql", asked, empty=True)
            body = urlencode(asked).encode()
            yield Try("/sparql", (), "POST", {"Content-Type": FORM}, body, empty=True)
            headers = {"Content-Type": "application/sparql-query"}
            yield Try("/sparql", fields, "POST", headers, query.encode(), empty=True)
    both = (("default-graph-uri", secrets.graph), ("named-graph-uri", secrets.graph))
    yield Try("/sparql", (("query", query), *both), empty=True)


def _mistakes(secrets: Secrets) -> Iterator[Try]:
    """What is answered with an error, or with a guess at what was meant."""
    thing, graph = secrets.things[0], secrets.graph
    for query in (
        f"SELECT ?x {{ <{thing}> ?p }}",
        f"SELECT ?x {{ GRAPH <{graph}> {{ ?x ?p }} }}",
        f"SELECT (<{thing}>(?x) AS ?y) {{ ?x ?p ?o }}",
        f"SELECT ?x {{ SERVICE <http://localhost/sparql> {{ GRAPH <{graph}> {{ ?x ?p ?o }} }} }}",
        f"SELECT ?x FROM <file:///etc/passwd> FROM <{graph}> {{ ?x ?p ?o }} ORDER BY ?x LIMIT",
        f"COPY <{graph}> TO DEFAULT",
        f"LOAD <{graph}>",
        f"INSERT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}",
        f"SELECT ?x {{ <{thing[:-1]}> ?p ?x }}",
        f"SELECT ?x {{ GRAPH <{graph[:-1]}> {{ ?x ?p ?o }} }}",
        f"SELECT ?x {{ ?x a <{secrets.base}> }}",
    ):
        for accept in ("application/json", "text/plain", "text/html"):
            yield Try("/sparql", (("query", query),), headers={"Accept": accept})
    yield Try("/sparql", (("query", "ASK {}"), ("default-graph-uri", graph + "<")))
    yield Try("/sparql", (("update", f"CLEAR GRAPH <{graph}>"),))


def _whole_graphs(secrets: Secrets) -> Iterator[Try]:
    name = secrets.graph.rsplit("/", 1)[1]
    for method, path in product(
        ("GET", "HEAD", "PUT", "DELETE", "OPTIONS"),
        (f"/graph/{name}", f"/graphs?graph={quote(secrets.graph)}", f"/graph//{name}"),
    ):
        yield Try(path, method=method)
    for form in GRAPHS:
        yield Try(f"/graph/{name}", (("format", form),))
        yield Try("/graphs", (("default", ""), ("format", form)))
        yield Try("/graphs", (("format", form),))
    yield Try(f"/graph/{name}", headers={"Accept": "text/html"})
    for other in ("derived", "findings", "evaluation", "queries", "dataset-small"):
        yield Try(f"/graph/{other}", (("format", "nt"),))


def _pages(secrets: Secrets) -> Iterator[Try]:
    """Statistics, descriptions and pages, those of later versions too."""
    paths = ["/", "/sparql", "/graphs", "/queries/", "/.well-known/void", "/catalog", "/data/"]
    paths += ["/openapi.json", "/health/live", "/health/ready", "/metrics", "/none", "/reconcile"]
    paths += [
        f"/data/{secrets.graph.rsplit('/', 1)[1]}.{ending}" for ending in ("ttl", "nq", "trig")
    ]
    things = [thing.removeprefix(BASE) for thing in secrets.things]
    paths += [f"/{thing}" for thing in things] + [f"/{thing[:-1]}" for thing in things]
    for path in paths:
        for accept in ("text/html", "text/turtle", "application/json", "*/*"):
            yield Try(path, headers={"Accept": accept})
    for form in GRAPHS:
        yield Try("/.well-known/void", (("format", form),))
        yield Try("/sparql", (("format", form),))


def _stored(secrets: Secrets, stored: dict[str, list[str]]) -> Iterator[Try]:
    for name, parameters in stored.items():
        for form in ("csv", "json", "html"):
            yield Try(f"/queries/{name}", (("format", form),))
        for parameter in parameters:
            for value in (secrets.things[0], secrets.graph, f"<{secrets.things[0]}>"):
                yield Try(f"/queries/{name}", ((parameter, value), ("format", "csv")))


def _disguises(secrets: Secrets) -> Iterator[Try]:
    """The same asker, who says that he is somebody else or was here before."""
    query = f"SELECT ?x {{ GRAPH <{secrets.graph}> {{ ?x ?p ?o }} }}"
    for headers in (
        {"Authorization": "Bearer internal"},
        {"Authorization": "Bearer "},
        {"Authorization": "Basic YWRtaW46YWRtaW4="},
        {"Cookie": "access=internal; session=1"},
        {"X-Forwarded-For": "127.0.0.1", "X-Real-IP": "127.0.0.1", "Forwarded": "for=127.0.0.1"},
        {"X-Original-URL": "/graph/derived", "X-Rewrite-URL": "/graph/derived"},
        {"X-HTTP-Method-Override": "PUT"},
        {"If-None-Match": "*"},
        {"Range": "bytes=0-10"},
        {"Origin": "http://localhost", "Referer": "http://localhost/"},
    ):
        yield Try("/sparql", (("query", query),), headers=headers)
    for name, value in (("access", "internal"), ("token", "x"), ("asOf", "2019-10-01")):
        yield Try("/sparql", (("query", query), (name, value)))


def _get(query: str, form: str = "json", empty: bool = False) -> Try:
    return Try("/sparql", (("query", query), ("format", form)), empty=empty)


def _post(query: str, empty: bool = False) -> Try:
    body = urlencode({"query": query}).encode()
    return Try("/sparql", (), "POST", {"Content-Type": FORM}, body, empty)


def _direct(query: str, empty: bool = False) -> Try:
    headers = {"Content-Type": "application/sparql-query"}
    return Try("/sparql", (), "POST", headers, query.encode(), empty)
