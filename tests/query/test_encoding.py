"""Answers are compressed on their way, if they are long enough."""

import gzip
import sys

import pytest

from samverkan.query.encoding import ENCODINGS, WORTH_IT, Encoded
from samverkan.query.question import Head

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

HEAD = Head("table", "text/csv")
DECODE = {"gzip": gzip.decompress, "zstd": zstd.decompress}


class Kept:
    def __init__(self) -> None:
        self.head: Head | None = None
        self.data = b""

    def begin(self, head: Head) -> None:
        assert self.head is None and not self.data
        self.head = head

    def write(self, data: bytes) -> None:
        assert self.head is not None
        self.data += data


def _sent(encoding: str, pieces: list[bytes]) -> Kept:
    sink = Kept()
    encoded = Encoded(sink, encoding)
    encoded.begin(HEAD)
    for piece in pieces:
        encoded.write(piece)
    encoded.end()
    return sink


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("sizes", [[WORTH_IT], [1] * WORTH_IT, [100, 5000, 1, 70_000]])
def test_what_is_long_is_compressed_and_says_so(encoding: str, sizes: list[int]):
    pieces = [b"a" * size for size in sizes]
    sent = _sent(encoding, pieces)

    assert sent.head is not None and sent.head.encoding == encoding
    assert DECODE[encoding](sent.data) == b"".join(pieces)
    assert len(sent.data) < sum(sizes) / 5


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("pieces", [[], [b""], [b"a" * (WORTH_IT - 1)]])
def test_what_is_short_goes_as_it_is(encoding: str, pieces: list[bytes]):
    sent = _sent(encoding, pieces)

    assert sent.head == HEAD
    assert sent.data == b"".join(pieces)
