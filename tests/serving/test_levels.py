"""The internal level of a server that runs: what a token opens, and nothing else does."""

import json
import re
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote, urlencode

import psutil
import pytest

from conftest import FIXTURES
from samverkan.dates import today
from samverkan.query.library import shipped_library
from samverkan.serving.tokens import add_token, revoke_token
from samverkan.sources.reading import read
from serving.live import Answer, Served
from web.leaks import Secrets, check, over_http, tries

#: Servers are started and waited for.
pytestmark = pytest.mark.slow

#: Stands in the internal file and nowhere else.
CANARY = "Kanariefågel 5f1e77aa"
#: Likewise, and nobody asks for it either.
HIDDEN = "Osedd 9c3d0b1e"
GRAPH = "https://w3id.org/samverkan/graph/small-bengtsfors-internal"
BASE = "https://w3id.org/samverkan/id/small-bengtsfors-internal/"
THING = f"{BASE}person/canary"
FIND = f'SELECT ?s ?o {{ ?s ?p ?o FILTER(STR(?o) = "{CANARY}") }}'
NEXT_YEAR = today() + timedelta(days=365)


def _dataset(folder: Path) -> Path:
    shutil.copytree(FIXTURES / "small", folder / "small")
    with (folder / "small" / "bengtsfors-internal.ttl").open("a", encoding="utf-8") as file:
        file.write(f'\n<{THING}> a foaf:Person ; foaf:name "{CANARY}", "{HIDDEN}" .\n')
    return folder / "small"


class Opened:
    """A server with the internal level, and tokens of each kind."""

    def __init__(self, folder: Path, start: Callable[..., Served]) -> None:
        self.dataset = _dataset(folder)
        self.file = folder / "tokens.json"
        _, self.valid = add_token(self.file, "valid", NEXT_YEAR)
        _, self.expired = add_token(self.file, "expired", today() - timedelta(days=1))
        _, self.revoked = add_token(self.file, "revoked", NEXT_YEAR)
        revoke_token(self.file, "revoked")
        self.served = start(self.dataset, tokens=self.file)

    def get(self, path: str, token: str = "", method: str = "GET", **headers: str) -> Answer:
        if token:
            headers["Authorization"] = f"Bearer {token}"
        return self.served.send(path, method, **headers)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, start: Callable[..., Served]) -> Opened:
    return Opened(tmp_path_factory.mktemp("opened"), start)


def test_with_a_token_it_is_found_and_without_it_is_not(opened: Opened):
    served = opened.served
    for _ in range(2):  # the second time from the cache
        public, internal = served.ask(FIND), served.ask(FIND, opened.valid)

        assert CANARY not in public.text and THING not in public.text
        assert CANARY in internal.text and THING in internal.text
        assert public.status == internal.status == 200
        assert public.headers["cache-control"] == "public, no-cache"
        assert internal.headers["cache-control"] == "private, no-cache"
        assert public.headers["etag"] != internal.headers["etag"]
        assert "Authorization" in public.headers["vary"]
        assert "Authorization" in internal.headers["vary"]


def test_the_other_way_round_the_public_answer_is_not_taken_for_the_internal_one(opened: Opened):
    query = FIND + " # asked with a token first"

    assert CANARY in opened.served.ask(query, opened.valid).text
    assert CANARY not in opened.served.ask(query).text
    assert CANARY in opened.served.ask(query, opened.valid).text


def test_who_has_an_answer_of_one_level_is_not_told_that_it_holds_at_the_other(opened: Opened):
    path = "/sparql?" + urlencode({"query": FIND})
    public, internal = opened.get(path), opened.get(path, opened.valid)
    etags = public.headers["etag"], internal.headers["etag"]
    of_public = [opened.get(path, If_None_Match=etag).status for etag in etags]
    of_internal = [opened.get(path, opened.valid, If_None_Match=etag) for etag in etags]

    assert of_public == [304, 200]
    assert [answer.status for answer in of_internal] == [200, 304]
    assert of_internal[1].headers["cache-control"] == "private, no-cache"
    assert of_internal[1].body == b""


def test_head_tells_the_headers_alone_and_of_its_level(opened: Opened):
    path = "/sparql?" + urlencode({"query": FIND})
    public, internal = (opened.get(path, token, "HEAD") for token in ("", opened.valid))

    assert (public.status, public.body) == (internal.status, internal.body) == (200, b"")
    assert public.headers["etag"] == opened.get(path).headers["etag"]
    assert internal.headers["etag"] == opened.get(path, opened.valid).headers["etag"]


def test_the_level_holds_on_other_days_too(opened: Opened):
    public = opened.served.ask(FIND, asOf="2018-01-01")
    internal = opened.served.ask(FIND, opened.valid, asOf="2018-01-01")

    assert public.status == internal.status == 200
    assert CANARY not in public.text
    assert CANARY in internal.text
    assert public.headers["etag"] != internal.headers["etag"]


def test_a_page_says_that_it_has_internal_data(opened: Opened):
    path = "/sparql?" + urlencode({"query": FIND, "lang": "sv"})
    public, internal = (opened.get(path, token, Accept="text/html") for token in ("", opened.valid))

    assert CANARY in internal.text
    assert "Med interna data." in internal.text
    assert internal.headers["cache-control"] == "private, no-cache"
    assert f"{THING}>" not in public.text and "&gt;" not in public.text
    assert "Med interna data." not in public.text
    for page in ("/", "/queries/", "/queries/applications-without-owner", "/static/samverkan.css"):
        answer = opened.get(page, opened.valid, Accept="text/html")
        assert answer.headers["cache-control"] in ("private, no-cache", "no-store"), page
    assert "With internal data." in opened.get("/?lang=en", opened.valid, Accept="text/html").text


def _but_for_its_own(answer: Answer) -> tuple[int, dict[str, str], bytes]:
    own = ("date", "x-request-id")
    told = {name: value for name, value in answer.headers.items() if name not in own}
    return answer.status, told, answer.body


def test_what_opens_nothing_is_refused_and_nobody_learns_why(opened: Opened):
    path = "/sparql?" + urlencode({"query": "ASK {}"})
    unknown = "smv_" + "A" * 43
    shown = [f"Bearer {token}" for token in (unknown, opened.expired, opened.revoked)]
    shown += ["Basic dXNlcjpwYXNz", "Bearer", "Bearer ", opened.valid, "Bearer \xff\xe5"]
    shown += [f"Bearer {opened.valid}, Bearer {opened.valid}", f"Bearer {opened.valid[:-1]}"]
    answers = [opened.served.send(path, Authorization=header) for header in shown]

    assert {answer.status for answer in answers} == {401}
    assert all(_but_for_its_own(answer) == _but_for_its_own(answers[0]) for answer in answers)
    assert answers[0].headers["www-authenticate"] == (
        'Bearer realm="samverkan", error="invalid_token"'
    )
    assert answers[0].headers["cache-control"] in ("no-store", "private, no-cache")
    log = opened.served.told.read_text(encoding="utf-8")
    assert "which is expired" in log
    assert "which is revoked" in log
    assert opened.valid not in log and opened.expired not in log and opened.revoked not in log


@pytest.mark.parametrize(
    "path",
    ["/", "/queries/", "/queries/applications-without-owner", "/sparql?query=ASK{}", "/nowhere"],
)
def test_a_token_that_opens_nothing_gives_no_page_of_what_is_public_either(
    path: str, opened: Opened
):
    answer = opened.get(path, opened.expired, Accept="text/html")

    assert answer.status == 401
    assert "okänd, har gått ut eller är återkallad" in answer.text


@pytest.mark.parametrize("name", ["access_token", "token", "Authorization", "authorization"])
def test_a_token_in_the_address_or_a_form_is_none(name: str, opened: Opened):
    fields = urlencode({"query": FIND, name: opened.valid})
    form = {"Content_Type": "application/x-www-form-urlencoded"}

    assert CANARY not in opened.get("/sparql?" + fields).text
    assert CANARY not in opened.served.send("/sparql", "POST", fields.encode(), **form).text
    assert CANARY not in opened.get("/sparql?" + fields, Cookie=f"{name}={opened.valid}").text
    assert CANARY not in opened.get("/sparql?" + fields, X_Authorization=opened.valid).text


def test_the_processes_that_answer_the_public_do_not_hold_it(opened: Opened):
    for token in ("", opened.valid):
        opened.served.ask("SELECT * { ?s foaf:name ?o } ORDER BY ?o", token)
    roots = sorted(psutil.Process(opened.served.process.pid).children(), key=lambda one: one.pid)
    public, internal, _front = roots  # the front passes on internal answers
    held = {
        root.pid: [_holds(process.pid) for process in (root, *root.children(recursive=True))]
        for root in (public, internal)
    }

    assert len(held[public.pid]) >= 3
    assert not any(held[public.pid])
    assert any(held[internal.pid])


def _holds(pid: int) -> bool:
    """Whether the canary stands anywhere in the memory of a process."""
    wanted = HIDDEN.encode()
    maps = Path(f"/proc/{pid}/maps").read_text(encoding="utf-8")
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for start, end in re.findall(r"^(\w+)-(\w+) rw", maps, re.MULTILINE):
            memory.seek(int(start, 16))
            try:
                if wanted in memory.read(int(end, 16) - int(start, 16)):
                    return True
            except OSError:
                continue
    return False


def test_a_token_that_is_added_or_revoked_counts_from_the_next_request_on(opened: Opened):
    kept, token = add_token(opened.file, "for a while", NEXT_YEAR)
    assert CANARY in opened.served.ask(FIND, token).text
    revoke_token(opened.file, kept.id)

    assert opened.served.ask(FIND, token).status == 401
    assert opened.served.ask(FIND, opened.valid).status == 200


def test_a_broken_file_of_tokens_opens_nothing_until_it_is_mended(opened: Opened):
    text = opened.file.read_text(encoding="utf-8")
    opened.file.write_text("{", encoding="utf-8")
    broken = opened.served.ask(FIND, opened.valid).status
    opened.file.write_text(text, encoding="utf-8")

    assert broken == 401
    assert opened.served.ask(FIND, opened.valid).status == 200
    assert "no token is valid" in opened.served.told.read_text(encoding="utf-8")


def _tries() -> Iterator[tuple[str, str, dict[str, str], bytes | None]]:
    """Ways to ask: method, path, headers, body."""
    somewhere = f'FILTER(CONTAINS(STR(?x), "canary") || CONTAINS(STR(?x), "{CANARY[:8]}"))'
    queries = [
        f"SELECT ?x {{ ?x ?p ?o {somewhere} }}",
        f"SELECT ?x {{ ?s ?p ?x {somewhere} }}",
        f"SELECT * {{ GRAPH ?x {{ ?s ?p ?o }} FILTER(CONTAINS(STR(?o), '{CANARY}')) }}",
        f"SELECT * {{ GRAPH <{GRAPH}> {{ ?s ?p ?x }} }}",
        f"SELECT * FROM <{GRAPH}> {{ ?s ?p ?x }}",
        f"SELECT * FROM NAMED <{GRAPH}> {{ GRAPH ?g {{ ?s ?p ?x }} }}",
        f"SELECT * {{ <{THING}> (!<x:y>|!^<x:y>)* ?x {somewhere} }}",
        f"SELECT * {{ <{THING}> ?p ?x }}",
        "SELECT (GROUP_CONCAT(?o) AS ?x) { ?s ?p ?o FILTER(ISLITERAL(?o)) }",
        f"SELECT (COUNT(*) AS ?n) {{ ?s foaf:name ?x FILTER(?x = '{CANARY}') }} HAVING(?n > 0)",
        f"ASK {{ ?s ?p '{CANARY}' }}",
        f"DESCRIBE <{THING}>",
        f"CONSTRUCT WHERE {{ <{THING}> ?p ?o }}",
        "CONSTRUCT { ?s ?p ?o } { GRAPH ?g { ?s ?p ?o } { ?s a foaf:Person } }",
        f"SELECT * {{ SERVICE <{GRAPH}> {{ ?s ?p ?o }} }}",
        "SELECT * FROM <file:bengtsfors-internal.ttl> { ?s ?p ?o }",
        f"SELECT * {{ ?s foaf:nam ?o }} # {THING}",
    ]
    for query in queries:
        for form in ("json", "csv", "nt", "html"):
            yield "GET", "/sparql?" + urlencode({"query": query, "format": form}), {}, None
        yield "HEAD", "/sparql?" + urlencode({"query": query}), {}, None
        yield "GET", "/sparql?" + urlencode({"query": query, "asOf": "2018-05-05"}), {}, None
        typed = {"Content_Type": "application/sparql-query"}
        yield "POST", "/sparql", typed, query.encode()
    everything = "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    for name in ("default-graph-uri", "named-graph-uri", "using-graph-uri", "graph"):
        yield "GET", "/sparql?" + urlencode({"query": everything, name: GRAPH}), {}, None
    for path in ("/", "/sparql", "/queries/", "/.well-known/void", "/graphs/", "/graphs", "/void"):
        for accept in ("text/html", "text/turtle", "application/json", "application/n-quads"):
            yield "GET", path, {"Accept": accept}, None
    for graph in (GRAPH, THING, BASE, "default"):
        for path in ("/graphs", "/graph", "/sparql", "/rdf-graph-store"):
            yield "GET", f"{path}?graph={quote(graph)}", {"Accept": "application/n-triples"}, None
    yield "GET", "/static/../small/bengtsfors-internal.ttl", {}, None
    yield "GET", "/bengtsfors-internal.ttl", {}, None
    for shown in ("", "Bearer null", "Negotiate x"):
        yield "GET", "/sparql?" + urlencode({"query": FIND}), {"Authorization": shown}, None


def test_nothing_internal_is_reached_without_a_token_and_much_is_with_one(opened: Opened):
    asked = found = 0
    for method, path, headers, body in _tries():
        answer = opened.served.send(path, method, body, **headers)
        told = answer.text + repr(answer.headers)
        asked += 1

        assert answer.status < 500, (method, path)
        assert HIDDEN not in told, (method, path)
        if "canary" not in path + str(body):
            assert "person/canary" not in told, (method, path)
        headers = {**headers, "Authorization": f"Bearer {opened.valid}"}
        found += HIDDEN in opened.served.send(path, method, body, **headers).text

    assert asked > 100
    assert found > 20


def test_none_of_the_ways_that_are_tried_elsewhere_leads_to_it_either(opened: Opened):
    """Those of `web/leaks.py`, here with the internal data in a process next door."""
    subjects = {quad.subject.value for quad in read(opened.dataset / "bengtsfors-internal.ttl")}
    things = tuple(sorted(iri for iri in subjects if iri.startswith(BASE)))
    secrets = Secrets(GRAPH, BASE, things, (CANARY, HIDDEN, "Vera Påhitt"))
    stored = {query.name: list(query.parameters) for query in shipped_library()}
    send, asked = over_http(opened.served.url), 0
    for tried in tries(secrets, stored):
        check(tried, send(tried), secrets)
        asked += 1

    assert asked > 600


def test_no_stored_query_tells_it_and_with_a_token_some_do(opened: Opened):
    names = re.findall(r'"name":"([\w-]+)"', opened.get("/queries/").text)
    differ = 0
    for name in names:
        public = opened.get(f"/queries/{name}?format=csv")
        internal = opened.get(f"/queries/{name}?format=csv", opened.valid)
        differ += public.status == internal.status == 200 and public.body != internal.body

        assert not re.search(rf"{BASE}[^,\s]", public.text), name
        assert HIDDEN not in public.text

    assert len(names) > 20
    assert differ > 0


def test_the_first_token_is_honoured_once_the_data_were_read_anew(
    tmp_path: Path, start: Callable[..., Served]
):
    """And with the last one gone, the internal data go too."""
    dataset, file = _dataset(tmp_path), tmp_path / "tokens.json"
    broken = dataset / "bengtsfors-internal.ttl"
    text = broken.read_text(encoding="utf-8")
    broken.write_text("this is not Turtle", encoding="utf-8")
    served = start(dataset, tokens=file)  # so nobody has read it
    assert CANARY not in served.ask(FIND).text

    _, token = add_token(file, "first", NEXT_YEAR)
    assert served.ask(FIND, token).status == 401
    assert "the internal files are not loaded" in served.told.read_text(encoding="utf-8")
    served.reload()
    served.wait_for("the internal data cannot be read: ")
    assert served.ask(FIND, token).status == 401
    assert served.ask(FIND).status == 200
    broken.write_text(text, encoding="utf-8")
    served.reload()
    served.wait_for("(internal)")
    assert CANARY in served.ask(FIND, token).text
    assert CANARY not in served.ask(FIND).text

    served.reload()
    served.reload()
    served.wait_for("(internal)")
    served.wait_for("(public)")
    assert CANARY in served.ask(FIND, token).text

    revoke_token(file, "first")
    assert served.ask(FIND, token).status == 401
    served.reload()
    served.wait_for("no longer answers from the internal data")
    served.wait_for("(public)")
    assert served.ask(FIND, token).status == 401
    assert served.ask(FIND).status == 200
    for _ in range(100):
        children = psutil.Process(served.process.pid).children()
        if len(children) == 2:
            break
        time.sleep(0.1)
    assert len(children) == 2  # the public root and the front
    [root] = [child for child in children if len(child.children()) > 0]
    assert not any(_holds(process.pid) for process in (root, *root.children(recursive=True)))


def test_a_level_that_comes_later_is_kept_counted_and_told_of_until_it_goes(
    tmp_path: Path, start: Callable[..., Served]
):
    dataset, file = _dataset(tmp_path), tmp_path / "tokens.json"
    served = start(dataset, tokens=file, log_requests=True)
    assert 'level="internal"' not in served.send("/metrics").text
    _, token = add_token(file, "later", NEXT_YEAR)
    served.reload()
    served.wait_for("(internal)")
    for _ in range(3):
        served.ask(FIND, token)

    metrics = served.send("/metrics").text
    assert 'samverkan_queries_total{level="internal",outcome="answered"} 3.0' in metrics
    assert 'samverkan_cache_hits_total{level="internal"} 2.0' in metrics
    assert 'samverkan_views{level="internal"} 1.0' in metrics
    assert json.loads(served.send("/health/ready").body)["levels"] == ["internal", "public"]
    assert "outcome=answered" in served.told.read_text(encoding="utf-8")

    revoke_token(file, "later")
    served.reload()
    served.wait_for("no longer answers from the internal data")
    served.wait_for("(public)")
    metrics = served.send("/metrics").text
    assert 'samverkan_queries_total{level="internal",outcome="answered"} 3.0' in metrics
    assert 'samverkan_views{level="internal"}' not in metrics
    assert 'samverkan_cache_hits_total{level="internal"}' not in metrics
    health = served.send("/health/ready")
    assert (health.status, json.loads(health.body)["levels"]) == (200, ["public"])


def test_an_internal_root_that_ends_is_replaced(tmp_path: Path, start: Callable[..., Served]):
    dataset, file = _dataset(tmp_path), tmp_path / "tokens.json"
    _, token = add_token(file, "any", NEXT_YEAR)
    served = start(dataset, tokens=file)
    children = psutil.Process(served.process.pid).children()
    _public, internal, _front = sorted(children, key=lambda one: one.pid)
    internal.kill()

    served.wait_for("the process with the internal data has ended; starting another")
    served.wait_for("(internal)")
    assert CANARY in served.ask(FIND, token).text


def test_a_server_does_not_start_on_a_file_of_tokens_that_is_none(
    tmp_path: Path, start: Callable[..., Served]
):
    file = tmp_path / "tokens.json"
    file.write_text("{", encoding="utf-8")

    with pytest.raises(RuntimeError, match="not a file of tokens; mend it"):
        start(tokens=file)


def test_a_file_that_is_served_as_it_is_has_no_internal_level(
    tmp_path: Path, start: Callable[..., Served]
):
    path, tokens = tmp_path / "one.ttl", tmp_path / "tokens.json"
    path.write_text(f'<{THING}> <x:p> "{CANARY}" .', encoding="utf-8")
    _, token = add_token(tokens, "any", NEXT_YEAR)
    served = start(path, tokens=tokens)

    assert CANARY in served.ask(FIND).text
    assert served.ask(FIND, token).status == 401
