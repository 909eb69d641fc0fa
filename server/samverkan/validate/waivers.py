"""Waivers: decisions to live with a result for a time, kept in a file beside the data."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from samverkan.errors import SamverkanError
from samverkan.namespaces import PREFIXES, SHAPES
from samverkan.sources.dataset import Dataset
from samverkan.validate.report import Place, Report, Result, Waiver, in_order
from samverkan.validate.shapes import Shape

#: The file that is read beside a dataset's description, where there is one.
WAIVERS = "waivers.toml"
_ENTRY = re.compile(r"^[ \t]*\[\[[ \t]*waiver[ \t]*\]\]", re.MULTILINE)
_KEYS = {"focus", "shape", "why", "decided_by", "until"}


class WaiverFileError(SamverkanError):
    """The file of waivers cannot be read, or an entry of it names no result."""

    def __init__(self, path: Path, line: int | None, why: str) -> None:
        super().__init__(f"{path}{f':{line}' if line else ''}: {why}")
        self.path, self.line = path, line


@dataclass(frozen=True)
class Entry:
    """One waiver as it is written: which result, and what is said of the decision."""

    focus: str
    shape: str
    why: str
    decided_by: str
    until: date | None
    place: Place

    @property
    def name(self) -> str:
        """What the waiver is called in its IRI."""
        return re.sub(r"[^A-Za-z0-9]+", "-", f"{self.shape}-{self.focus.rsplit('/', 1)[-1]}")

    @property
    def explained(self) -> bool:
        """Whether it says why, who decided and until when."""
        return bool(self.why and self.decided_by and self.until)

    def covers(self, result: Result) -> bool:
        """Whether the result is the one that is meant."""
        return result.focus == self.focus and result.code == self.shape


def read_waivers(path: Path) -> list[Entry]:
    """
    The waivers in the file, in its order.

    A file is TOML: one `[[waiver]]` a decision, with `focus` (IRI or prefixed name), `shape` (its
    code), `why`, `decided_by` and `until` (a date, inclusive); a table `[prefixes]` adds to the
    prefixes that are known.

    Raises:
        WaiverFileError: if it cannot be read, is no TOML, or an entry lacks focus or shape.
    """
    try:
        text = path.read_bytes().removeprefix(b"\xef\xbb\xbf").decode()
        told = tomllib.loads(text)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise WaiverFileError(path, None, f"{why}; check the path") from error
    except UnicodeDecodeError as error:
        raise WaiverFileError(path, None, "is not UTF-8; save it so") from error
    except tomllib.TOMLDecodeError as error:
        raise WaiverFileError(path, None, f"{error}; correct the file there") from error
    if unknown := sorted(set(told) - {"waiver", "prefixes"}):
        raise WaiverFileError(path, None, f"unknown: {', '.join(unknown)}; write [[waiver]] tables")
    tables, prefixes = told.get("waiver", []), told.get("prefixes", {})
    if not isinstance(tables, list) or not isinstance(prefixes, dict):
        raise WaiverFileError(path, None, "write each waiver as a table [[waiver]]")
    lines = [text.count("\n", 0, found.start()) + 1 for found in _ENTRY.finditer(text)]
    known = lines if len(lines) == len(tables) else [None] * len(tables)
    return [
        _entry(path, line, table, {**PREFIXES, **prefixes})
        for line, table in zip(known, tables, strict=True)
    ]


def waivers_beside(dataset: Dataset) -> Path | None:
    """The file of waivers beside the dataset's description, if there is one."""
    file = dataset.path.with_name(WAIVERS) if dataset.path else None
    return file if file and file.is_file() else None


def waived(
    report: Report,
    entries: Sequence[Entry],
    shapes: Mapping[str, Shape],
    *,
    complete: bool = True,
) -> Report:
    """
    The report with its waived results marked, and a finding for each waiver that is no good.

    A waiver counts until its last day, if it says why, who decided and until when.

    Args:
        report: of validating all of a dataset.
        entries: the waivers.
        shapes: by IRI; those of waivers give the findings their messages.
        complete: whether the report saw all data, so that a waiver without result is unused.
    """
    results = list(report.results)
    wrong: list[Result] = []
    for entry in entries:
        covered = [number for number, result in enumerate(results) if entry.covers(result)]
        if not entry.explained:
            wrong.append(_finding("unexplained", entry, report, shapes))
        elif not covered:
            if complete:
                wrong.append(_finding("unused", entry, report, shapes))
        elif entry.until and entry.until < report.on:
            wrong.append(_finding("expired", entry, report, shapes))
        elif entry.until:
            waiver = Waiver(entry.why, entry.decided_by, entry.until, entry.name)
            for number in covered:
                results[number] = replace(results[number], waiver=waiver)
    return replace(report, results=in_order(_once([*results, *wrong])))


def _entry(path: Path, line: int | None, table: object, prefixes: Mapping[str, str]) -> Entry:
    if not isinstance(table, dict):
        raise WaiverFileError(path, line, "write each waiver as a table [[waiver]]")
    if unknown := sorted(set(table) - _KEYS):
        raise WaiverFileError(
            path, line, f"a waiver has no {', '.join(unknown)}; it has {', '.join(sorted(_KEYS))}"
        )
    for name in ("focus", "shape"):
        if not isinstance(table.get(name), str) or not table[name].strip():
            raise WaiverFileError(path, line, f'the waiver names no {name}; add {name} = "..."')
    until = table.get("until")
    if until is not None and type(until) is not date:
        raise WaiverFileError(path, line, f"until is {until!r}; write a date: until = 2020-12-31")
    return Entry(
        focus=_expanded(path, line, table["focus"].strip(), prefixes),
        shape=table["shape"].strip().removeprefix(SHAPES).removeprefix("smvsh:"),
        why=str(table.get("why", "")).strip(),
        decided_by=str(table.get("decided_by", "")).strip(),
        until=until,
        place=Place(path.as_posix(), line, 1 if line else None),
    )


def _expanded(path: Path, line: int | None, name: str, prefixes: Mapping[str, str]) -> str:
    prefix, colon, local = name.strip("<>").partition(":")
    if not colon:
        raise WaiverFileError(path, line, f"focus {name!r} is no IRI and no prefixed name")
    if local.startswith("//"):
        return name.strip("<>")
    if prefix not in prefixes:
        raise WaiverFileError(path, line, f"prefix {prefix!r} is unknown; add it to [prefixes]")
    return str(prefixes[prefix]) + local


def _finding(kind: str, entry: Entry, report: Report, shapes: Mapping[str, Shape]) -> Result:
    shape = shapes[f"{SHAPES}Waiver-{kind}"]
    return Result(
        focus=f"{report.dataset}/waiver/{entry.name}",
        shape=shape.iri,
        severity=shape.severity,
        messages=shape.messages,
        value=f"<{entry.focus}>",
        label=f"{entry.shape}: {entry.focus.rsplit('/', 1)[-1]}",
        place=entry.place,
    )


def _once(results: Iterable[Result]) -> list[Result]:
    """Each result once: two equal waivers that are wrong make one finding."""
    return list({result.key: result for result in results}.values())
