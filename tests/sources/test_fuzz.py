"""Whatever bytes a source holds, the answer is quads or one clear error that names the file."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad, RdfFormat, parse, serialize

from conftest import FIXTURES, FRAME
from samverkan.errors import SamverkanError
from samverkan.namespaces import PREFIXES
from samverkan.sources.dataset import read_dataset
from samverkan.sources.formats import SUFFIXES
from samverkan.sources.opening import open_source
from samverkan.sources.places import PLACED, places_in
from samverkan.sources.reading import read

#: More where nobody waits for it.
EXAMPLES = 600 if os.environ.get("CI") == "true" else 60
#: What stands somewhere in a file and might stand anywhere.
TOKENS = [
    *(b"<", b">", b'"', b"'", b'"""', b"\\", b"\\u00e5", b"\\U0001F600", b"\\uD800", b"@sv", b"^^"),
    *(b"[", b"]", b"(", b")", b"{", b"}", b"_:b", b";", b",", b".", b"#", b"\r\n", b"\r", b"\0"),
    *(b"\xef\xbb\xbf", b"\xff\xfe", b"\xc3", b"\xed\xa0\x80", "å".encode(), "😀".encode()),
    *(b"@prefix : <x> .", b"@base <//> .", b"<http://a b>", b"<:>", b"<http://[>", b"<<", b">>"),
    *(b"&amp;", b"&x;", b"<!DOCTYPE a [<!ENTITY x 'y'>]>", b"<?xml version='1.1'?>", b"rdf:about"),
    *(b"null", b"1e999", b"-", b'{"@id": 1}', b'"@context": "http://a/"', b'"@type"', b"@version"),
    *(b"VERSION", b'"2019-02-30"^^xsd:date', b"smv:Dataset", b"smv:file", b"smv:member", b"/"),
]

edits = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.sampled_from((0, 0, 1, 2, 40)),
        st.one_of(st.sampled_from(TOKENS), st.binary(max_size=8)),
    ),
    min_size=1,
    max_size=4,
)


def edited(text: bytes, changes: list[tuple[float, int, bytes]]) -> bytes:
    """The text with a few bytes put in, for a few that are taken out."""
    for where, length, put in changes:
        start = int(where * len(text))
        text = text[:start] + put + text[start + length :]
    return text


def written(form: RdfFormat) -> bytes:
    """A small source in that serialization."""
    triples = list(parse(FRAME.read_bytes(), RdfFormat.TURTLE))[:40]
    return serialize(triples, format=form, prefixes=PREFIXES) or b""


ORIGINALS = {form: written(form) for form in dict.fromkeys(SUFFIXES.values())}
ENDINGS = {form: ending for ending, form in reversed(SUFFIXES.items())}
FORMS = [pytest.param(form, id=ENDINGS[form][1:]) for form in ORIGINALS]
fuzzed = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=os.environ.get("CI") != "true",
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors],
)


@pytest.mark.parametrize("form", FORMS)
@fuzzed
@given(changes=edits)
def test_a_source_with_a_few_bytes_changed_is_read_or_refused(
    form: RdfFormat, changes: list[tuple[float, int, bytes]], tmp_path: Path
):
    _is_read_or_refused(tmp_path / f"source{ENDINGS[form]}", edited(ORIGINALS[form], changes))


@pytest.mark.parametrize("form", FORMS)
@fuzzed
@given(text=st.one_of(st.binary(), st.lists(st.sampled_from(TOKENS)).map(b" ".join)))
def test_any_bytes_are_read_or_refused(form: RdfFormat, text: bytes, tmp_path: Path):
    _is_read_or_refused(tmp_path / f"source{ENDINGS[form]}", text)


@fuzzed
@given(changes=edits)
def test_a_description_with_a_few_bytes_changed_describes_a_dataset_or_is_refused(
    changes: list[tuple[float, int, bytes]], tmp_path: Path
):
    original = FIXTURES / "small"
    for path in original.glob("*.ttl"):
        beside = tmp_path / path.name
        if not beside.exists():
            beside.symlink_to(path)
    described = tmp_path / "dataset.ttl"
    text = edited((original / "dataset.ttl").read_bytes(), changes)
    described.unlink(missing_ok=True)
    described.write_bytes(text)

    _is_done_or_refused(tmp_path, partial(read_dataset, tmp_path))


def _is_read_or_refused(path: Path, text: bytes) -> None:
    path.write_bytes(text)
    for blank_nodes in (False, True):
        quads = _is_done_or_refused(path, partial(_read, path, blank_nodes)) or []
        if quads and SUFFIXES[path.suffix] in PLACED:
            places_in(path, {str(quads[0].subject)})
    _is_done_or_refused(path, partial(open_source, str(path)))


def _read(path: Path, blank_nodes: bool) -> list[Quad]:
    return list(read(path, blank_nodes=blank_nodes))


def _is_done_or_refused(path: Path, do: Callable[[], Any]) -> Any:
    """What doing it gives, or nothing if it is refused with an error that names the file."""
    told = ""
    try:
        return do()
    except SamverkanError as error:
        told = str(error)
    assert str(path) in told
    assert len(told) < 2000
    return None
