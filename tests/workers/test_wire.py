"""What goes from process to process comes as it was sent."""

import socket
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.query.limits import BusyError, RowLimitError
from samverkan.query.question import (
    GraphQuestion,
    Head,
    Notice,
    Part,
    Question,
    Tail,
    Wording,
)
from samverkan.query.refusal import QuerySyntaxError, syntax_error
from samverkan.query.small import Small
from samverkan.workers.wire import (
    DATA,
    ERROR,
    HEAD,
    TAIL,
    ClosedError,
    Frames,
    RemoteError,
    frame,
    hear,
    pair_of_messages,
    read_error,
    read_head,
    read_question,
    read_tail,
    say,
    told,
    write_error,
    write_head,
    write_question,
    write_tail,
)

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


@given(TEXTS, st.lists(TEXTS).map(tuple), st.none() | st.builds(Part, labels=TEXTS))
def test_a_question_comes_as_it_was_asked(sparql: str, graphs: tuple[str, ...], part: Part | None):
    question = Question(sparql, graphs, graphs, part=part)

    assert read_question(write_question(question)) == (question, None)


def test_every_kind_of_question_comes_as_it_was_asked():
    for question in (GraphQuestion(None), GraphQuestion("urn:x:å", "text/turtle", "gzip")):
        assert read_question(write_question(question)) == (question, None)


@given(TEXTS, st.lists(TEXTS).map(tuple), st.dictionaries(TEXTS, TEXTS))
def test_a_small_question_comes_with_what_makes_it_small(
    sparql: str, terms: tuple[str, ...], prefixes: dict[str, str]
):
    question = Question(sparql, table_form="text/csv", wording=Wording("Svar", rows=sparql))
    simple = Small(terms, prefixes)

    assert read_question(write_question(question, simple)) == (question, simple)


@given(TEXTS, st.dictionaries(TEXTS, TEXTS))
def test_a_head_comes_as_it_was(name: str, values: dict[str, str]):
    head = Head("table", "text/csv", (name, "y"), "zstd", True, (Notice("code", values),))

    assert read_head(write_head(head)) == head


@given(st.integers(0, 2**62), st.none() | st.integers(0, 2**62), st.booleans())
def test_a_tail_comes_as_it_was_and_says_whether_its_worker_goes(
    rows: int, total: int | None, retiring: bool
):
    tail = Tail(rows, total)

    assert read_tail(write_tail(tail, retiring=retiring)) == (tail, retiring)


def test_an_error_comes_with_its_class_and_its_evidence():
    error = read_error(write_error(BusyError("all are at work", 7)))

    assert isinstance(error, BusyError)
    assert (str(error), error.retry_after) == ("all are at work; ask again in 7 seconds", 7)


def test_a_syntax_error_comes_with_its_place():
    error = read_error(write_error(syntax_error("SELECT * { ?s ?p }")))

    assert isinstance(error, QuerySyntaxError)
    assert (error.line, error.column) == (1, 18)


def test_an_error_of_an_unknown_class_is_an_error_all_the_same():
    written = told({"class": "Strange", "message": "it broke", "evidence": {}})

    assert isinstance(read_error(written), RemoteError)
    assert str(read_error(written)) == "it broke"


@given(st.lists(st.binary(max_size=100)), st.integers(1, 20))
def test_frames_come_whole_however_they_are_cut(pieces: list[bytes], cut: int):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        sent = b"".join(frame(DATA, piece) for piece in pieces)
        for start in range(0, len(sent), cut):
            ours.sendall(sent[start : start + cut])
        ours.close()
        frames = Frames(theirs)

        assert [frames.next() for _ in pieces] == [(DATA, piece) for piece in pieces]
        with pytest.raises(ClosedError):
            frames.next()


@pytest.mark.parametrize("last", [TAIL, ERROR])
def test_a_look_waits_for_nothing_even_where_a_time_out_is_set(
    last: bytes, pair: tuple[socket.socket, socket.socket]
):
    ours, theirs = pair
    theirs.settimeout(60)
    frames = Frames(theirs)

    assert not frames.look()
    ours.sendall(frame(DATA, b"a") + frame(last, b"b")[:3])
    assert not frames.look()
    ours.sendall(frame(last, b"b")[3:])
    assert frames.look()
    assert [frames.next(), frames.next()] == [(DATA, b"a"), (last, b"b")]


def test_what_has_come_and_was_not_given_out_is_counted(
    pair: tuple[socket.socket, socket.socket],
):
    ours, theirs = pair
    frames = Frames(theirs)
    assert frames.waiting == 0
    first, second = frame(DATA, b"a" * 100), frame(TAIL, b"b")
    ours.sendall(first + second)
    assert frames.look()
    assert frames.waiting == len(first) + len(second)

    frames.next()
    assert frames.waiting == len(second)
    frames.next()
    assert frames.waiting == 0


ANSWERS = st.lists(
    st.tuples(st.lists(st.binary(max_size=30), max_size=4), st.sampled_from([TAIL, ERROR])),
    min_size=1,
    max_size=3,
)


@given(ANSWERS, st.integers(1, 40))
def test_a_look_sees_the_end_of_each_answer_however_they_are_cut(
    answers: list[tuple[list[bytes], bytes]], cut: int
):
    whole = [[(HEAD, b"h"), *((DATA, p) for p in pieces), (last, b"")] for pieces, last in answers]
    sent = b"".join(frame(*one) for answer in whole for one in answer)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        frames = Frames(theirs)
        came = 0  # bytes that were looked at
        before = 0  # bytes of the answers that were given out
        for answer in whole:
            end = before + sum(len(frame(*one)) for one in answer)
            while came < end:
                assert not frames.look()
                ours.sendall(sent[came : came + cut])
                came = min(came + cut, len(sent))
            assert frames.look()
            assert frames.look()
            assert frames.waiting == came - before
            assert [frames.next() for _ in answer] == answer
            before = end
        assert not frames.look()
        ours.close()
        assert frames.look()


def test_a_message_takes_descriptors_along(pair: tuple[socket.socket, socket.socket]):
    one, other = pair_of_messages()
    ours, theirs = pair
    with one, other:
        say(one, {"å": 1}, ours.fileno())
        message, [descriptor] = hear(other)
        with socket.socket(fileno=descriptor) as passed:
            passed.sendall(b"through")

    assert message == {"å": 1}
    assert theirs.recv(20) == b"through"


def test_who_hears_nobody_any_more_is_told():
    one, other = pair_of_messages()
    one.close()
    with other, pytest.raises(ClosedError):
        hear(other)
    with pytest.raises(ClosedError):
        say(one, {})


def test_the_evidence_of_a_limit_is_a_number():
    assert vars(read_error(write_error(RowLimitError(5)))) == {"rows": 5}
