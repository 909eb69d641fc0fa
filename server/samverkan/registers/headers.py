"""Which sheet is which, where its header is, and which column says what."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from samverkan.registers.cells import text_of
from samverkan.registers.grids import Grid
from samverkan.registers.mapping import NameMapping, SheetMapping
from samverkan.registers.names import FINDINGS, KEY, OTHER, plain
from samverkan.registers.problems import Grade, Problem, both, quoted
from samverkan.registers.scheme import Column, Scheme, Sheet
from samverkan.registers.settings import is_instructions

_KEYS = {plain(text) for text in KEY.values()}
#: A header stands near the top: below titles and explanations, above the rows.
_DEEPEST = 40
#: From here on, of 1, a name is so like one of ours that it may be a slip of the finger.
_ALIKE = 0.8


@dataclass
class Layout:
    """A grid whose columns are known."""

    grid: Grid
    sheet: Sheet
    header: int
    key: int
    columns: dict[int, Column] = field(default_factory=dict)
    makes_keys: bool = False


def is_other(name: str) -> bool:
    """Whether a sheet of that name holds statements that have no column."""
    return plain(name) in map(plain, OTHER.values())


def lay_out(
    grid: Grid, scheme: Scheme, mapping: NameMapping
) -> tuple[Layout | None, list[Problem]]:
    """The layout of a sheet, if it is one of a register; and what is odd about it."""
    if is_instructions(grid.name) or is_other(grid.name) or _is_findings(grid.name):
        return None, []
    if not any(text_of(cell) for row in grid.rows for cell in row):
        return None, []
    mapped = mapping.sheet(grid.name)
    sheet = scheme.by_name.get(plain(mapped.sheet if mapped else grid.name))
    if sheet is None and grid.lines is not None:
        sheet = _by_headers(grid, scheme)
    if sheet is None:
        return None, [_not_read(grid, scheme)]
    number, found = _header(grid, sheet, mapped)
    if not found:
        return None, [_no_header(grid, sheet)]
    return _layout(grid, sheet, number, mapped)


def _is_findings(name: str) -> bool:
    return plain(name) in map(plain, FINDINGS.values())


def _by_headers(grid: Grid, scheme: Scheme) -> Sheet | None:
    """The one sheet that more columns of a CSV file belong to than to any other."""
    fit = sorted(
        ((_header(grid, s, None)[1], -n, s) for n, s in enumerate(scheme.sheets)),
        key=lambda found: found[:2],
        reverse=True,
    )
    (most, _, sheet), (next_most, _, _) = fit[:2]
    return sheet if most > max(next_most, 3) else None


def _header(grid: Grid, sheet: Sheet, mapped: SheetMapping | None) -> tuple[int, int]:
    """The row with most of the sheet's headers, and how many it has."""
    best = (0, 0)
    for number, row in enumerate(grid.rows[:_DEEPEST]):
        names = {_ours(text_of(cell), mapped) for cell in row} - {""}
        found = len(names & (_KEYS | sheet.by_header.keys()))
        if mapped and any(mapped.column(text_of(cell)) is not None for cell in row):
            found += 1
        if found > best[1]:
            best = (number, found)
    return best


def _ours(header: str, mapped: SheetMapping | None) -> str:
    told = mapped.column(header) if mapped else None
    return plain(header if told is None else told)


def _layout(
    grid: Grid, sheet: Sheet, number: int, mapped: SheetMapping | None
) -> tuple[Layout | None, list[Problem]]:
    problems: list[Problem] = []
    layout = Layout(grid, sheet, number, key=-1)
    taken: dict[str, int] = {}
    for position, cell in enumerate(grid.rows[number]):
        header = text_of(cell)
        name = _ours(header, mapped)
        if mapped and mapped.key_from and plain(header) == plain(mapped.key_from):
            layout.key, layout.makes_keys = position, True
        if not name:
            if not header and _has_content(grid, number, position):
                problems.append(_nameless(grid, number, position))
            continue
        if name in _KEYS:
            layout.key, layout.makes_keys = position, False
        elif name not in sheet.by_header:
            if not layout.makes_keys or layout.key != position:
                problems.append(_extra(grid, number, position, header, sheet))
            continue
        else:
            column = sheet.by_header[name]
            name = plain(column.labels["sv"])
            layout.columns[position] = column
        if name in taken:
            problems.append(_twice(grid, number, position, header, taken[name]))
        taken[name] = position
    if layout.key < 0:
        problems.append(_no_key(grid, number, sheet))
        return None, problems
    return layout, problems


def _has_content(grid: Grid, header: int, position: int) -> bool:
    return any(position < len(row) and text_of(row[position]) for row in grid.rows[header + 1 :])


def _not_read(grid: Grid, scheme: Scheme) -> Problem:
    names = {lang: ", ".join(s.names[lang] for s in scheme.sheets[:6]) for lang in ("sv", "en")}
    if meant := _meant(grid.name, scheme.by_name):
        names = scheme.by_name[meant].names
        return Problem(
            grid.place(0),
            "Register-leftOut",
            both(
                f"Bladet {quoted(grid.name)} läses inte. Menas {names['sv']}? Byt i så fall namn.",
                f"The sheet {quoted(grid.name)} is not read. Is {names['en']} meant? If so, give "
                "it that name.",
            ),
            Grade.NOTICE,
            found=grid.name,
        )
    return Problem(
        grid.place(0),
        "Register-leftOut",
        both(
            f"Bladet {quoted(grid.name)} läses inte: byt namn till ett av registrets blad "
            f"({names['sv']} …), eller gör en mappning med --suggest-mapping.",
            f"The sheet {quoted(grid.name)} is not read: give it the name of a sheet of the "
            f"register ({names['en']} …), or make a mapping with --suggest-mapping.",
        ),
        Grade.NOTICE,
        found=grid.name,
    )


def _no_header(grid: Grid, sheet: Sheet) -> Problem:
    names = {lang: ", ".join(c.labels[lang] for c in sheet.columns[:4]) for lang in ("sv", "en")}
    return Problem(
        grid.place(0),
        "Register-sheet",
        both(
            f"Rubrikraden hittas inte: skriv en rad med Nyckel, {names['sv']} … överst, "
            "eller gör en mappning med --suggest-mapping.",
            f"No header row is found: write a row with Key, {names['en']} … at the top, "
            "or make a mapping with --suggest-mapping.",
        ),
    )


def _no_key(grid: Grid, row: int, sheet: Sheet) -> Problem:
    return Problem(
        grid.place(row),
        "Register-key",
        both(
            f"Bladet {sheet.names['sv']} saknar kolumnen Nyckel: lägg till den och ge varje "
            "rad ett kort namn som aldrig ändras.",
            f"The sheet {sheet.names['en']} lacks the column Key: add it, and give every "
            "row a short name that never changes.",
        ),
    )


def _meant(name: str, known: Iterable[str]) -> str | None:
    """The name of ours that is all but the same."""
    return next(iter(get_close_matches(plain(name), list(known), 1, _ALIKE)), None)


def _extra(grid: Grid, row: int, position: int, header: str, sheet: Sheet) -> Problem:
    sv = en = ""
    if meant := _meant(header, sheet.by_header):
        labels = sheet.by_header[meant].labels
        sv, en = f" Menas {labels['sv']}?", f" Is {labels['en']} meant?"
    return Problem(
        grid.place(row, position),
        "Register-leftOut",
        both(
            f"Kolumnen {quoted(header)} finns inte i registret och tas inte med.{sv}",
            f"The column {quoted(header)} is none of the register's and is left out.{en}",
        ),
        Grade.NOTICE,
        found=header,
    )


def _nameless(grid: Grid, row: int, position: int) -> Problem:
    return Problem(
        grid.place(row, position),
        "Register-leftOut",
        both(
            "Kolumnen saknar rubrik och tas inte med: skriv en rubrik om den hör till.",
            "The column has no header and is left out: write one if it belongs here.",
        ),
        Grade.NOTICE,
    )


def _twice(grid: Grid, row: int, position: int, header: str, first: int) -> Problem:
    other = grid.place(row, first).cell
    return Problem(
        grid.place(row, position),
        "Register-sheet",
        both(
            f"Rubriken {quoted(header)} står också i {other}: behåll en av kolumnerna.",
            f"The header {quoted(header)} stands in {other} too: keep one of the columns.",
        ),
    )
