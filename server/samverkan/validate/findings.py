"""Write results and counts as triples: the findings graph that pages and stored queries read."""

import hashlib
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from samverkan.namespaces import CODE, FINDINGS_GRAPH, RDF, SH, THINGS, XSD, smv
from samverkan.validate.conformance import Conformance
from samverkan.validate.report import Report, Result, short_requirement

_TYPE = NamedNode(RDF + "type")
_BASE = THINGS + "findings/"


def findings_quads(report: Report, counts: Iterable[Conformance]) -> Iterator[Quad]:
    """
    The findings graph of a report and its conformance counts.

    A result is a `sh:ValidationResult` with `smv:requirement` and `smv:organization` beside
    SHACL's own properties; its IRI is made from what it is about, so it stays the same from
    one run to the next. A count is a `smv:Conformance`.
    """
    name = report.dataset.rsplit("/", 1)[-1]
    run = NamedNode(f"{_BASE}{name}/report/{report.on.isoformat()}")
    yield _quad(run, _TYPE, NamedNode(SH + "ValidationReport"))
    yield _quad(run, NamedNode(SH + "conforms"), Literal(report.conforms))
    for result in report.results:
        node = NamedNode(f"{_BASE}{name}/result/{_key(result)}")
        yield _quad(run, NamedNode(SH + "result"), node)
        yield from _result_quads(node, result)
    for count in counts:
        yield from _count_quads(name, count)


def _result_quads(node: NamedNode, result: Result) -> Iterator[Quad]:
    yield _quad(node, _TYPE, NamedNode(SH + "ValidationResult"))
    yield _quad(node, NamedNode(SH + "focusNode"), NamedNode(result.focus))
    yield _quad(node, NamedNode(SH + "sourceShape"), NamedNode(result.shape))
    yield _quad(node, NamedNode(SH + "resultSeverity"), NamedNode(SH + result.severity))
    if result.path:
        yield _quad(node, NamedNode(SH + "resultPath"), NamedNode(result.path))
    if result.value and result.value != "_:":
        yield _quad(node, NamedNode(SH + "value"), _read(result.value))
    if result.component:
        component = NamedNode(SH + result.component)
        yield _quad(node, NamedNode(SH + "sourceConstraintComponent"), component)
    for language, text in sorted(result.messages.items()):
        yield _quad(node, NamedNode(SH + "resultMessage"), Literal(text, language=language))
    for requirement in result.requirements:
        yield _quad(node, smv("requirement"), NamedNode(requirement))
    if result.organization:
        yield _quad(node, smv("organization"), NamedNode(result.organization))


def _count_quads(dataset: str, count: Conformance) -> Iterator[Quad]:
    policy = count.requirement.rsplit("/", 2)[-2]
    where = count.organization.rsplit("/", 1)[-1]
    node = NamedNode(
        f"{_BASE}{dataset}/conformance/{policy}/{short_requirement(count.requirement)}/{where}"
    )
    yield _quad(node, _TYPE, smv("Conformance"))
    yield _quad(node, smv("requirement"), NamedNode(count.requirement))
    yield _quad(node, smv("organization"), NamedNode(count.organization))
    status = NamedNode(f"{CODE}conformanceStatus-{count.status}")
    yield _quad(node, smv("conformanceStatus"), status)
    numbers = {
        "checked": count.checked,
        "failed": count.failed,
        "waived": count.waived,
        "notAssessed": count.not_assessed,
    }
    for name, number in numbers.items():
        value = Literal(str(number), datatype=NamedNode(XSD + "integer"))
        yield _quad(node, smv(name), value)


def _read(term: str) -> NamedNode | Literal:
    """The term that an engine wrote as N-Triples."""
    [triple] = parse(f"<{_BASE}> <{_BASE}> {term} .", format=RdfFormat.N_TRIPLES)
    assert isinstance(triple.object, NamedNode | Literal)
    return triple.object


def _key(result: Result) -> str:
    told = "\n".join(
        [result.focus, result.shape, result.component or "", result.path or "", result.value or ""]
    )
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _quad(subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> Quad:
    return Quad(subject, predicate, value, FINDINGS_GRAPH)
