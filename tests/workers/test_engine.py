"""Workers answer like a store in the process, and are stopped by what they may not do."""

import io
import json
import time
from collections.abc import Callable
from datetime import date, timedelta

import openpyxl
import psutil
import pytest

from samverkan.errors import SamverkanError
from samverkan.query.limits import (
    BusyError,
    ClientGoneError,
    MemoryLimitError,
    RowLimitError,
    SizeLimitError,
    SlowReaderError,
    TimeLimitError,
)
from samverkan.query.parts import PartError
from samverkan.query.question import XLSX, GraphQuestion, Part, Question, Wording
from samverkan.query.refusal import QuerySyntaxError
from samverkan.workers.client import CURRENT, Client
from samverkan.workers.engine import WorkerEngine
from samverkan.workers.views import DateSpanError

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
#: Three times over everything: no machine finishes that.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?c != ?f) }"
GREEDY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?i"
MANY = "SELECT * { ?a ?b ?c . ?d ?e ?f }"


def _rows(engine: WorkerEngine, sparql: str, on: date | None = None) -> list[dict[str, object]]:
    written = engine.ask(Question(sparql), on).read()
    return list(json.loads(written)["results"]["bindings"])


def _idle() -> bool:
    """Whether nothing that was forked uses the processor."""
    before = {p.pid: sum(p.cpu_times()[:2]) for p in psutil.Process().children(recursive=True)}
    time.sleep(0.3)
    return all(
        sum(p.cpu_times()[:2]) - before.get(p.pid, 0) < 0.1
        for p in psutil.Process().children(recursive=True)
        if p.pid in before
    )


def test_a_worker_answers_what_the_store_holds(engine: WorkerEngine):
    [row] = _rows(engine, COUNT)

    assert int(row["n"]["value"]) == engine.about().triples > 1000


def test_a_long_answer_comes_whole(engine: WorkerEngine):
    reply = engine.ask(Question("SELECT * { ?s ?p ?o }", table_form="text/csv"))

    assert reply.read().count(b"\r\n") >= engine.about().triples
    assert reply.tail.rows >= engine.about().triples


def test_an_error_comes_back_as_it_was_raised(engine: WorkerEngine):
    with pytest.raises(QuerySyntaxError, match="line 1, column 21") as caught:
        engine.ask(Question("SELECT * ( ?s ?p ?o }"))

    assert (caught.value.line, caught.value.column) == (1, 21)


def test_a_question_is_stopped_after_its_time(engine: WorkerEngine):
    began = time.monotonic()
    with pytest.raises(TimeLimitError, match="stopped after 2 seconds"):
        engine.ask(Question(ENDLESS))

    assert time.monotonic() - began < 4
    assert _idle()
    assert _rows(engine, COUNT)


@pytest.mark.slow
def test_a_question_that_answers_without_end_is_stopped_too(start: Callable[..., WorkerEngine]):
    """By the processor time that it has had: there is always something to read."""
    engine = start("small", seconds=1, rows=10**9, bytes=10**12)
    reply = engine.ask(
        Question("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", table_form="text/csv")
    )
    read = [next(reply.chunks)]
    with pytest.raises(TimeLimitError, match="stopped after 1 second"):
        read.extend(reply.chunks)

    assert sum(map(len, read)) > 1_000_000
    assert _idle()


def test_a_question_is_stopped_when_it_takes_too_much_memory(start: Callable[..., WorkerEngine]):
    engine = start(seconds=20, megabytes=64)
    with pytest.raises(MemoryLimitError, match="more than 64 MB"):
        engine.ask(Question(GREEDY))

    assert _rows(engine, COUNT)


def test_an_answer_of_too_many_rows_is_an_error_not_a_part(start: Callable[..., WorkerEngine]):
    engine = start(rows=100)
    with pytest.raises(RowLimitError, match="more than 100 rows"):
        engine.ask(Question(MANY))
    with pytest.raises(RowLimitError):
        start(rows=20_000).ask(Question(MANY)).read()


def test_an_answer_that_is_too_long_is_an_error_not_a_part(start: Callable[..., WorkerEngine]):
    with pytest.raises(SizeLimitError, match="longer than 1000 bytes"):
        start(bytes=1000).ask(Question(MANY))


def test_a_reader_that_takes_too_long_gets_no_more(start: Callable[..., WorkerEngine]):
    reply = start(stream_seconds=0.5).ask(Question(MANY))
    next(reply.chunks)
    time.sleep(1)
    with pytest.raises(SlowReaderError):
        list(reply.chunks)


def test_work_ends_when_the_client_goes(engine: WorkerEngine):
    client = Client()
    token = CURRENT.set(client)
    try:
        reply = engine.ask(Question(MANY))
        client.leave()
        with pytest.raises(ClientGoneError):
            list(reply.chunks)
    finally:
        CURRENT.reset(token)

    assert _idle()


def test_an_answer_that_nobody_reads_on_frees_its_worker(engine: WorkerEngine):
    for _ in range(20):
        reply = engine.ask(Question(MANY))
        next(reply.chunks)
        reply.chunks.close()  # type: ignore[attr-defined]

    assert engine.running == 0
    assert _idle()


def test_more_than_may_run_at_once_are_told_to_come_again(start: Callable[..., WorkerEngine]):
    engine = start(at_once=1, waiting_seconds=0.1)
    reply = engine.ask(Question(MANY))
    with pytest.raises(BusyError, match="ask again in 5 seconds") as caught:
        engine.ask(Question(COUNT))
    reply.chunks.close()  # type: ignore[attr-defined]

    assert caught.value.retry_after == 5
    assert _rows(engine, COUNT)


def test_a_worker_reaches_no_network(engine: WorkerEngine):
    for query in ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",):
        with pytest.raises(SamverkanError):
            engine.ask(Question(query))


def test_a_graph_is_read_whole(engine: WorkerEngine):
    graph = GraphQuestion("https://w3id.org/samverkan/graph/evaluation", "application/n-triples")

    assert b"asOf" in engine.ask(graph).read()


def test_another_day_has_its_own_answers(engine: WorkerEngine):
    day = "SELECT ?d { ?e smv:asOf ?d }"
    asked = [date(2018, 1, 1), date(2019, 12, 31), date(2015, 6, 30)]
    answers = [_rows(engine, day, on)[0]["d"]["value"] for on in asked]

    assert answers == [on.isoformat() for on in asked]
    assert len(engine.views.all()) == 3  # the default one, and two of these


def test_a_day_that_the_data_know_nothing_of_is_refused(engine: WorkerEngine):
    with pytest.raises(DateSpanError, match="the data say nothing of 1066-10-14"):
        engine.about(date(1066, 10, 14))


def test_a_view_that_is_put_away_ends_with_its_last_question(engine: WorkerEngine):
    start = date(2017, 1, 1)
    reply = engine.ask(Question(MANY), start)
    for days in range(1, 4):
        engine.about(start + timedelta(days=days))
    assert next(reply.chunks)
    reply.chunks.close()  # type: ignore[attr-defined]

    assert len(engine.views.all()) == 3


@pytest.mark.slow
def test_what_is_at_work_ends_on_the_old_data_when_the_root_is_exchanged(
    start: Callable[..., WorkerEngine],
):
    before = set(psutil.Process().children())
    engine = start("small", seconds=20)
    [root] = set(psutil.Process().children()) - before
    reply = engine.ask(Question(MANY + " LIMIT 300000", table_form="text/csv"))
    next(reply.chunks)
    engine.exchange(start("few").views)
    time.sleep(0.5)

    assert [int(row["n"]["value"]) for row in _rows(engine, COUNT)] == [1000]
    assert root.status() != psutil.STATUS_ZOMBIE
    for _ in reply.chunks:
        continue
    assert reply.tail.rows == 300_000
    time.sleep(0.5)
    assert root.status() == psutil.STATUS_ZOMBIE  # ended, once nobody had anything left to read


def test_a_part_and_a_workbook_come_from_a_worker_as_they_are(engine: WorkerEngine):
    query = "SELECT ?m { ?m a m8g:PublicOrganisation }"
    reply = engine.ask(Question(query, table_form="text/csv", part=Part(1, 2, "sv")))
    assert reply.read().decode().splitlines()[0] == "m,mLabel"
    assert reply.head.total is not None
    assert reply.tail.rows == 2

    wording = Wording("Svar", "Om svaret", (("m", "kommunen"),), (("Fråga", "Vilka?"),))
    asked = Question(query, table_form=XLSX, part=Part(labels="sv"), wording=wording)
    book = openpyxl.load_workbook(io.BytesIO(engine.ask(asked).read()))
    assert book.sheetnames == ["Svar", "Om svaret"]
    assert next(book["Svar"].values) == ("Kommunen", "Kommunen (IRI)")
    assert next(book["Om svaret"].values) == ("Fråga", "Vilka?")

    with pytest.raises(PartError) as caught:
        engine.ask(Question("ASK {}", part=Part(0, 1))).read()
    assert caught.value.kind == "boolean"


def test_looking_whether_an_answer_has_come_waits_for_nothing(
    start: Callable[..., WorkerEngine],
):
    """Not even with a worker that was waited for before, since whoever looks serves all others."""
    engine = start(spare=1)
    assert engine.ask(Question("ASK {}")).read()
    running = engine.begin(Question(ENDLESS))
    assert running is not None
    started = time.monotonic()

    assert not running.is_here()
    assert time.monotonic() - started < 0.5
    running.close()
