"""What a program plainly asks is read at once; whatever else is in a request is for others."""

from typing import Any
from urllib.parse import quote_plus

import pytest

from samverkan.serving.admission import Sizes
from samverkan.serving.plain import LONGEST, Request, question_of

_SMALL = "SELECT * { <urn:x:a> ?p ?o }"
_OTHER = "SELECT * { ?s ?p ?o }"
_ACCEPT = (b"accept", b"text/csv")


def _get(query: str, *headers: tuple[bytes, bytes], path: bytes = b"/sparql") -> Request:
    url = path + b"?query=" + quote_plus(query).encode()
    return Request("GET", url, [(b"host", b"a"), *headers], "127.0.0.1")


def _post(body: bytes, form: bytes = b"application/x-www-form-urlencoded") -> Request:
    headers = [(b"host", b"a"), (b"content-type", form)]
    return Request("POST", b"/sparql", headers, "127.0.0.1", body)


@pytest.mark.parametrize("query", [_SMALL, _OTHER, "ASK { <urn:x:å> ?p 'två ord, 1+1 & 2 % #' }"])
def test_a_question_is_read_with_the_forms_that_its_client_takes(query: str):
    found = question_of(_get(query, _ACCEPT, (b"accept-encoding", b"gzip")), Sizes())

    assert found is not None
    question, simple = found
    assert (question.sparql, question.table_form) == (query, "text/csv")
    assert question.encoding == "gzip"
    assert (simple is not None) == (query == _SMALL)


def test_so_it_is_from_a_form():
    found = question_of(_post(b"query=" + quote_plus(_SMALL).encode()), Sizes())

    assert found is not None
    assert found[0].sparql == _SMALL


@pytest.mark.parametrize(
    "request_",
    [
        _get(_SMALL, path=b"/queries"),
        _get(_SMALL, (b"accept", b"text/html")),
        _get(_SMALL, (b"accept", b"text/csv"), _ACCEPT),
        _get(_SMALL, (b"host", b"b")),
        _get(_SMALL, (b"authorization", b"Bearer smv_x")),
        _get(_SMALL, (b"if-none-match", b"*")),
        _get(_SMALL, (b"x", b"x" * 9000)),
        _get(_SMALL + " " * 9000),
        _get(" "),
        _get(_SMALL + "\N{REPLACEMENT CHARACTER}"),
        Request("GET", b"/sparql?query=ASK%7B%7D&format=csv", [(b"host", b"a")], ""),
        Request("GET", b"/sparql?query=ASK%7B%7D", [], ""),
        Request("GET", b"/sparql?query=%ff", [(b"host", b"a")], ""),
        Request("GET", b"/sparql", [(b"host", b"a")], ""),
        _post(b"query=ASK{}\n#"),
        _post(b"ASK{}", b"application/sparql-query"),
        _post(b"update=DROP+ALL"),
    ],
)
def test_whatever_else_there_is_goes_the_long_way(request_: Any):
    assert question_of(request_, Sizes(LONGEST, LONGEST)) is None
