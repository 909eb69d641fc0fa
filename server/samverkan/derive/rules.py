"""The derivation rules: one CONSTRUCT a file, beside the ontology."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pyoxigraph import QueryTriples, Store, Triple

from samverkan.assets import asset
from samverkan.derive.evaluation import Evaluation
from samverkan.errors import SamverkanError


class NoRulesError(SamverkanError):
    """A folder that should hold derivation rules holds none."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder}: no *.rq file; without rules nothing would be derived")
        self.folder = folder


class RuleHeaderError(SamverkanError):
    """A rule does not say what it is about, what it reads or what it writes."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"{path}: {reason}; a rule begins with `#+` lines that give its summary and, as "
            "lists of prefixed names, what it reads and writes"
        )
        self.path = path


class RuleError(SamverkanError):
    """A rule that the query engine cannot run."""

    def __init__(self, rule: "Rule", reason: str) -> None:
        super().__init__(f"rule {rule.name}: {reason}; correct the query")
        self.rule = rule


@dataclass(frozen=True)
class Rule:
    """
    A CONSTRUCT query over the default graph.

    Attributes:
        name: its file name without `.rq`; rules run in the order of their names.
        summary: what it derives, in a sentence.
        reads: properties and classes in its pattern, as prefixed names.
        writes: properties and classes that it derives, as prefixed names.
        query: the file's text.
        whole: whether it must see everything (`#+ scope: whole`); else what it says about a
            thing follows from what its patterns reach from there.
    """

    name: str
    summary: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    query: str
    whole: bool = False

    def __call__(self, store: Store, _: Evaluation) -> Iterator[Triple]:
        """
        What it derives from the store.

        Raises:
            RuleError: if the engine refuses it.
        """
        try:
            found = store.query(self.query)
        except SyntaxError as error:
            raise RuleError(self, str(error)) from error
        if not isinstance(found, QueryTriples):
            raise RuleError(self, "it is no CONSTRUCT query")
        yield from found


def load(folder: Path) -> list[Rule]:
    """
    The rules in a folder, in the order of their names.

    Raises:
        NoRulesError: if it holds none.
        RuleHeaderError: if a header line is missing.
    """
    paths = sorted(folder.glob("*.rq"))
    if not paths:
        raise NoRulesError(folder)
    return [_read(path) for path in paths]


@cache
def shipped() -> tuple[Rule, ...]:
    """The rules that come with the package."""
    return tuple(load(asset("ontology") / "rules"))


def _read(path: Path) -> Rule:
    query = path.read_text(encoding="utf-8")
    header = _header(path, query)
    for key in ("summary", "reads", "writes"):
        if key not in header:
            raise RuleHeaderError(path, f"no header line `#+ {key}: ...`")
    return Rule(
        name=path.stem,
        summary=str(header["summary"]),
        reads=tuple(header["reads"]),
        writes=tuple(header["writes"]),
        query=query,
        whole=header.get("scope") == "whole",
    )


def _header(path: Path, query: str) -> dict[str, Any]:
    lines = [line.removeprefix("#+ ") for line in query.splitlines() if line.startswith("#+ ")]
    try:
        header = yaml.safe_load("\n".join(lines))
    except yaml.YAMLError as error:
        raise RuleHeaderError(path, f"the `#+` lines are not YAML: {error}") from error
    return header if isinstance(header, dict) else {}
