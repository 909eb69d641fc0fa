"""Say things in RDF, one property at a time, and write what was said."""

from collections.abc import Iterable, Mapping

from pyoxigraph import BlankNode, Literal, NamedNode, Triple, serialize

from samverkan.namespaces import PREFIXES, RDF
from samverkan.query.answer import GRAPH_FORMATS

VOCABULARIES = {
    **PREFIXES,
    "void": "http://rdfs.org/ns/void#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "formats": "http://www.w3.org/ns/formats/",
    "entailment": "http://www.w3.org/ns/entailment/",
}
#: The forms of answers by media type, as http://www.w3.org/ns/formats/ names them.
FORMAT_NAMES = {
    "application/sparql-results+json": "SPARQL_Results_JSON",
    "application/sparql-results+xml": "SPARQL_Results_XML",
    "text/csv": "SPARQL_Results_CSV",
    "text/tab-separated-values": "SPARQL_Results_TSV",
    "text/turtle": "Turtle",
    "application/n-triples": "N-Triples",
    "application/ld+json": "JSON-LD",
    "application/rdf+xml": "RDF_XML",
    "application/trig": "TriG",
    "application/n-quads": "N-Quads",
}

Node = NamedNode | BlankNode
Value = Node | Literal | str | int


def term(name: str) -> NamedNode:
    """The term that a prefixed name stands for."""
    prefix, _, local = name.partition(":")
    return NamedNode(VOCABULARIES[prefix] + local)


class Description:
    """Triples, in the order in which they were said."""

    def __init__(self) -> None:
        self.triples: list[Triple] = []
        self._blank = 0

    def say(self, subject: Node, name: str, *values: Value) -> None:
        """Each value of that property; a string is a literal, and an empty one is not said."""
        for value in values:
            if value == "":
                continue
            object_ = Literal(value) if isinstance(value, str | int) else value
            self.triples.append(Triple(subject, term(name), object_))

    def a(self, subject: Node, *classes: str) -> None:
        """The subject is of these classes."""
        self.triples.extend(Triple(subject, NamedNode(RDF + "type"), term(c)) for c in classes)

    def blank(self) -> Node:
        """A new node without a name."""
        self._blank += 1
        return BlankNode(f"n{self._blank}")


def in_languages(texts: Mapping[str, str]) -> list[Literal]:
    """Texts by language, as literals."""
    return [Literal(text, language=language) for language, text in sorted(texts.items())]


def written(triples: Iterable[Triple], media_type: str) -> bytes:
    """The triples in that form."""
    triples = list(triples)
    text = "".join(str(triple) for triple in triples)
    prefixes = {prefix: iri for prefix, iri in VOCABULARIES.items() if f"<{iri}" in text}
    data = serialize(triples, format=GRAPH_FORMATS[media_type], prefixes=prefixes)
    assert data is not None
    return data
