"""An example row for every sheet of a template: marked, and not read."""

from datetime import date

from samverkan.namespaces import SMV, XSD
from samverkan.registers.cells import YES, Value
from samverkan.registers.references import References
from samverkan.registers.scheme import LABEL, Column, Sheet

#: A row whose key begins so is an example or a remark, and is not read.
REMARK = "#"
_EXAMPLE = {"sv": "Exempel", "en": "Example"}
_KEY = {"sv": "exempel", "en": "example"}
_DAY = date(2019, 10, 1)


def example_row(sheet: Sheet, references: References, language: str) -> list[Value | None]:
    """The cells of the example: the key and what is required, and dates and names beside."""
    row: list[Value | None] = [f"{REMARK} {_KEY[language]}"]
    for column in sheet.columns:
        wanted = column.required or column.predicate in (LABEL, SMV + "from")
        if column.language == "en" and language != "en":
            wanted = False
        row.append(_value(sheet, column, references, language) if wanted else None)
    return row


def _value(sheet: Sheet, column: Column, references: References, language: str) -> Value | None:
    if column.codes:
        return references.codes_of(column, language)[0]
    if column.is_node:
        municipal = {SMV + "Municipality", "http://www.w3.org/ns/org#Organization"}
        return "Mellerud" if municipal.intersection(column.classes) else _KEY[language]
    if column.language:
        label = sheet.labels.get(column.language, sheet.kind)
        return f"{_EXAMPLE[column.language]}: {label}"
    by_type: dict[str | None, Value] = {
        XSD + "date": _DAY,
        XSD + "boolean": YES[True][language],
        XSD + "decimal": 1200.5,
        XSD + "integer": 12,
        XSD + "gYear": 2019,
    }
    return by_type.get(column.datatype)
