"""Somebody else's names for sheets and columns, and what they are here: a small TOML file."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from samverkan.errors import SamverkanError
from samverkan.registers.names import plain
from samverkan.registers.scheme import Scheme
from samverkan.sources.reading import SourceNotFoundError


class MappingError(SamverkanError):
    """The mapping file cannot be used."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path = path


@dataclass(frozen=True)
class SheetMapping:
    """One of their sheets: which of ours it is, and what their columns are."""

    name: str
    sheet: str
    columns: Mapping[str, str] = field(hash=False)
    key_from: str | None = None

    def column(self, header: str) -> str | None:
        """Our name for their column: empty for one to leave out, None for one not named."""
        return self.columns.get(plain(header))


@dataclass(frozen=True)
class NameMapping:
    """The sheets that a mapping file speaks of, by their name there."""

    sheets: Mapping[str, SheetMapping]

    def sheet(self, name: str) -> SheetMapping | None:
        """What is said of their sheet (or CSV file) of that name."""
        return self.sheets.get(plain(name))


NOTHING = NameMapping({})


def read_mapping(path: Path, scheme: Scheme) -> NameMapping:
    """
    Read a mapping file.

    Raises:
        SourceNotFoundError: if there is no such file.
        MappingError: if it is no TOML, or names a sheet or column that there is not here.
    """
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SourceNotFoundError(path, (error.strerror or str(error)).lower()) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MappingError(path, f"no TOML: {error}; correct it there") from error
    sheets = told.get("sheet", [])
    if not isinstance(sheets, list) or not sheets:
        raise MappingError(path, "maps no sheet; begin each with [[sheet]], from and to")
    found = {}
    for entry in sheets:
        mapped = _sheet(path, entry, scheme)
        found[plain(mapped.name)] = mapped
    return NameMapping(found)


def _sheet(path: Path, entry: object, scheme: Scheme) -> SheetMapping:
    if not isinstance(entry, dict) or not all(
        isinstance(entry.get(k), str) for k in ("from", "to")
    ):
        raise MappingError(path, "a [[sheet]] needs from (their name) and to (ours), both texts")
    sheet = scheme.by_name.get(plain(entry["to"]))
    if sheet is None:
        raise MappingError(
            path, _unknown("sheet", entry["to"], (s.names["sv"] for s in scheme.sheets))
        )
    columns = entry.get("columns", {})
    if not isinstance(columns, dict) or not all(isinstance(v, str) for v in columns.values()):
        raise MappingError(path, '[sheet.columns] holds lines like "Their name" = "Ours"')
    for ours in columns.values():
        if ours and not is_column(ours, sheet.by_header):
            names = (column.labels["sv"] for column in sheet.columns)
            raise MappingError(path, _unknown("column", ours, names))
    key_from = entry.get("key_from")
    return SheetMapping(
        name=entry["from"],
        sheet=entry["to"],
        columns={plain(theirs): ours for theirs, ours in columns.items()},
        key_from=key_from if isinstance(key_from, str) else None,
    )


def is_column(name: str, known: Iterable[str]) -> bool:
    """Whether a sheet with those headers has a column of that name; every sheet has a key."""
    return plain(name) in {plain("Nyckel"), plain("Key"), *known}


def _unknown(what: str, name: str, known: Iterable[str]) -> str:
    return f"there is no {what} {name!r}; there are {', '.join(known)}"
