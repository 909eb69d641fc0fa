"""A file's ending says how to read it."""

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat

from samverkan.sources.formats import SUFFIXES, UnknownFormatError, format_of


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_ending_stands_for_its_format_in_capitals_too(suffix: str):
    assert format_of(Path(f"a.b{suffix}")) == format_of(Path(f"A{suffix.upper()}"))


def test_all_usual_formats_are_read():
    assert set(SUFFIXES.values()) == {
        RdfFormat.TURTLE,
        RdfFormat.TRIG,
        RdfFormat.N_TRIPLES,
        RdfFormat.N_QUADS,
        RdfFormat.RDF_XML,
        RdfFormat.JSON_LD,
    }


@pytest.mark.parametrize(
    ("name", "told"), [("a.docx", "the ending '.docx'"), ("README", "a name without an ending")]
)
def test_an_unknown_ending_is_refused_with_those_that_are_known(name: str, told: str):
    with pytest.raises(UnknownFormatError) as caught:
        format_of(Path(name))

    assert str(caught.value) == (
        f"{name}: cannot tell the format from {told}; "
        "name it one of .ttl, .trig, .nt, .nq, .rdf, .owl, .xml, .jsonld, .json"
    )
