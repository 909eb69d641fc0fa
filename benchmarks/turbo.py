"""A third SHACL engine, pyshacl-turbo: beside the two in use, in tests and measurements only."""

from functools import lru_cache
from typing import Any

import pyshacl_turbo
from pyshacl_turbo.rdf import Input

from samverkan.validate.raw_results import EngineError, RawResult
from samverkan.validate.reference import literals_as_written, results_in


def turbo(data: str, shapes: str) -> list[RawResult]:
    """
    Validate with pyshacl-turbo, graphs as N-Triples.

    The data go to its own parser: on the way through rdflib, which it takes otherwise, they
    need six times as long, and a plain string would differ from an xsd:string.

    Raises:
        EngineError: if the engine gives up.
    """
    try:
        with literals_as_written():
            _, report, _ = _compiled(shapes).validate(Input(data, "nt", None, {}))
    except Exception as error:  # whatever an engine, or a library under it, raises
        raise EngineError("turbo", str(error)) from error
    return results_in("turbo", report)


@lru_cache(maxsize=16)
def _compiled(shapes: str) -> Any:
    """The shapes as the engine keeps them, ready for any number of data graphs."""
    return pyshacl_turbo.compile_shapes(shapes, shacl_graph_format="nt")  # type: ignore[no-untyped-call]
