"""Look a stored query over before it is offered: that it runs, and takes its parameters."""

from pathlib import Path

from pyoxigraph import Store

from samverkan.errors import SamverkanError
from samverkan.query.answer import ask
from samverkan.query.binder import any_value_stands, terms, with_blocks
from samverkan.query.header import StoredQuery


class StoredQueryError(SamverkanError):
    """A stored query would not run."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path = path


def check(query: StoredQuery, path: Path) -> None:
    """
    Hold the query against SPARQL, and its parameters against its blocks.

    Args:
        query: as it was read.
        path: where from, for the message.

    Raises:
        StoredQueryError: says what is wrong.
    """
    try:
        ask(Store(), query.text)
        with_blocks(query, {})
        for parameter in query.parameters.values():
            if parameter.default is not None:
                terms(parameter, parameter.parts(parameter.default))
    except SamverkanError as error:
        raise StoredQueryError(path, str(error)) from error
    for parameter in query.parameters.values():
        if parameter.optional and not any_value_stands(query, parameter):
            raise StoredQueryError(
                path,
                f"parameter {parameter.name!r} is optional, so its block must stand as "
                f"`VALUES ?{parameter.name} {{ UNDEF }}`",
            )
