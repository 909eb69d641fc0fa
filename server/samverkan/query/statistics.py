"""What is in a view, in numbers: graphs, classes, properties, links; by a handful of queries."""

from collections.abc import Callable
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from samverkan.namespaces import BASE, SMV

Row = tuple[NamedNode | BlankNode | Literal | Triple | None, ...]
#: Answers a SELECT, in whatever process the store is.
Ask = Callable[[str], list[Row]]

_GRAPHS = """
SELECT ?graph (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects)
WHERE { GRAPH ?graph { ?s ?p ?o } FILTER(isIRI(?graph)) }
GROUP BY ?graph
"""
_FILES = f"""
SELECT ?graph ?property ?value
WHERE {{
  VALUES ?property {{ rdfs:label dcterms:publisher smv:idBase }}
  ?file <{SMV}graph> ?graph ; ?property ?value .
}}
"""
_PUBLISHERS = f"""
SELECT DISTINCT ?publisher ?label
WHERE {{ ?file <{SMV}graph> ?graph ; dcterms:publisher ?publisher . ?publisher rdfs:label ?label }}
"""
_TOTALS = """
SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects)
WHERE { ?s ?p ?o }
"""
_ENTITIES = f"""
SELECT (COUNT(DISTINCT ?s) AS ?named) (COUNT(DISTINCT ?ours) AS ?own)
WHERE {{
  ?s ?p ?o
  FILTER(isIRI(?s))
  BIND(IF(STRSTARTS(STR(?s), "{BASE}"), ?s, ?none) AS ?ours)
}}
"""
_CLASSES = """
SELECT ?class (COUNT(*) AS ?entities) (MIN(?s) AS ?example)
WHERE { ?s a ?class FILTER(isIRI(?class)) }
GROUP BY ?class
"""
_PROPERTIES = """
SELECT ?p (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects)
WHERE { ?s ?p ?o }
GROUP BY ?p
"""
_LINKS = f"""
SELECT ?p ?space (COUNT(*) AS ?links)
WHERE {{
  VALUES ?p {{ owl:sameAs owl:equivalentClass owl:equivalentProperty skos:exactMatch skos:closeMatch
    skos:broadMatch skos:narrowMatch rdfs:subClassOf rdfs:subPropertyOf rdfs:seeAlso }}
  ?s ?p ?o
  FILTER(isIRI(?s) && isIRI(?o) && STRSTARTS(STR(?s), "{BASE}"))
  BIND(REPLACE(STR(?o), "^([a-z]+://[^/]+/).*$", "$1") AS ?space)
  FILTER(STRENDS(?space, "/") && !STRSTARTS(STR(?o), "{BASE}"))
}}
GROUP BY ?p ?space
"""
_DATASET = f"""
SELECT ?dataset ?property ?value
WHERE {{
  VALUES ?property {{ rdf:type rdfs:label dcterms:description dcterms:license dcterms:publisher }}
  ?dataset a <{SMV}Dataset> ; ?property ?value .
}}
"""


@dataclass
class GraphCount:
    """A named graph: its size, and what the dataset says of it."""

    iri: str
    triples: int
    subjects: int
    labels: dict[str, str] = field(default_factory=dict)
    publisher: str = ""
    publisher_labels: dict[str, str] = field(default_factory=dict)
    id_base: str = ""


@dataclass(frozen=True)
class Partition:
    """How often a class or a property is used; an example of a class's instances."""

    iri: str
    count: int
    subjects: int = 0
    objects: int = 0
    example: str = ""


@dataclass(frozen=True)
class Links:
    """Links by one property into one site elsewhere."""

    predicate: str
    space: str
    count: int


@dataclass(frozen=True)
class Statistics:
    """
    A view in numbers.

    Args:
        triples, subjects, objects: of the default graph; the latter two count each once.
        named: subjects that have an IRI.
        own: those of them whose IRI is one of ours.
        classes, properties, links: how much of each.
        dataset: the IRI of the one dataset that is described; "" if there is no such.
        said: what that says of itself, by property.
    """

    triples: int
    subjects: int
    objects: int
    named: int
    own: int
    classes: tuple[Partition, ...]
    properties: tuple[Partition, ...]
    links: tuple[Links, ...]
    dataset: str = ""
    said: tuple[tuple[str, NamedNode | Literal], ...] = ()

    @property
    def vocabularies(self) -> list[str]:
        """The namespaces of the classes and properties that are used."""
        used = [partition.iri for partition in (*self.classes, *self.properties)]
        return sorted({namespace for iri in used if (namespace := _namespace(iri))})


def count_graphs(ask: Ask) -> tuple[GraphCount, ...]:
    """The named graphs, in the order of their IRIs."""
    found = {
        _text(graph): GraphCount(_text(graph), _number(triples), _number(subjects))
        for graph, triples, subjects in ask(_GRAPHS)
    }
    for graph, said, value in ask(_FILES):
        counted = found.get(_text(graph))
        if counted is None:  # a graph that is described, but not to be seen here
            continue
        if isinstance(value, Literal) and _text(said).endswith("label"):
            counted.labels[value.language or "sv"] = value.value
        elif _text(said).endswith("publisher"):
            counted.publisher = _text(value)
        else:
            counted.id_base = _text(value)
    labels: dict[str, dict[str, str]] = {}
    for publisher, label in ask(_PUBLISHERS):
        if isinstance(label, Literal):
            labels.setdefault(_text(publisher), {})[label.language or "sv"] = label.value
    for counted in found.values():
        counted.publisher_labels = labels.get(counted.publisher, {})
    return tuple(found[iri] for iri in sorted(found))


def count(ask: Ask) -> Statistics:
    """All but the graphs."""
    [[triples, subjects, objects]] = ask(_TOTALS)
    [[named, own]] = ask(_ENTITIES)
    dataset, said = _dataset(ask(_DATASET))
    return Statistics(
        triples=_number(triples),
        subjects=_number(subjects),
        objects=_number(objects),
        named=_number(named),
        own=_number(own),
        classes=tuple(
            Partition(_text(iri), _number(n), example=_iri(example))
            for iri, n, example in sorted(ask(_CLASSES), key=_first)
        ),
        properties=tuple(
            Partition(_text(iri), _number(n), _number(of_subjects), _number(of_objects))
            for iri, n, of_subjects, of_objects in sorted(ask(_PROPERTIES), key=_first)
        ),
        links=tuple(
            Links(_text(predicate), _text(space), _number(n))
            for predicate, space, n in sorted(ask(_LINKS), key=str)
        ),
        dataset=dataset,
        said=said,
    )


def _dataset(rows: list[Row]) -> tuple[str, tuple[tuple[str, NamedNode | Literal], ...]]:
    """The one dataset that is described, and what is said of it; nothing if there are several."""
    if len({_text(row[0]) for row in rows}) != 1:
        return "", ()
    said = sorted(
        ((_text(p), value) for _, p, value in rows if isinstance(value, NamedNode | Literal)),
        key=str,
    )
    return _text(rows[0][0]), tuple(said)


def _namespace(iri: str) -> str:
    cut = max(iri.rfind("#"), iri.rfind("/"))
    return iri[: cut + 1] if cut > 0 and iri[cut - 1] != "/" else ""


def _first(row: Row) -> str:
    return _text(row[0])


def _iri(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else ""


def _text(term: object) -> str:
    return term.value if isinstance(term, NamedNode | BlankNode | Literal) else ""


def _number(term: object) -> int:
    return int(_text(term) or 0)
