"""The SHACL engines behind one function: the fast one, and the reference to hold it against."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pyshacl
import pyshacl_turbo
import rdflib
from rdflib import RDF, SH

from samverkan.errors import SamverkanError


class EngineError(SamverkanError):
    """The engine could not run the shapes on the data."""

    def __init__(self, engine: str, why: str) -> None:
        super().__init__(f"the {engine} SHACL engine stopped: {why}; check the shapes it was given")
        self.engine = engine


@dataclass(frozen=True, order=True)
class RawResult:
    """What an engine says of one result, as N-Triples terms; messages come from the shape."""

    focus: str
    shape: str
    component: str
    path: str
    value: str


#: data graph and shapes graph as N-Triples -> results in order
Engine = Callable[[str, str], list[RawResult]]


def fast(data: str, shapes: str) -> list[RawResult]:
    """
    Validate with pyshacl-turbo.

    Takes text, not rdflib graphs: in rdflib a plain string and an xsd:string differ, in RDF not.

    Raises:
        EngineError: if the engine gives up.
    """
    try:
        _, report, _ = pyshacl_turbo.validate(
            data, data_graph_format="nt", shacl_graph=shapes, shacl_graph_format="nt"
        )
    except (ValueError, RuntimeError) as error:
        raise EngineError("fast", str(error)) from error
    return _results("fast", report)


def reference(data: str, shapes: str) -> list[RawResult]:
    """
    Validate with pySHACL, slow and thorough.

    Raises:
        EngineError: if the engine gives up.
    """
    try:
        _, report, _ = pyshacl.validate(
            rdflib.Graph().parse(data=data, format="nt"),
            shacl_graph=rdflib.Graph().parse(data=shapes, format="nt"),
        )
    except (ValueError, RuntimeError) as error:
        raise EngineError("reference", str(error)) from error
    return _results("reference", report)


ENGINES: dict[str, Engine] = {"fast": fast, "reference": reference}


def _results(engine: str, report: Any) -> list[RawResult]:
    if not isinstance(report, rdflib.Graph) or not any(
        report.subjects(RDF.type, SH.ValidationReport)
    ):
        raise EngineError(engine, f"it gave no report but {report!r}")
    return sorted(
        RawResult(
            focus=_term(report, node, SH.focusNode),
            shape=_term(report, node, SH.sourceShape),
            component=_term(report, node, SH.sourceConstraintComponent),
            path=_term(report, node, SH.resultPath),
            value=_term(report, node, SH.value),
        )
        for node in report.objects(predicate=SH.result)
    )


def _term(report: rdflib.Graph, node: Any, predicate: Any) -> str:
    """The term as N-Triples; blank nodes, whose names mean nothing outside, as `_:`."""
    term = report.value(node, predicate)
    if term is None:
        return ""
    return "_:" if isinstance(term, rdflib.BNode) else str(term.n3())
