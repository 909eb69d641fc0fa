"""Answers lie ready by the request as it came, while they are true."""

import pytest

from samverkan.serving.shelf import Shelf

PUBLIC = [("etag", '"1"'), ("cache-control", "public, no-cache")]


class Asked:
    """A GET as the connection reads it."""

    def __init__(self, query: str = "a", **headers: str) -> None:
        self.url = f"/sparql?query={query}".encode()
        self.headers = [
            (name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()
        ]


def _shelf(megabytes: float = 1) -> tuple[Shelf, list[int]]:
    generation = [0]
    return Shelf(megabytes, lambda: generation[0]), generation


def _put(shelf: Shelf, asked: Asked, body: bytes = b"answer", **more: object) -> None:
    key = shelf.key(asked.url, asked.headers)
    assert key is not None
    shelf.put(key, shelf.generation, more.get("headers", PUBLIC), body)  # type: ignore[arg-type]


def _found(shelf: Shelf, asked: Asked) -> bytes | None:
    key = shelf.key(asked.url, asked.headers)
    ready = shelf.find(key) if key else None
    return ready.body if ready else None


def test_the_same_request_finds_the_same_answer():
    shelf, _ = _shelf()
    _put(shelf, Asked(accept="text/csv"))

    assert _found(shelf, Asked(accept="text/csv")) == b"answer"


@pytest.mark.parametrize(
    "other",
    [
        Asked("b"),
        Asked(accept="text/csv"),
        Asked(accept_language="sv"),
        Asked(accept_encoding="gzip"),
        Asked(user_agent="curl/8"),
        Asked(authorization="Bearer smv_x"),
        Asked(content_length="1"),
        Asked(transfer_encoding="chunked"),
        Asked(expect="100-continue"),
        Asked(upgrade="h2c"),
    ],
)
def test_any_other_does_not(other: Asked):
    shelf, _ = _shelf()
    _put(shelf, Asked())

    assert _found(shelf, other) is None


def test_it_is_gone_when_the_data_have_changed():
    shelf, generation = _shelf()
    _put(shelf, Asked())
    generation[0] += 1

    assert _found(shelf, Asked()) is None


@pytest.mark.parametrize(
    "headers",
    [
        [("cache-control", "public, no-cache")],
        [("etag", '"1"')],
        [("etag", '"1"'), ("cache-control", "private, no-cache")],
        [("etag", '"1"'), ("cache-control", "no-store")],
    ],
)
def test_what_is_not_for_all_or_may_change_is_not_kept(headers: list[tuple[str, str]]):
    shelf, _ = _shelf()
    _put(shelf, Asked(), headers=headers)

    assert _found(shelf, Asked()) is None


def test_the_latest_are_kept_and_no_more_than_may_be():
    shelf, _ = _shelf(1)
    for number in range(20):
        _put(shelf, Asked(str(number)), b"x" * 200_000)
    kept = [number for number in range(20) if _found(shelf, Asked(str(number)))]

    assert kept
    assert kept == list(range(20 - len(kept), 20))
    assert len(kept) * 200_000 <= 1024 * 1024


def test_nothing_is_kept_where_nothing_may_be():
    shelf, _ = _shelf(0)
    _put(shelf, Asked())

    assert _found(shelf, Asked()) is None


def test_what_is_asked_with_several_values_of_a_header_is_nobody_else_s():
    shelf, _ = _shelf()
    asked = Asked(accept="*/*")
    asked.headers.append((b"accept", b"text/csv"))

    assert shelf.key(asked.url, asked.headers) is None


def test_what_was_asked_of_another_host_is_not_found():
    shelf, _ = _shelf()
    _put(shelf, Asked(host="a"))

    assert _found(shelf, Asked(host="b")) is None
