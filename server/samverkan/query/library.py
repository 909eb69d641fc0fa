"""The stored queries: one question a file, with a header that says what it asks and answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pyoxigraph import Literal, NamedNode, Quad

from samverkan.assets import asset
from samverkan.errors import SamverkanError
from samverkan.namespaces import PREFIXES, QUERIES, RDF, RDFS, smv

#: What a parameter may be.
TYPES = ("xsd:date", "xsd:string", "xsd:integer", "xsd:decimal", "xsd:boolean", "iri")

#: Names that an error lists in full.
_LISTED = 12


class UnknownQueryError(SamverkanError):
    """The library has no query of that name."""

    def __init__(self, name: str, known: list[str]) -> None:
        near = [k for k in known if name and name in k] or get_close_matches(name, known)
        if near:
            hint = f"did you mean {' or '.join(near[:3])}?"
        elif len(known) <= _LISTED:
            hint = f"the library has {', '.join(known)}"
        else:
            hint = f"`samverkan queries` and /queries/ list the {len(known)} that there are"
        super().__init__(f"no query named {name!r}; {hint}")
        self.name, self.near, self.count = name, near[:3], len(known)


class QueryHeaderError(SamverkanError):
    """The `#+` header of a stored query is not what it should be."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}; see CONTRIBUTING.md for the form of the header")
        self.path = path


@dataclass(frozen=True)
class Parameter:
    """A value that the asker may choose: bound to the variable of the same name."""

    name: str
    type: str
    default: str | None
    descriptions: dict[str, str]

    def description(self, language: str) -> str:
        """What it stands for, in that language or English."""
        return self.descriptions.get(language) or self.descriptions.get("en", "")


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
        texts = self.columns.get(name, {})
        return texts.get(language) or texts.get("en", "")


class Library:
    """The stored queries of a folder, by name."""

    def __init__(self, folder: Path) -> None:
        files = sorted(folder.glob("*.rq"))
        if not files:
            raise QueryHeaderError(folder, "holds no stored query (*.rq)")
        self._queries = {file.stem: read_query(file) for file in files}

    def find(self, name: str) -> StoredQuery:
        """
        The query of that name.

        Raises:
            UnknownQueryError: if there is none; names those there are.
        """
        try:
            return self._queries[name]
        except KeyError:
            raise UnknownQueryError(name, list(self._queries)) from None

    def __contains__(self, name: object) -> bool:
        return name in self._queries

    def __iter__(self) -> Iterator[StoredQuery]:
        return iter(self._queries.values())

    def __len__(self) -> int:
        return len(self._queries)

    def answering(self, requirement: str) -> list[StoredQuery]:
        """The queries that answer the requirement with that IRI."""
        return [query for query in self if requirement in query.answers]

    def by_first_tag(self) -> list[tuple[str, list[StoredQuery]]]:
        """The queries under the first tag of each, for a page or a list."""
        tags: dict[str, list[StoredQuery]] = {}
        for query in self:
            tags.setdefault(query.tags[0] if query.tags else "other", []).append(query)
        return sorted(tags.items())

    def quads(self) -> Iterator[Quad]:
        """The library as data: each query, its questions and the requirements it answers."""
        for query in self:
            node = NamedNode(query.iri)
            yield Quad(node, NamedNode(RDF + "type"), smv("StoredQuery"))
            for language, text in query.questions.items():
                yield Quad(node, NamedNode(RDFS + "label"), Literal(text, language=language))
            for requirement in query.answers:
                yield Quad(node, smv("answers"), NamedNode(requirement))


@cache
def shipped_library() -> Library:
    """The stored queries that come with the package; read once."""
    return Library(asset("queries"))


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
            may not.
    """
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
        columns={name: _texts(told, columns_sv.get(name)) for name, told in columns.items()},
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
    return _texts(header[name], header.get(f"{name}_sv"))


def _texts(english: str, swedish: str | None) -> dict[str, str]:
    return {"en": english} | ({"sv": swedish} if swedish else {})


def _parameter(path: Path, name: str, told: object) -> Parameter:
    known = told if isinstance(told, dict) else {}
    kind = known.get("type")
    if kind not in TYPES:
        why = f"parameter {name!r} needs a type, one of {', '.join(TYPES)}"
        raise QueryHeaderError(path, why)
    texts = _texts(known.get("description", ""), known.get("description_sv"))
    return Parameter(name, kind, known.get("default"), texts)


def _expand(path: Path, short: str) -> str:
    prefix, colon, local = short.partition(":")
    if not colon or prefix not in PREFIXES:
        raise QueryHeaderError(path, f"{short!r} in 'answers' is no prefixed name known here")
    return PREFIXES[prefix] + local
