"""The fast engine: the `shacl` package, fed with what it is quick at."""

from collections.abc import Iterator
from functools import lru_cache

import shacl
from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    Triple,
    parse,
)

from samverkan.graphs import n_triples
from samverkan.namespaces import RDF, SH
from samverkan.validate.far_years import marked, unmarked
from samverkan.validate.raw_results import EngineError, RawResult

Node = NamedNode | BlankNode | Literal | Triple
Subject = NamedNode | BlankNode


def fast(data: str, shapes: str) -> list[RawResult]:
    """
    Validate with `shacl`; the shapes are compiled once.

    Args:
        data: the prepared data graph, as N-Triples.
        shapes: the shapes graph, as N-Triples.

    Raises:
        EngineError: if the engine gives up, or compiled no shape.
    """
    try:
        report = _compiled(shapes).validate_text(marked(data), "ntriples")
    except EngineError:
        raise
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise EngineError("fast", str(error)) from error
    return sorted(
        RawResult(
            focus=_named(result.focus_node),
            shape=_named(result.source_shape or ""),
            component=f"<{result.component_iri}>",
            path=_named(result.path or ""),
            value=_value(result.value or ""),
        )
        for result in report.results
    )


@lru_cache(maxsize=8)
def _compiled(shapes: str) -> shacl.Shapes:
    compiled = shacl.Shapes.from_text(typed(shapes), "ntriples")
    if not len(compiled):
        raise EngineError("fast", "it found no shape in the shapes graph")
    return compiled


def typed(shapes: str) -> str:
    """
    The shapes with every `sh:or` of classes as one look at `rdf:type`.

    The engines look up a class's instances anew for each alternative and node, so that their
    time grows with the square of the data. On prepared data, where what is of a class is
    also of the classes above it, the two forms say the same, in the same component.
    """
    store = Store()
    store.load(shapes.encode(), RdfFormat.N_TRIPLES)
    for quad in list(store.quads_for_pattern(None, _sh("or"), None)):
        classes = [_only_class(store, one) for one in _members(store, quad.object)]
        if classes and all(classes):
            store.remove(quad)
            store.extend(_look_at_type(quad.subject, [cls for cls in classes if cls]))
    return n_triples(store)


def _look_at_type(shape: Subject | Triple, classes: list[NamedNode]) -> Iterator[Quad]:
    alternatives, one, value, node = BlankNode(), BlankNode(), BlankNode(), BlankNode()
    links: list[tuple[Subject | Triple, NamedNode, Node]] = [
        (shape, _sh("or"), alternatives),
        (alternatives, _FIRST, one),
        (alternatives, _REST, _NIL),
        (one, _sh("property"), value),
        (value, _sh("path"), NamedNode(RDF + "type")),
        (value, _sh("qualifiedMinCount"), Literal(1)),
        (value, _sh("qualifiedValueShape"), node),
    ]
    here: Subject = BlankNode()
    links.append((node, _sh("in"), here))
    for number, cls in enumerate(classes, start=1):
        after: Subject = BlankNode() if number < len(classes) else _NIL
        links += [(here, _FIRST, cls), (here, _REST, after)]
        here = after
    return (Quad(*link, DefaultGraph()) for link in links)


def _only_class(store: Store, node: Node) -> NamedNode | None:
    told = list(store.quads_for_pattern(node, None, None))  # type: ignore[arg-type]
    if len(told) == 1 and told[0].predicate == _sh("class"):
        return told[0].object  # type: ignore[return-value]
    return None


def _members(store: Store, node: Node) -> Iterator[Node]:
    while isinstance(node, NamedNode | BlankNode) and node != _NIL:
        yield next(store.quads_for_pattern(node, _FIRST, None)).object
        node = next(store.quads_for_pattern(node, _REST, None)).object


def _named(term: str) -> str:
    """The term; blank nodes and paths that are no property as `_:`."""
    if term.startswith("_:") or (term and term[0] not in '<"'):
        return "_:"
    return unmarked(term)


def _value(term: str) -> str:
    """The value as every engine's is written here."""
    if not term.startswith('"'):
        return _named(term)
    written = next(parse(f"<a:a> <a:a> {term} .", RdfFormat.N_TRIPLES)).object
    return unmarked(str(written))


def _sh(name: str) -> NamedNode:
    return NamedNode(SH + name)


_FIRST = NamedNode(RDF + "first")
_REST = NamedNode(RDF + "rest")
_NIL = NamedNode(RDF + "nil")
