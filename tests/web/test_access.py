"""What an internal file says is not there for the public, however it is asked for."""

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal

from conftest import FIXTURES
from samverkan.namespaces import PREFIXES
from samverkan.query.engine import LocalEngine
from samverkan.query.library import shipped_library
from samverkan.sources.dataset import Access, read_dataset
from samverkan.sources.reading import read
from samverkan.store.view import View, open_view, prepare
from samverkan.web import create_app
from samverkan.web.notices import HEADER
from web.leaks import Answer, Secrets, Send, Try, check, over_http, selects, tries

GRAPH = "https://w3id.org/samverkan/graph/small-bengtsfors-internal"
BASE = "https://w3id.org/samverkan/id/small-bengtsfors-internal/"
INTERNAL = FIXTURES / "small" / "bengtsfors-internal.ttl"
QUADS = list(read(INTERNAL))
#: Headers that follow from the words of the question, or from the time.
_VARYING = {"Date", "ETag"}
#: A name as long as the internal graph's, of which there is nothing.
NOWHERE = "small-bengtsfors-imternal"


@pytest.fixture(scope="module")
def secrets(public: View) -> Secrets:
    known = {quad.object.value for quad in public.store if isinstance(quad.object, Literal)}
    said = {quad.object.value for quad in QUADS if isinstance(quad.object, Literal)}
    return Secrets(
        GRAPH,
        BASE,
        tuple(sorted({q.subject.value for q in QUADS if q.subject.value.startswith(BASE)})),
        # a number or a date may stand anywhere by chance
        tuple(sorted(text for text in said - known if any(c.isalpha() for c in text))),
    )


@pytest.fixture(scope="module")
def stored() -> dict[str, list[str]]:
    return {query.name: list(query.parameters) for query in shipped_library()}


@pytest.fixture(scope="module")
def internal() -> View:
    return open_view(read_dataset(FIXTURES / "small"))


def _by(client: FlaskClient) -> Send:
    def send(tried: Try) -> Answer:
        response = client.open(
            tried.address, method=tried.method, headers=tried.headers, data=tried.body or None
        )
        return Answer(response.status_code, tuple(response.headers), response.text)

    return send


def test_there_is_something_to_hide_and_many_ways_to_ask(
    secrets: Secrets, stored: dict[str, list[str]]
):
    assert len(secrets.things) > 15
    assert len(secrets.texts) > 10
    assert "Vera Påhitt" in secrets.texts
    assert len(list(tries(secrets, stored))) > 600


def test_no_triple_of_the_internal_file_is_in_the_public_store(public: View):
    about = {quad.subject for quad in QUADS if quad.subject.value.startswith(BASE)}

    assert about
    for subject in about:
        assert not list(public.store.quads_for_pattern(subject, None, None))
        assert not list(public.store.quads_for_pattern(None, None, subject))
    for quad in QUADS:
        assert not list(public.store.quads_for_pattern(quad.subject, quad.predicate, quad.object))


def test_each_of_the_queries_finds_it_where_it_is(internal: View, secrets: Secrets):
    for query in selects(secrets):
        assert list(internal.store.query(query, prefixes=PREFIXES)), query


def test_the_check_sees_a_leak(internal: View, secrets: Secrets, stored: dict[str, list[str]]):
    """Pointed at a server that shows everything, most of the tries tell something."""
    send = _by(create_app(LocalEngine(internal), shipped_library()).test_client())
    caught = 0
    for tried in tries(secrets, {}):
        try:
            check(tried, send(tried), secrets)
        except AssertionError:
            caught += 1

    assert caught > 250


def test_nothing_brings_it_out(client: FlaskClient, secrets: Secrets, stored: dict[str, list[str]]):
    send = _by(client)
    for tried in tries(secrets, stored):
        check(tried, send(tried), secrets)


def test_nothing_brings_it_out_of_a_server(
    live: str, secrets: Secrets, stored: dict[str, list[str]]
):
    send = over_http(live)
    for tried in [*tries(secrets, stored)][::7]:
        check(tried, send(tried), secrets)


def test_it_is_answered_for_as_if_it_did_not_exist(
    client: FlaskClient, secrets: Secrets, stored: dict[str, list[str]]
):
    """Status, headers and text are those for a graph that nobody has ever heard of."""
    send, nowhere = _by(client), secrets.moved(NOWHERE)
    pairs = zip(tries(secrets, stored), tries(nowhere, stored), strict=True)
    compared = 0
    for tried, twin in pairs:
        if tried == twin or "CONTAINS" in tried.said:  # the latter finds the public description
            continue
        compared += 1
        here, there = send(tried), send(twin)
        told = _without_notice(there, nowhere)
        if told != there:  # the length of the page is another too
            here, there = _without(here, "Content-Length"), _without(told, "Content-Length")
        assert _shape(here) == _shape(there, back=True), tried.said

    assert compared > 500


def _shape(answer: Answer, back: bool = False) -> tuple[int, list[tuple[str, str]], Counter[str]]:
    def here(text: str) -> str:
        return text.replace("imtern", "intern") if back else text

    headers = [(name, here(value)) for name, value in answer.headers if name not in _VARYING]
    return answer.status, headers, _words(here(answer.body))


def _without_notice(answer: Answer, nowhere: Secrets) -> Answer:
    """
    The answer without the notice that the graph's name is an unknown term.

    The public description of the dataset has the name of the internal graph, so that it is none,
    whatever the file holds.
    """
    names = f"({nowhere.graph}|{nowhere.base})"
    notice = dict(answer.headers).get(HEADER, "")
    if re.fullmatch(rf'unknown-term;term="<{names}>"(;near="[^"]*")?', notice):
        return _without(answer, HEADER)
    box = (
        r'<div class="note" role="note">\s*<p>[^<]*</p>\s*<ul>\s*'
        rf"<li>&lt;{names}&gt; är okänt[^<]*</li>\s*</ul>\s*</div>"
    )
    return Answer(answer.status, answer.headers, re.sub(box, "", answer.body))


def _without(answer: Answer, name: str) -> Answer:
    headers = tuple(pair for pair in answer.headers if pair[0] != name)
    return Answer(answer.status, headers, answer.body)


def _words(text: str) -> Counter[str]:
    """The words of an answer in no order, nodes without a name all alike."""
    unnamed = re.sub(r"\b[0-9a-f]{20,32}\b", "node", text)
    return Counter(re.split(r"[\s{}\[\],;<>]+", unnamed))


@pytest.mark.slow
def test_the_public_answers_do_not_depend_on_what_is_internal(
    client: FlaskClient, secrets: Secrets, stored: dict[str, list[str]], tmp_path: Path
):
    """Whatever the internal file says: statistics, findings, versions, headers are the same."""
    shutil.copytree(FIXTURES / "small", tmp_path / "small")
    (tmp_path / "small" / INTERNAL.name).write_text(
        f"<{BASE}person/otto> a <{PREFIXES['foaf']}Person> .\n", encoding="utf-8"
    )
    view = prepare(read_dataset(tmp_path / "small"), None, Access.PUBLIC)
    view.describe_queries(shipped_library().quads())
    send, other = _by(client), _by(create_app(LocalEngine(view), shipped_library()).test_client())
    for tried in tries(secrets, stored):
        first, second = send(tried), other(tried)

        assert (first.status, first.headers) == (second.status, second.headers), tried.said
        assert _words(first.body) == _words(second.body), tried.said


def test_no_stored_query_names_it(client: FlaskClient):
    for told in client.get("/queries/").json:
        answer = client.get(f"/queries/{told['name']}?format=csv")

        assert answer.status_code == 200
        assert BASE not in answer.text.replace(f"{BASE},", "").replace(f"{BASE}\r", "")
