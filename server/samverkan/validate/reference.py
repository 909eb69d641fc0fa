"""The reference engine: pySHACL, slow and thorough, to hold the fast one against."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pyshacl
import rdflib
from pyoxigraph import Literal, NamedNode
from rdflib import RDF, SH

from samverkan.validate.raw_results import EngineError, RawResult


def reference(data: str, shapes: str) -> list[RawResult]:
    """
    Validate with pySHACL.

    Args:
        data: the data graph, as N-Triples.
        shapes: the shapes graph, as N-Triples.

    Raises:
        EngineError: if the engine gives up.
    """
    try:
        with literals_as_written():
            _, report, _ = pyshacl.validate(
                rdflib.Graph().parse(data=data, format="nt"),
                shacl_graph=rdflib.Graph().parse(data=shapes, format="nt"),
            )
    except Exception as error:  # whatever an engine, or a library under it, raises
        raise EngineError("reference", str(error)) from error
    return results_in("reference", report)


def results_in(engine: str, report: Any) -> list[RawResult]:
    """
    The results in a validation report of that engine, in order.

    Args:
        engine: its name, for the message.
        report: an rdflib graph; engines that fail give other things.

    Raises:
        EngineError: if it is no report.
    """
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


@contextmanager
def literals_as_written() -> Iterator[None]:
    """
    Have rdflib take literals as they are written, without a word on those that are ill-typed.

    It would turn "01" into "1", so that a result's value could not be found in the sources,
    and print a traceback for each date that does not exist: the shapes report those.
    """
    log = logging.getLogger("rdflib.term")
    before = log.disabled, rdflib.NORMALIZE_LITERALS
    log.disabled, rdflib.NORMALIZE_LITERALS = True, False
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "(Serializing|Parsing) weird ")
            yield
    finally:
        log.disabled, rdflib.NORMALIZE_LITERALS = before


def _term(report: rdflib.Graph, node: Any, predicate: Any) -> str:
    """The term as N-Triples; a blank node, whose name means nothing outside, as `_:`."""
    term = report.value(node, predicate)
    if isinstance(term, rdflib.Literal):
        kind = NamedNode(term.datatype) if term.datatype else None
        return str(Literal(str(term), datatype=kind, language=term.language))
    if isinstance(term, rdflib.BNode):
        return "_:"
    return f"<{term}>" if term is not None else ""
