"""`limit`, `offset` and `labels` say which part of a table is meant; links lead to the others."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from samverkan.query.question import Part
from samverkan.web.parts import (
    MOST_ROWS,
    PartOfTableError,
    address_of_page,
    link_header,
    pages_of,
    part_of,
)


def _request(query: str) -> Request:
    return EnvironBuilder("/queries/x", query_string=query).get_request()


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ("", None),
        ("limit=&offset=&labels=", None),
        ("labels=false", None),
        ("limit=10", Part(0, 10)),
        ("offset=5", Part(5)),
        ("limit=0&offset=0", Part(0, 0)),
        ("labels=true", Part(labels="sv")),
        ("labels=1&limit=10000&offset=1000000000", Part(10**9, MOST_ROWS, "sv")),
    ],
)
def test_an_address_says_which_part_is_meant(query: str, part: Part | None):
    assert part_of(_request(query), "sv") == part


def test_labels_may_be_there_unless_the_address_says_otherwise():
    assert part_of(_request(""), "en", labels=True) == Part(labels="en")
    assert part_of(_request("labels=false"), "en", labels=True) is None


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("limit=-1", "limit must be a whole number from 0 to 10000; got '-1'"),
        ("limit=10001", "limit must be a whole number from 0 to 10000; got '10001'"),
        ("limit=1.5", "limit must be a whole number from 0 to 10000; got '1.5'"),
        ("limit=%D9%A1", "limit must be a whole number from 0 to 10000; got '١'"),
        ("offset=x", "offset must be a whole number from 0 to 1000000000; got 'x'"),
        ("labels=ja", "labels must be true or false; got 'ja'"),
    ],
)
def test_a_part_that_cannot_be_is_refused(query: str, told: str):
    with pytest.raises(PartOfTableError) as caught:
        part_of(_request(query), "sv")

    assert str(caught.value) == told


@pytest.mark.parametrize(
    ("offset", "limit", "total", "pages"),
    [
        (0, 10, 25, {"first": 0, "next": 10, "last": 20}),
        (10, 10, 25, {"first": 0, "prev": 0, "next": 20, "last": 20}),
        (20, 10, 25, {"first": 0, "prev": 10, "last": 20}),
        (0, 10, 10, {"first": 0, "last": 0}),
        (5, 10, 25, {"first": 0, "prev": 0, "next": 15, "last": 15}),
        (0, 10, 0, {"first": 0, "last": 0}),
        (990, 10, 25, {"first": 0, "prev": 20, "last": 20}),
    ],
)
def test_pages_lead_to_their_neighbours(offset: int, limit: int, total: int, pages: dict[str, int]):
    found = pages_of(Part(offset, limit), total)

    assert found == {name: (start, limit) for name, start in pages.items()}


@given(limit=st.integers(1, 30), total=st.integers(0, 200))
@settings(deadline=None)
def test_going_on_by_next_passes_every_row_once_and_ends_at_last(limit: int, total: int):
    offset, seen = 0, []
    while True:
        pages = pages_of(Part(offset, limit), total)
        seen += range(offset, min(offset + limit, total))
        if "next" not in pages:
            break
        offset = pages["next"][0]

    assert seen == list(range(total))
    assert pages["last"][0] == offset


@pytest.mark.parametrize("part", [None, Part(5), Part(0, 0)])
def test_what_is_not_in_pages_has_no_links(part: Part | None):
    assert pages_of(part, 10) == {}


@given(value=st.text())
@settings(deadline=None)
def test_no_value_ends_its_link(value: str):
    clean = value.encode("utf-8", "replace").decode()
    told = link_header("/queries/x", [("name", clean)], {"next": (1, 2)})

    assert re.fullmatch(r'<[!-;=?-~]*>; rel="next"', told)


def test_the_address_of_a_page_keeps_what_was_asked():
    arguments = [("m", "1461"), ("m", "1460"), ("limit", "1"), ("asOf", "2019-10-01")]

    assert address_of_page("/q", arguments, 20, 10) == (
        "/q?m=1461&m=1460&asOf=2019-10-01&limit=10&offset=20"
    )
