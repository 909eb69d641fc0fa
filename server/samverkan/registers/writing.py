"""Write a register as a workbook: sheets with explanations, drop-downs and checks."""

from datetime import date
from pathlib import Path
from typing import Any

from samverkan.namespaces import SMV, XSD
from samverkan.registers.cells import YES, Value
from samverkan.registers.examples import example_row
from samverkan.registers.grids import cell_name
from samverkan.registers.instructions import write_instructions
from samverkan.registers.names import EXPLAINED, KEY, LISTS, OTHER
from samverkan.registers.other import HEADERS
from samverkan.registers.scheme import Column
from samverkan.registers.shared_names import shared_names
from samverkan.registers.tabling import Content, Table

#: Title, explanations, header: then the rows.
HEADER = 2
#: Rows that are checked beyond those that are filled in.
_ROOM = 1000
_LONG = 255
_WORDS = {
    "required": {"sv": "Obligatorisk.", "en": "Required."},
    "date": {"sv": "Datum: ÅÅÅÅ-MM-DD.", "en": "Date: YYYY-MM-DD."},
    "yes": {"sv": "Ja eller nej.", "en": "Yes or no."},
    "amount": {
        "sv": "Belopp i kronor, högst två decimaler.",
        "en": "Amount in SEK, at most two decimals.",
    },
    "whole": {"sv": "Heltal.", "en": "Whole number."},
    "year": {"sv": "Årtal, fyra siffror.", "en": "Year, four digits."},
    "code": {"sv": "Välj i listan.", "en": "Choose from the list."},
    "thing": {
        "sv": "Nyckeln på {}; andras saker: prefix:nyckel.",
        "en": "The key on {}; others' things: prefix:key.",
    },
    "named": {"sv": "Namn eller kod.", "en": "Name or code."},
    "many": {"sv": "Flera skiljs med semikolon.", "en": "Separate several by semicolons."},
    "texts": {"sv": "Flera skiljs med ||.", "en": "Separate several by ||."},
}


def write_workbook(path: Path, content: Content, language: str, *, examples: bool) -> None:
    """
    Write the workbook, beside its place first and then there.

    Args:
        path: where to.
        content: what its rows say.
        language: of sheet names, headers, explanations and codes.
        examples: whether every sheet gets an example row, which is not read.
    """
    import xlsxwriter  # noqa: PLC0415 other commands need not wait for it

    beside = path.with_name(path.name + ".part")
    book = xlsxwriter.Workbook(str(beside), {"default_date_format": "yyyy-mm-dd"})
    try:
        _Writer(book, content, language, examples).write()
        book.close()
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


class _Writer:
    def __init__(self, book: Any, content: Content, language: str, examples: bool) -> None:
        self._book, self._content, self._language = book, content, language
        self._examples = examples
        add = book.add_format
        self._title = add({"bold": True, "font_size": 14})
        self._told = add(
            {
                "italic": True,
                "font_color": "#555555",
                "text_wrap": True,
                "valign": "top",
                "font_size": 9,
            }
        )
        self._head = add(
            {"bold": True, "bg_color": "#DCE6F1", "border": 1, "text_wrap": True, "valign": "top"}
        )
        self._needed = add(
            {"bold": True, "bg_color": "#F8D7A8", "border": 1, "text_wrap": True, "valign": "top"}
        )
        self._grey = add({"italic": True, "font_color": "#888888"})
        self._grey_date = add({"italic": True, "font_color": "#888888", "num_format": "yyyy-mm-dd"})
        self._date = add({"num_format": "yyyy-mm-dd"})
        self._amount = add({"num_format": "#,##0.00"})
        self._lists: dict[tuple[str, ...], str] = {}
        self._list_sheet: Any = None

    def write(self) -> None:
        """All sheets, the instructions first."""
        write_instructions(self._book, self._content.settings, self._language, self._title)
        sheets = [
            (table, self._book.add_worksheet(table.sheet.names[self._language]))
            for table in self._content.tables
        ]
        self._list_sheet = self._book.add_worksheet(LISTS)
        self._list_sheet.hide()
        for table, worksheet in sheets:
            self._sheet(table, worksheet)
        if self._content.other:
            self._other()

    def _sheet(self, table: Table, worksheet: Any) -> None:
        sheet, language = table.sheet, self._language
        worksheet.write_string(0, 0, sheet.names[language], self._title)
        worksheet.write_string(0, 1, sheet.definitions.get(language, ""), self._grey)
        worksheet.set_row(1, 75)
        self._header(worksheet, 0, KEY[language], EXPLAINED["key"][language], needed=True)
        for number, column in enumerate(sheet.columns, start=1):
            told = " ".join((column.definitions.get(language, ""), self._hint(column))).strip()
            self._header(worksheet, number, column.labels[language], told, column.required)
        worksheet.freeze_panes(HEADER + 1, 1)
        start = HEADER + 1
        if self._examples:
            row = example_row(sheet, self._content.references, language)
            for number, value in enumerate(row):
                self._cell(worksheet, start, number, value, None, example=True)
            start += 1
        for line, cells in enumerate(table.rows, start=start):
            for number, value in enumerate(cells):
                of = sheet.columns[number - 1] if number else None
                self._cell(worksheet, line, number, value, of)
        last = start + len(table.rows) + _ROOM
        for number, column in enumerate(sheet.columns, start=1):
            check = self._check(column)
            if check:
                worksheet.data_validation(HEADER + 1, number, last, number, check)

    def _header(
        self, worksheet: Any, column: int, name: str, told: str, needed: bool = False
    ) -> None:
        worksheet.write_string(1, column, told, self._told)
        worksheet.write_string(
            HEADER, column, f"{name} *" if needed else name, self._needed if needed else self._head
        )
        worksheet.set_column(column, column, max(16, min(30, len(name) + 4)))

    def _hint(self, column: Column) -> str:
        hints = [_WORDS["required"]] if column.required else []
        kind = {
            XSD + "date": "date",
            XSD + "boolean": "yes",
            XSD + "decimal": "amount",
            XSD + "integer": "whole",
            XSD + "gYear": "year",
        }.get(column.datatype or "")
        if kind:
            hints.append(_WORDS[kind])
        if column.codes:
            hints.append(_WORDS["code"])
        told = " ".join(hint[self._language] for hint in hints)
        names = self._sheets_of(column)
        if names:
            told += " " + _WORDS["thing"][self._language].format(", ".join(names))
        elif column.classes:
            told += " " + _WORDS["named"][self._language]
        if column.many:
            told += " " + _WORDS["texts" if column.is_text else "many"][self._language]
        return told.strip()

    def _sheets_of(self, column: Column) -> list[str]:
        """The sheets whose keys the column may hold, where they are few."""
        if not column.classes:
            return []
        scheme = self._content.references.scheme
        kinds = scheme.kinds_for(column.classes)
        names = {s.kind: s.names[self._language] for s in reversed(scheme.sheets)}
        return [names[kind] for kind in kinds][:6]

    def _cell(
        self,
        worksheet: Any,
        row: int,
        number: int,
        value: Value | None,
        column: Column | None,
        example: bool = False,
    ) -> None:
        if value is None:
            return
        if isinstance(value, str):
            worksheet.write_string(row, number, value, self._grey if example else None)
        elif isinstance(value, date):
            form = self._grey_date if example else self._date
            worksheet.write_datetime(row, number, value, form)
        else:
            money = column is not None and column.datatype == XSD + "decimal"
            form = self._grey if example else self._amount if money else None
            worksheet.write_number(row, number, value, form)

    def _check(self, column: Column) -> dict[str, Any] | None:
        """What the spreadsheet itself checks or offers when somebody types into the column."""
        told = self._hint(column)
        check: dict[str, Any] = {
            "ignore_blank": True,
            "input_title": column.labels[self._language][:32],
            "input_message": told[:_LONG],
            "error_message": told[:_LONG],
        }
        # A check that stops would refuse several values, and others' things; it only reminds.
        loose = {"error_type": "information", "show_error": False}
        if column.codes:
            offered = self._content.references.codes_of(column, self._language)
            check |= {"validate": "list", "source": self._offer(column, offered)}
            return check | loose if column.many or column.classes else check
        if column.datatype == XSD + "boolean":
            words = [YES[True][self._language], YES[False][self._language]]
            return check | {"validate": "list", "source": words}
        if column.datatype == XSD + "date" and not column.many:
            return check | {"validate": "date", "criteria": ">=", "value": date(1900, 1, 1)}
        if column.datatype == XSD + "decimal":
            return check | {
                "validate": "decimal",
                "criteria": "between",
                "minimum": -1e12,
                "maximum": 1e12,
            }
        if column.datatype == XSD + "integer":
            return check | {
                "validate": "integer",
                "criteria": "between",
                "minimum": 0,
                "maximum": 10**9,
            }
        if column.datatype == XSD + "gYear":
            return check | {
                "validate": "integer",
                "criteria": "between",
                "minimum": 1900,
                "maximum": 2999,
            }
        source = self._keys_or_names(column)
        return check | loose | {"validate": "list", "source": source} if source else None

    def _keys_or_names(self, column: Column) -> str | None:
        """A drop-down of the keys on the one sheet, or of the reference things, that fit."""
        if not column.classes:
            return None
        references = self._content.references
        names = shared_names()
        if SMV + "Municipality" in column.classes or SMV + "BusinessArea" in column.classes:
            classes = [c for c in column.classes if c.startswith(SMV)]
            things = [iri for cls in classes for iri in names.of_class(cls)]
            offered = [references.write(column, iri, self._language) or "" for iri in things]
            return self._offer(column, sorted(filter(None, offered)))
        kinds = references.scheme.kinds_for(column.classes)
        sheets = [s for s in references.scheme.sheets if s.kind in kinds]
        if len(sheets) != 1:
            return None
        name = sheets[0].names[self._language].replace("'", "''")
        rows = next(len(t.rows) for t in self._content.tables if t.sheet is sheets[0])
        first = HEADER + 2 + self._examples
        return f"='{name}'!$A${first}:$A${first + rows + _ROOM}"

    def _offer(self, column: Column, values: list[str]) -> str:
        """The name of a list on the hidden sheet."""
        key = tuple(values)
        if key not in self._lists:
            number = len(self._lists)
            name = f"lista_{column.predicate.rsplit('/', 1)[-1]}_{number}"
            for row, value in enumerate(values):
                self._list_sheet.write_string(row, number, value)
            top = cell_name(0, number)
            letters = top.rstrip("0123456789")
            self._book.define_name(
                name, f"='{LISTS}'!${letters}$1:${letters}${max(len(values), 1)}"
            )
            self._lists[key] = f"={name}"
        return self._lists[key]

    def _other(self) -> None:
        worksheet = self._book.add_worksheet(OTHER[self._language])
        worksheet.set_column(0, 2, 45)
        worksheet.write_string(0, 0, OTHER[self._language], self._title)
        for number, header in enumerate(HEADERS[self._language]):
            worksheet.write_string(HEADER, number, header, self._head)
        for line, row in enumerate(self._content.other, start=HEADER + 1):
            for number, value in enumerate(row):
                worksheet.write_string(line, number, value)
