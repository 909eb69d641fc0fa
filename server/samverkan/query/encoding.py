"""Compress an answer on its way; zstd first, since it is four times as quick as gzip."""

import sys
import zlib
from dataclasses import replace
from typing import Protocol

from samverkan.query.question import Head, Sink

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

#: What is offered, the quickest first.
ENCODINGS = ("zstd", "gzip")
#: An answer shorter than this, in bytes, goes as it is.
WORTH_IT = 1024


class Encoded:
    """
    A sink before another, that compresses what is long enough for it.

    It holds back the head until it knows, so that the head can say whether it does.
    """

    def __init__(self, sink: Sink, encoding: str) -> None:
        self._sink, self._encoding = sink, encoding
        self._held: list[bytes] = []
        self._length = 0
        self._head: Head | None = None
        self._compressor = _compressor(encoding)

    def begin(self, head: Head) -> None:
        """Remember what comes."""
        self._head = head

    def write(self, data: bytes) -> None:
        """Compress, once there is enough."""
        if self._head is None:
            self._pass_on(self._compressor.compress(data))
            return
        self._held.append(data)
        self._length += len(data)
        if self._length >= WORTH_IT:
            self._sink.begin(replace(self._head, encoding=self._encoding))
            self._head = None
            self._pass_on(self._compressor.compress(b"".join(self._held)))

    def end(self) -> None:
        """Write what is still held back."""
        if self._head is None:
            self._pass_on(self._compressor.flush())
            return
        self._sink.begin(self._head)
        self._pass_on(b"".join(self._held))

    def _pass_on(self, data: bytes) -> None:
        if data:
            self._sink.write(data)


class _Compressor(Protocol):
    def compress(self, data: bytes, /) -> bytes: ...

    def flush(self) -> bytes: ...


def _compressor(encoding: str) -> _Compressor:
    if encoding == "zstd":
        return zstd.ZstdCompressor(level=1)
    return zlib.compressobj(1, zlib.DEFLATED, 31)
