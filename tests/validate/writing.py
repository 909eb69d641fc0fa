"""Small graphs and shapes, written in Turtle and given to engines as N-Triples."""

from pyoxigraph import RdfFormat, parse, serialize

PREFIXES = (
    "@prefix : <https://example.org/> . @prefix smv: <https://w3id.org/samverkan/ns/> . "
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
    "@prefix sh: <http://www.w3.org/ns/shacl#> . "
    "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . "
)


def triples(turtle: str) -> str:
    written = serialize(
        parse(PREFIXES + turtle, format=RdfFormat.TURTLE), format=RdfFormat.N_TRIPLES
    )
    return (written or b"").decode()


def shape(constraint: str) -> str:
    """A property shape on everything that has `smv:from`."""
    return triples(
        ":Shape a sh:PropertyShape ; sh:targetSubjectsOf smv:from ; sh:path smv:from ; "
        f"{constraint} ."
    )
