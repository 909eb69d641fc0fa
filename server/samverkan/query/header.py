"""A stored query: one question in a file, with a header that says what it asks and answers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from samverkan.errors import SamverkanError
from samverkan.namespaces import PREFIXES, QUERIES
from samverkan.query.parameters import Parameter, ParameterHeaderError, read_parameter, texts
from samverkan.query.tokens import code

#: What a name may be, so that an address can have it with an ending behind it.
_NAME = re.compile(r"[A-Za-z0-9][\w-]*", re.ASCII)
#: What the forms of a query answer with.
_KINDS_OF_ANSWER = {
    "SELECT": "table",
    "ASK": "boolean",
    "CONSTRUCT": "graph",
    "DESCRIBE": "graph",
}


class QueryHeaderError(SamverkanError):
    """The `#+` header of a stored query is not what it should be."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}; see CONTRIBUTING.md for the form of the header")
        self.path = path


@dataclass(frozen=True)
class StoredQuery:
    """A query with what its header says of it."""

    name: str
    text: str
    summaries: dict[str, str]
    questions: dict[str, str]
    tags: tuple[str, ...]
    parameters: Mapping[str, Parameter]
    columns: dict[str, dict[str, str]]
    answers: tuple[str, ...]
    example: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    needs_internal: bool = False

    @property
    def iri(self) -> str:
        """The query as a thing in the graph."""
        return QUERIES + self.name

    def question(self, language: str) -> str:
        """The question it answers, in that language or English."""
        return self.questions.get(language) or self.questions["en"]

    def summary(self, language: str) -> str:
        """What it gives, in that language or English."""
        return self.summaries.get(language) or self.summaries["en"]

    def column(self, name: str, language: str) -> str:
        """What stands in that column, in that language or English."""
        told = self.columns.get(name, {})
        return told.get(language) or told.get("en", "")

    @property
    def kind(self) -> str:
        """What it answers with: `table`, `boolean` or `graph`."""
        words = (token.text.upper() for token in code(self.text) if token.kind == "word")
        return next((kind for word in words if (kind := _KINDS_OF_ANSWER.get(word))), "table")


#: What a header may hold, and of which kind each is.
_FORM: dict[str, type] = {
    "summary": str,
    "summary_sv": str,
    "question": str,
    "question_sv": str,
    "note": str,
    "note_sv": str,
    "tags": list,
    "parameters": dict,
    "columns": dict,
    "columns_sv": dict,
    "answers": list,
    "example": dict,
    "needs_internal": str,
}
_KINDS: dict[Any, str] = {str: "a text", list: "a list", dict: "a list of names with values"}


def read_query(path: Path) -> StoredQuery:
    """
    The stored query in that file.

    Raises:
        QueryHeaderError: if the header is not YAML, lacks what it must have, or holds what it
            may not; or if the file's name cannot stand in an address.
    """
    if not _NAME.fullmatch(path.stem):
        why = "the name of the file may have letters a-z, digits, - and _ only"
        raise QueryHeaderError(path, why)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise QueryHeaderError(path, "not in UTF-8") from error
    header = _header(path, text)
    columns, columns_sv = header.get("columns", {}), header.get("columns_sv", {})
    parameters = header.get("parameters", {}).items()
    return StoredQuery(
        name=path.stem,
        text=text,
        summaries=_both(header, "summary"),
        questions=_both(header, "question"),
        tags=tuple(header.get("tags", ())),
        parameters={name: _parameter(path, name, told) for name, told in parameters},
        columns={name: texts(told, columns_sv.get(name)) for name, told in columns.items()},
        answers=tuple(_expand(path, short) for short in header.get("answers", ())),
        example=dict(header.get("example", {})),
        notes=_both(header, "note") if "note" in header else {},
        needs_internal=header.get("needs_internal") == "true",
    )


def _header(path: Path, text: str) -> dict[str, Any]:
    lines = [line[2:].removeprefix(" ") for line in text.splitlines() if line.startswith("#+")]
    try:
        header = yaml.load("\n".join(lines), Loader=yaml.BaseLoader)  # noqa: S506 strings only
    except yaml.YAMLError as error:
        why = " ".join(str(error).split())
        raise QueryHeaderError(path, f"the #+ header is not YAML: {why}") from error
    if not isinstance(header, dict):
        raise QueryHeaderError(path, "has no #+ header")
    for name, told in header.items():
        if name not in _FORM:
            raise QueryHeaderError(path, f"{name!r} means nothing in a header")
        if not isinstance(told, _FORM[name]):
            raise QueryHeaderError(path, f"{name!r} in the header must be {_KINDS[_FORM[name]]}")
    for name in ("summary", "question"):
        if not header.get(name):
            raise QueryHeaderError(path, f"the header lacks {name!r}")
    return header


def _both(header: Mapping[str, str], name: str) -> dict[str, str]:
    return texts(header[name], header.get(f"{name}_sv"))


def _parameter(path: Path, name: str, told: object) -> Parameter:
    try:
        return read_parameter(name, told)
    except ParameterHeaderError as error:
        raise QueryHeaderError(path, str(error)) from error


def _expand(path: Path, short: str) -> str:
    prefix, colon, local = short.partition(":")
    if not colon or prefix not in PREFIXES:
        raise QueryHeaderError(path, f"{short!r} in 'answers' is no prefixed name known here")
    return PREFIXES[prefix] + local
