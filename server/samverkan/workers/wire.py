"""What the processes say to each other: frames on sockets, messages, and sockets passed on."""

import json
import marshal
import socket
import struct
from functools import lru_cache
from typing import Any

from samverkan.errors import SamverkanError
from samverkan.query.question import (
    AnyQuestion,
    GraphQuestion,
    Head,
    Notice,
    Part,
    Question,
    Tail,
    Wording,
)
from samverkan.query.small import Small

#: A frame is its kind, its length, and so many bytes.
_FRAME = struct.Struct(">cI")
_TAIL = struct.Struct(">qq?")
HEAD, DATA, TAIL, ERROR, ASK, SETTLE = b"H", b"D", b"T", b"E", b"Q", b"S"
_AT_ONCE = 64 * 1024
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
#: Descriptors that come with one message.
_DESCRIPTORS = 2
_USUAL = {**vars(Question("")), "sparql": None}
_USUAL_GRAPH = {**vars(GraphQuestion(None)), "graph": None}
_USUAL_HEAD = {**vars(Head("", "")), "kind": None, "form": None}


class ClosedError(Exception):
    """The other side is no more."""


class RemoteError(SamverkanError):
    """An error of another process, of a class that is not known here."""


def frame(kind: bytes, data: bytes) -> bytes:
    """One frame."""
    return _FRAME.pack(kind, len(data)) + data


class Frames:
    """
    Frames from a socket.

    Raises:
        ClosedError: where the socket ends.
        TimeoutError: from `next`, by the socket's own time-out.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._sock, self._buffer = sock, bytearray()
        self._seen = 0  # so much of it is known to be whole frames
        # One piece of memory for all that comes: a large one each time costs more than it holds.
        self._came = memoryview(bytearray(_AT_ONCE))

    def next(self) -> tuple[bytes, bytes]:
        """The kind and the data of the next frame."""
        self._fill(_FRAME.size)
        kind, length = _FRAME.unpack_from(self._buffer)
        end = _FRAME.size + length
        self._fill(end)
        data = bytes(memoryview(self._buffer)[_FRAME.size : end])
        del self._buffer[:end]
        self._seen = 0
        return kind, data

    def take(self) -> None:
        """Take what has come, from a socket that does not wait."""
        try:
            self._receive()
        except BlockingIOError:
            return

    @property
    def waiting(self) -> int:
        """Bytes that were taken, and not given out as frames."""
        return len(self._buffer)

    def look(self) -> bool:
        """
        Take what has come, without waiting; whether it ends a whole answer, or none will come.

        Sets the socket's time-out to none at all.
        """
        self._sock.settimeout(0)
        try:
            self.take()
        except ClosedError:
            return True
        while self._seen + _FRAME.size <= len(self._buffer):
            kind, length = _FRAME.unpack_from(self._buffer, self._seen)
            end = self._seen + _FRAME.size + length
            if end > len(self._buffer):
                return False
            if kind in (TAIL, ERROR):
                return True
            self._seen = end
        return False

    def has_next(self) -> bool:
        """Whether the next frame is here already, whole."""
        if len(self._buffer) < _FRAME.size:
            return False
        return len(self._buffer) >= _FRAME.size + int(_FRAME.unpack_from(self._buffer)[1])

    def _fill(self, size: int) -> None:
        while len(self._buffer) < size:
            self._receive()

    def _receive(self) -> None:
        try:
            count = self._sock.recv_into(self._came)
        except ConnectionError as error:
            raise ClosedError from error
        if not count:
            raise ClosedError
        self._buffer += self._came[:count]


def told(message: dict[str, Any]) -> bytes:
    """The message as bytes."""
    return _ENCODER.encode(message).encode()


def say(sock: socket.socket, message: dict[str, Any], *passed: int) -> None:
    """
    Send a message on a socket of messages, with file descriptors if some are given.

    Raises:
        ClosedError: if nobody listens.
    """
    try:
        socket.send_fds(sock, [told(message)], list(passed))
    except OSError as error:
        raise ClosedError from error


def hear(sock: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """
    The next message and the descriptors that came with it.

    Raises:
        ClosedError: where the socket ends.
    """
    try:
        data, descriptors, _, _ = socket.recv_fds(sock, _AT_ONCE, _DESCRIPTORS)
    except ConnectionError as error:
        raise ClosedError from error
    if not data:
        raise ClosedError
    return json.loads(data), descriptors


def pair_of_messages() -> tuple[socket.socket, socket.socket]:
    """Two ends of a socket that keeps messages apart."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def write_question(question: AnyQuestion, simple: Small | None = None) -> bytes:
    """
    The question as bytes, without what is as it mostly is; with what makes it small.

    Workers believe who asks them, so what is quick to read will do; it is for them alone.
    """
    usual = _USUAL_GRAPH if isinstance(question, GraphQuestion) else _USUAL
    fields = {k: v for k, v in vars(question).items() if v is not usual[k] and v != usual[k]}
    for name in ("part", "wording"):
        if name in fields:
            fields[name] = vars(fields[name])
    if simple is not None:
        fields["simple"] = simple.terms, simple.prefixes
    return marshal.dumps({"graph_question": True, **fields} if usual is _USUAL_GRAPH else fields)


def read_question(data: bytes) -> tuple[AnyQuestion, Small | None]:
    """What `write_question` wrote."""
    fields = marshal.loads(data)  # noqa: S302 from who forked this process
    if fields.pop("graph_question", False):
        return GraphQuestion(**{"graph": None, **fields}), None
    simple = fields.pop("simple", None)
    if "part" in fields:
        fields["part"] = Part(**fields["part"])
    if "wording" in fields:
        fields["wording"] = Wording(**fields["wording"])
    return Question(**fields), None if simple is None else Small(*simple)


def write_head(head: Head) -> bytes:
    """The head as bytes, without what is as it mostly is."""
    return _written(head) if head.notices else _written_before(head)


def _written(head: Head) -> bytes:
    fields = {k: v for k, v in vars(head).items() if v is not _USUAL_HEAD[k]}
    if head.notices:
        fields["notices"] = [vars(notice) for notice in head.notices]
    return told(fields)


_written_before = lru_cache(maxsize=64)(_written)


@lru_cache(maxsize=64)
def read_head(data: bytes) -> Head:
    """The head that `write_head` wrote."""
    fields = json.loads(data)
    fields["variables"] = tuple(fields.get("variables", ()))
    if "notices" in fields:
        fields["notices"] = tuple(Notice(**notice) for notice in fields["notices"])
    return Head(**fields)


def write_tail(tail: Tail, *, retiring: bool) -> bytes:
    """The tail as bytes, and whether the worker takes no more questions."""
    return _TAIL.pack(tail.rows, -1 if tail.total is None else tail.total, retiring)


def read_tail(data: bytes) -> tuple[Tail, bool]:
    """What `write_tail` wrote."""
    rows, total, retiring = _TAIL.unpack(data)
    return Tail(rows, None if total < 0 else total), retiring


def write_error(error: SamverkanError) -> bytes:
    """An error with its evidence, as far as JSON holds it."""
    evidence = {name: value for name, value in vars(error).items() if _is_plain(value)}
    return told({"class": type(error).__name__, "message": str(error), "evidence": evidence})


def read_error(data: bytes | dict[str, Any]) -> SamverkanError:
    """The same error, of the same class, made without asking its constructor."""
    fields = json.loads(data) if isinstance(data, bytes) else data
    kind = _classes().get(fields["class"], RemoteError)
    error = kind.__new__(kind)
    error.args = (fields["message"],)
    vars(error).update(fields["evidence"])
    return error


def _classes() -> dict[str, type[SamverkanError]]:
    found: dict[str, type[SamverkanError]] = {}
    waiting: list[type[SamverkanError]] = [SamverkanError]
    while waiting:
        kind = waiting.pop()
        found[kind.__name__] = kind
        waiting += kind.__subclasses__()
    return found


def _is_plain(value: object) -> bool:
    if isinstance(value, list | tuple):
        return all(_is_plain(one) for one in value)
    if isinstance(value, dict):
        return all(isinstance(name, str) and _is_plain(one) for name, one in value.items())
    return value is None or isinstance(value, str | int | float | bool)
