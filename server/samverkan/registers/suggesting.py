"""Draft a mapping file: whose columns are most like which of ours."""

import json
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from samverkan.namespaces import RDFS, SMV
from samverkan.registers.cells import text_of
from samverkan.registers.grids import Grid
from samverkan.registers.headers import is_other
from samverkan.registers.names import FINDINGS, KEY, plain
from samverkan.registers.scheme import Scheme, Sheet
from samverkan.registers.settings import is_instructions

_POSSIBLE = 60
#: What lists of municipalities are often called, and keys in them.
_ALSO = {
    "application": (
        "system",
        "systemförteckning",
        "systemlista",
        "it-system",
        "systems",
        "program",
    ),
    "administration": ("organisation", "departments"),
    "supplier": ("leverantörslista", "vendors"),
    "agreement": ("avtalslista", "contracts"),
    "cost": ("kostnad", "budget"),
}
_ALSO_KEY = ("id", "system-id", "nr", "objekt-id", "löpnummer")
#: What such lists call what our columns hold, by the column's property.
_ALSO_COLUMN = {
    RDFS + "label": ("systemnamn", "benämning", "titel", "name of system"),
    SMV + "function": ("kategori", "systemtyp", "typ av system", "category"),
    SMV + "inUseFrom": ("driftsatt", "driftstart", "i drift från", "i drift sedan", "go live"),
    SMV + "retiredOn": ("avvecklat", "avställt", "ur drift", "decommissioned"),
    SMV + "from": ("startdatum", "avtalsstart", "gäller från", "start date"),
    SMV + "until": ("slutdatum", "avtalsslut", "gäller till", "end date"),
    SMV + "amount": ("kostnad", "pris", "summa", "kr", "cost"),
    RDFS + "comment": ("kommentar", "anmärkning", "beskrivning", "övrigt", "remarks"),
}
_DEEPEST = 40


def suggest_mapping(grids: Sequence[Grid], scheme: Scheme, language: str) -> str:
    """
    A TOML mapping of the sheets and columns, for somebody to correct.

    Likely pairs are stated with their likeness (0-100); unlikely columns are left out (`""`).
    """
    lines = [
        "# Draft: check every line. The number is how alike the names are, of 100.",
        '# "" leaves the column out. key_from makes keys of a column, where there is none.',
    ]
    for grid in grids:
        if is_instructions(grid.name) or is_other(grid.name) or _own(grid.name):
            continue
        if any(text_of(cell) for row in grid.rows for cell in row):
            lines += ["", *_sheet(grid, scheme, language)]
    return "\n".join(lines) + "\n"


def _own(name: str) -> bool:
    return plain(name) in map(plain, FINDINGS.values())


def _sheet(grid: Grid, scheme: Scheme, language: str) -> list[str]:
    sheet, headers, score = _best(grid, scheme)
    lines = [
        "[[sheet]]",
        f"from = {_quoted(grid.name)}",
        f"to = {_quoted(sheet.names[language])}  # {score:.0f}",
    ]
    pairs = _pairs(headers, sheet, language)
    if not any(ours == KEY[language] for ours, _ in pairs.values()) and pairs:
        name = next((theirs for theirs, (ours, _) in pairs.items() if ours), next(iter(pairs)))
        lines.append(f"key_from = {_quoted(name)}  # no column of keys was found")
    lines.append("[sheet.columns]")
    for theirs, (ours, likeness) in pairs.items():
        remark = f"  # {likeness:.0f}" if ours else ""
        lines.append(f"{_quoted(theirs)} = {_quoted(ours)}{remark}")
    return lines


def _best(grid: Grid, scheme: Scheme) -> tuple[Sheet, list[str], float]:
    """The sheet of ours that theirs is most like, by its name and its headers."""
    headers = _headers(grid)
    scored = []
    for number, sheet in enumerate(scheme.sheets):
        names = [plain(name) for name in (*sheet.names.values(), *sheet.labels.values())]
        names += _ALSO.get(sheet.kind, ())
        by_name = max(fuzz.ratio(plain(grid.name), name) for name in names)
        likeness = [_likeness(header, sheet.by_header) for header in headers]
        by_headers = sum(likeness) / len(likeness) if likeness else 0.0
        scored.append((0.4 * by_name + 0.6 * by_headers, -number, sheet))
    score, _, sheet = max(scored, key=lambda item: item[:2])
    return sheet, headers, score


def _likeness(header: str, names: Iterable[str]) -> float:
    """How like the most like of the names; nothing if none is like it at all."""
    best = max(_alike(plain(header), name) for name in names)
    return best if best >= _POSSIBLE else 0.0


def _alike(one: str, other: str) -> float:
    """How alike two names are, whatever the order of their words."""
    one, other = one.replace("-", " "), other.replace("-", " ")
    return max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other))


def _headers(grid: Grid) -> list[str]:
    """The first row that is filled most: titles above it have fewer cells."""
    rows = [[text_of(cell) for cell in row] for row in grid.rows[:_DEEPEST]]
    fullest = max(rows, key=lambda row: sum(bool(cell) and not cell.isdigit() for cell in row))
    return list(dict.fromkeys(cell for cell in fullest if cell))


def _pairs(headers: list[str], sheet: Sheet, language: str) -> dict[str, tuple[str, float]]:
    """Each of their headers with the column of ours that it is most like, used once."""
    ours = {name: column.labels[language] for name, column in sheet.by_header.items()}
    ours |= {plain(text): KEY[language] for text in (*KEY.values(), *_ALSO_KEY)}
    for column in sheet.columns:
        if column.language in (None, "sv"):
            told = column.labels[language]
            ours |= dict.fromkeys(_ALSO_COLUMN.get(column.predicate, ()), told)
    scored = sorted(
        (
            (_alike(plain(theirs), name), theirs, label)
            for theirs in headers
            for name, label in ours.items()
        ),
        key=lambda item: (-item[0], headers.index(item[1]), item[2]),
    )
    found: dict[str, tuple[str, float]] = {}
    taken: set[str] = set()
    for score, theirs, label in scored:
        if score >= _POSSIBLE and theirs not in found and label not in taken:
            found[theirs] = (label, score)
            taken.add(label)
    return {theirs: found.get(theirs, ("", 0.0)) for theirs in headers}


def _quoted(text: str) -> str:
    """A basic TOML string; JSON's escapes are TOML's."""
    return json.dumps(text, ensure_ascii=False)
