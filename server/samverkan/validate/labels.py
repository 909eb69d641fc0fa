"""What terms and things are called, in the reader's language."""

from pyoxigraph import Literal, NamedNode, RdfFormat, Store, parse

from samverkan.namespaces import PREFIXES, RDFS, SH, THINGS, XSD, shorten

_NAMES = (NamedNode(RDFS + "label"), NamedNode(PREFIXES["skos"] + "prefLabel"))
#: Datatypes as people know them.
_DATATYPES = {
    "sv": {
        "date": "ett datum, ÅÅÅÅ-MM-DD", "boolean": "true eller false", "integer": "ett heltal",
        "decimal": "ett tal med punkt före decimalerna", "string": "text",
        "gYear": "ett årtal", "anyURI": "en webbadress",
    },
    "en": {
        "date": "a date, YYYY-MM-DD", "boolean": "true or false", "integer": "a whole number",
        "decimal": "a number, with a point before its decimals", "string": "text",
        "gYear": "a year", "anyURI": "a web address",
    },
}  # fmt: skip


class Labels:
    """The names that a store gives its terms and things."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[tuple[str, str], str | None] = {}

    def of(self, iri: str, language: str) -> str | None:
        """What it is called in the language, else in the other; None if it has no name."""
        key = iri, language
        if key not in self._known:
            names = [
                quad.object
                for name in _NAMES
                for quad in self._store.quads_for_pattern(NamedNode(iri), name, None)
                if isinstance(quad.object, Literal)
            ]
            names.sort(key=lambda name: (name.language != language, name.value))
            self._known[key] = names[0].value if names else None
        return self._known[key]

    def named(self, iri: str, language: str) -> str:
        """Its name with its short form, or the short form alone."""
        name = self.of(iri, language)
        return f"{name} ({short(iri)})" if name else short(iri)

    def quoted(self, iri: str, language: str) -> str:
        """The name of a property, in quotation marks, with its short form."""
        name = self.of(iri, language)
        marks = "”{}”" if language == "sv" else "“{}”"
        return f"{marks.format(name)} ({short(iri)})" if name else short(iri)

    def value(self, term: str, language: str) -> str:
        """A term of a result (N-Triples) for people: a name, or the text of a literal."""
        if term.startswith("<"):
            return self.named(term[1:-1], language)
        if not term.startswith('"'):
            return term
        literal = literal_of(term)
        if literal.language:
            return f'"{literal.value}"@{literal.language}'
        return f'"{literal.value}"' if literal.datatype.value == XSD + "string" else literal.value

    def datatype(self, iri: str, language: str) -> str:
        """What a value of the datatype looks like."""
        told = _DATATYPES[language].get(iri.removeprefix(XSD))
        return f"{told} ({shorten(iri)})" if told else shorten(iri)


def short(iri: str) -> str:
    """The short form of an IRI: a prefixed name, or what follows where all our things begin."""
    told = shorten(iri)
    return told.removeprefix(THINGS) if told == iri else told


def literal_of(term: str) -> Literal:
    """The literal that is written so in N-Triples."""
    quad = next(iter(parse(f"<{SH}a> <{SH}b> {term} .", RdfFormat.N_TRIPLES)))
    assert isinstance(quad.object, Literal)
    return quad.object
