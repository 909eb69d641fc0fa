"""An observer is told once of every question: when it began, how it ended, how much came."""

import pytest

from samverkan.errors import SamverkanError
from samverkan.query.cache import CachedEngine
from samverkan.query.engine import LocalEngine
from samverkan.query.limits import Bounds, ClientGoneError, RowLimitError
from samverkan.query.observed import Asked, ObservedEngine
from samverkan.query.question import Question
from samverkan.query.refusal import QuerySyntaxError
from samverkan.store.view import View, load_as_it_is

ROWS = Question("SELECT ?s { ?s ?p ?o } LIMIT 5", table_form="text/csv")


class Notes:
    def __init__(self) -> None:
        self.begun: list[Asked] = []
        self.ended: list[Asked] = []

    def begins(self, asked: Asked) -> None:
        self.begun.append(asked)

    def ends(self, asked: Asked) -> None:
        self.ended.append(asked)


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> View:
    path = tmp_path_factory.mktemp("many") / "many.nt"
    lines = [f"<http://x/{n}> <http://x/p> <http://x/o> .\n" for n in range(60)]
    path.write_text("".join(lines), encoding="utf-8")
    return load_as_it_is(path)


@pytest.fixture
def notes() -> Notes:
    return Notes()


@pytest.fixture
def observed(view: View, notes: Notes) -> ObservedEngine:
    return ObservedEngine(CachedEngine(LocalEngine(view, Bounds(rows=50))), "public", notes)


def test_a_whole_answer_is_told_with_its_rows_and_bytes(observed: ObservedEngine, notes: Notes):
    body = observed.ask(ROWS).read()
    [asked] = notes.ended

    assert notes.begun == [asked]
    assert (asked.rows, asked.size, asked.error) == (5, len(body), None)
    assert (asked.level, asked.cached, asked.question) == ("public", False, ROWS)
    assert 0 < asked.first <= asked.seconds


def test_what_was_kept_is_told_as_such(observed: ObservedEngine, notes: Notes):
    for _ in range(2):
        observed.ask(ROWS).read()

    assert [asked.cached for asked in notes.ended] == [False, True]
    assert [asked.rows for asked in notes.ended] == [5, 5]


@pytest.mark.parametrize(
    ("sparql", "error"),
    [("SELECT {", QuerySyntaxError), ("SELECT * { ?s ?p ?o }", RowLimitError)],
)
def test_an_error_is_told_by_its_class_and_raised(
    sparql: str, error: type[SamverkanError], observed: ObservedEngine, notes: Notes
):
    with pytest.raises(error):
        observed.ask(Question(sparql)).read()

    assert [asked.error for asked in notes.ended] == [error]


def test_an_answer_that_is_let_go_of_is_told_once(observed: ObservedEngine, notes: Notes):
    reply = observed.ask(ROWS)
    assert notes.ended == []
    reply.close()
    reply.close()
    del reply

    assert [asked.error for asked in notes.ended] == [ClientGoneError]


def test_the_view_is_described_as_by_the_engine_itself(observed: ObservedEngine, view: View):
    assert observed.about() == LocalEngine(view).about()
