"""A graph question is answered with the whole graph, in any form, within its bounds."""

import gzip
import sys

import pytest
from pyoxigraph import RdfFormat, Store, parse

from samverkan.query.answer import GRAPH_FORMATS, GraphNameError
from samverkan.query.limits import Bounds, RowLimitError, SizeLimitError
from samverkan.query.question import GraphQuestion, Head
from samverkan.query.replying import UnknownGraphError, reply

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MELLERUD, BENGTSFORS = "http://x/mellerud", "http://x/bengtsfors"


class _Sink:
    def __init__(self) -> None:
        self.head: Head | None = None
        self.data = b""

    def begin(self, head: Head) -> None:
        assert self.head is None
        self.head = head

    def write(self, data: bytes) -> None:
        assert self.head is not None
        self.data += data


def _read(store: Store, question: GraphQuestion, bounds: Bounds | None = None) -> _Sink:
    sink = _Sink()
    reply(store, question, sink, bounds)
    return sink


@pytest.mark.parametrize("media_type", GRAPH_FORMATS)
@pytest.mark.parametrize(("graph", "size"), [(MELLERUD, 4), (BENGTSFORS, 2), (None, 6)])
def test_a_graph_is_read_whole_in_every_form(
    graph: str | None, size: int, media_type: str, store: Store
):
    sink = _read(store, GraphQuestion(graph, media_type))
    quads = list(parse(sink.data, GRAPH_FORMATS[media_type]))

    assert sink.head == Head("graph", media_type)
    assert len(quads) == size
    assert any("Åkesson" in str(quad) for quad in quads) == (graph != MELLERUD)


@pytest.mark.parametrize(
    ("encoding", "decompress"), [("gzip", gzip.decompress), ("zstd", zstd.decompress)]
)
def test_a_long_graph_is_compressed_on_its_way(encoding: str, decompress):
    store = Store()
    store.update("".join(f"INSERT DATA {{ <http://x/{n}> <http://x/p> {n} }};" for n in range(200)))
    sink = _read(store, GraphQuestion(None, "application/n-triples", encoding))

    assert sink.head is not None
    assert sink.head.encoding == encoding
    assert len(list(parse(decompress(sink.data), RdfFormat.N_TRIPLES))) == 200


def test_an_unknown_graph_is_named(store: Store):
    with pytest.raises(UnknownGraphError, match="there is no graph <http://x/none>"):
        _read(store, GraphQuestion("http://x/none"))


@pytest.mark.parametrize("name", ["", "mellerud", "http://x/a b", "http://x/<a>"])
def test_what_names_no_graph_is_said(name: str, store: Store):
    with pytest.raises(GraphNameError, match="names no graph"):
        _read(store, GraphQuestion(name))


def test_a_graph_is_bound_as_any_answer_is(store: Store):
    with pytest.raises(SizeLimitError):
        _read(store, GraphQuestion(MELLERUD), Bounds(size=100))
    with pytest.raises(RowLimitError):
        _read(store, GraphQuestion(MELLERUD, "application/n-triples"), Bounds(rows=3))
    assert _read(store, GraphQuestion(MELLERUD, "application/n-triples"), Bounds(rows=4)).data
