"""Rows are counted as bytes go by, however they are cut, and bounds stop them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, QueryResultsFormat, Store

from samverkan.query.answer import RESULT_FORMATS
from samverkan.query.counting import Counted
from samverkan.query.limits import Bounds, RowLimitError, SizeLimitError


class Kept:
    def __init__(self) -> None:
        self.data = b""

    def begin(self, head: object) -> None: ...

    def write(self, data: bytes) -> None:
        self.data += data


def _table(rows: int, form: str) -> bytes:
    store = Store()
    store.extend(
        Quad(NamedNode(f"urn:x:{i}"), NamedNode("urn:x:p"), NamedNode("urn:x:o"))
        for i in range(rows)
    )
    kind: QueryResultsFormat = RESULT_FORMATS[form]
    written = store.query("SELECT ?s ?p { ?s ?p ?o }").serialize(format=kind)
    assert isinstance(written, bytes)
    return written


@pytest.mark.parametrize("form", RESULT_FORMATS)
@given(rows=st.integers(0, 12), cut=st.integers(1, 50))
def test_the_rows_of_every_form_are_counted_however_they_are_cut(form: str, rows: int, cut: int):
    written, sink = _table(rows, form), Kept()
    counted = Counted(sink, form, Bounds())
    for start in range(0, len(written), cut):
        counted.write(written[start : start + cut])

    assert counted.rows == rows
    assert sink.data == written


@pytest.mark.parametrize("form", RESULT_FORMATS)
def test_the_row_beyond_the_bound_stops_it(form: str):
    Counted(Kept(), form, Bounds(rows=5)).write(_table(5, form))
    with pytest.raises(RowLimitError, match="more than 5 rows, the most that one may have"):
        Counted(Kept(), form, Bounds(rows=5)).write(_table(6, form))


def test_the_byte_beyond_the_bound_stops_it_and_is_not_passed_on():
    sink = Kept()
    counted = Counted(sink, "text/turtle", Bounds(size=10))
    counted.write(b"0123456789")
    with pytest.raises(SizeLimitError, match="longer than 10 bytes"):
        counted.write(b"0")

    assert sink.data == b"0123456789"
