"""Fixtures of several shapes in one graph, the things of each in a folder of its own."""

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from samverkan.namespaces import THINGS
from samverkan.sources.reading import read

FIXTURES = Path(__file__).parent.parent / "fixtures" / "shapes"


def joined(codes: Iterable[str], name: str) -> list[Quad]:
    """The triples of the shapes' fixtures of that name, `valid` or `invalid`."""
    return [quad for code in codes for quad in apart(code, FIXTURES / code / f"{name}.ttl")]


def apart(code: str, path: Path) -> list[Quad]:
    """The fixture's triples, its own things under a folder of the shape's name."""

    def moved(term: NamedNode) -> NamedNode:
        base = THINGS + "fixture/"
        if isinstance(term, NamedNode) and term.value.startswith(base):
            return NamedNode(base + code + "/" + term.value.removeprefix(base))
        return term

    return [
        Quad(
            moved(quad.subject),
            quad.predicate,
            quad.object if isinstance(quad.object, Literal) else moved(quad.object),
        )
        for quad in read(path)
    ]
