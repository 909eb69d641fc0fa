"""The SHACL engines behind one function: the fast one, and the reference to hold it against."""

import logging
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pyshacl
import pyshacl_turbo
import rdflib
from pyoxigraph import Literal, NamedNode
from pyshacl_turbo.rdf import Input
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

    def __str__(self) -> str:
        """All five, for one who compares."""
        return (
            f"focus {self.focus}, shape {self.shape}, component {self.component or 'none'}, "
            f"path {self.path or 'none'}, value {self.value or 'none'}"
        )


class EnginesDifferError(SamverkanError):
    """The engines disagree, so that one of them is wrong."""

    #: So many differences are told of; the rest are counted.
    shown = 10

    def __init__(self, fast: list[RawResult], reference: list[RawResult]) -> None:
        self.only_fast = sorted((Counter(fast) - Counter(reference)).elements())
        self.only_reference = sorted((Counter(reference) - Counter(fast)).elements())
        told = [
            f"  only the {engine} engine: {result}"
            for engine, found in (("fast", self.only_fast), ("reference", self.only_reference))
            for result in found
        ]
        if len(told) > self.shown:
            told[self.shown :] = [f"  and {len(told) - self.shown} more"]
        super().__init__(
            "the SHACL engines differ; choose one with --engine, and report it with the data:\n"
            + "\n".join(told)
        )


#: data graph and shapes graph as N-Triples -> results in order
Engine = Callable[[str, str], list[RawResult]]


def fast(data: str, shapes: str) -> list[RawResult]:
    """
    Validate with pyshacl-turbo.

    The data go to its own parser: on the way through rdflib, which it takes otherwise, they
    need six times as long, and a plain string would differ from an xsd:string.

    Raises:
        EngineError: if the engine gives up.
    """
    try:
        with _as_written():
            _, report, _ = _compiled(shapes).validate(Input(data, "nt", None, {}))
    except Exception as error:  # whatever an engine, or a library under it, raises
        raise EngineError("fast", str(error)) from error
    return _results("fast", report)


@lru_cache(maxsize=16)
def _compiled(shapes: str) -> Any:
    """The shapes as the fast engine keeps them, ready for any number of data graphs."""
    return pyshacl_turbo.compile_shapes(shapes, shacl_graph_format="nt")  # type: ignore[no-untyped-call]


def reference(data: str, shapes: str) -> list[RawResult]:
    """
    Validate with pySHACL, slow and thorough.

    Raises:
        EngineError: if the engine gives up.
    """
    try:
        with _as_written():
            _, report, _ = pyshacl.validate(
                rdflib.Graph().parse(data=data, format="nt"),
                shacl_graph=rdflib.Graph().parse(data=shapes, format="nt"),
            )
    except Exception as error:  # whatever an engine, or a library under it, raises
        raise EngineError("reference", str(error)) from error
    return _results("reference", report)


def both(data: str, shapes: str) -> list[RawResult]:
    """
    Validate with both, and refuse to choose where they differ.

    Raises:
        EngineError: if one of them gives up.
        EnginesDifferError: if they find different things.
    """
    one, other = fast(data, shapes), reference(data, shapes)
    if one != other:
        raise EnginesDifferError(one, other)
    return one


ENGINES: dict[str, Engine] = {"fast": fast, "reference": reference, "both": both}


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
    """The term as N-Triples; a blank node, whose name means nothing outside, as `_:`."""
    term = report.value(node, predicate)
    if isinstance(term, rdflib.Literal):
        kind = NamedNode(term.datatype) if term.datatype else None
        return str(Literal(str(term), datatype=kind, language=term.language))
    if isinstance(term, rdflib.BNode):
        return "_:"
    return f"<{term}>" if term is not None else ""


@contextmanager
def _as_written() -> Iterator[None]:
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
