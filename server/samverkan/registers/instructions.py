"""The instruction sheet of a workbook: how to fill it in, and whose register it is."""

from typing import Any

from samverkan.registers.cells import YES
from samverkan.registers.names import INSTRUCTIONS
from samverkan.registers.settings import NAMES, Settings

_TITLE = {"sv": "Register över IT-tillämpningar", "en": "Register of IT applications"}
_TOLD = {
    "sv": (
        "Ett blad för varje slags sak, en rad för varje sak. Tomma blad och rader gör inget.",
        "Nyckel är ett kort, beständigt namn (till exempel ekonomi) som andra rader hänvisar med. "
        "Ändra aldrig en nyckel: då blir det en annan sak. Namnet får ändras.",
        "Orange rubriker är obligatoriska. Raden ovanför rubrikerna förklarar kolumnen.",
        "Datum skrivs 2019-10-01. Flera värden i en cell skiljs med semikolon, flera texter med "
        "||.",
        "Hänvisa till egna saker med deras nyckel (om den finns på flera blad: slag/nyckel, "
        "till exempel post/it-chef), till andras med prefix:nyckel, till kommuner med namn "
        "eller kod.",
        "En rad vars nyckel börjar med # är ett exempel eller en anteckning och läses inte.",
        "Egna kolumner får finnas; de tas inte med. Raderna ovanför rubrikraden läses inte.",
        "Personer, postinnehav och beslut om personers behörighet läggs alltid i den interna "
        "grafen; kostnader om det står ja nedan.",
        "Kontrollera: samverkan validate register.xlsx --annotate granskat.xlsx",
    ),
    "en": (
        "One sheet for each kind of thing, one row for each thing. Empty sheets and rows do no "
        "harm.",
        "The key is a short, lasting name (such as finance) by which other rows point at the "
        "thing. Never change a key: it would become another thing. The name may change.",
        "Orange headers are required. The row above the headers explains the column.",
        "Dates are written 2019-10-01. Several values in a cell are separated by semicolons, "
        "several texts by ||.",
        "Point at things of your own by key (if it stands on several sheets: kind/key, such as "
        "post/it-manager), at others' by prefix:key, at municipalities by name or code.",
        "A row whose key begins with # is an example or a remark and is not read.",
        "Columns of your own may stay; they are left out. Rows above the header are not read.",
        "Persons, post holdings and decisions on persons' access always go into the internal "
        "graph; costs if it says yes below.",
        "Check it: samverkan validate register.xlsx --annotate checked.xlsx",
    ),
}
_SETTINGS = {"sv": "Inställningar", "en": "Settings"}


def write_instructions(book: Any, settings: Settings, language: str, title: Any) -> None:
    """Add the sheet to the workbook."""
    sheet = book.add_worksheet(INSTRUCTIONS[language])
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True})
    filled = book.add_format({"bg_color": "#FFF6D6", "border": 1, "num_format": "@"})
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, _TITLE[language], title)
    row = 2
    for number, text in enumerate(_TOLD[language], start=1):
        sheet.write_number(row, 0, number)
        sheet.write_string(row, 1, text, wrapped)
        row += 1
    row += 1
    sheet.write_string(row, 0, _SETTINGS[language], bold)
    for name, labels in NAMES.items():
        row += 1
        value = getattr(settings, name)
        told = YES[value][language] if isinstance(value, bool) else value or ""
        sheet.write_string(row, 0, labels[language])
        sheet.write_string(row, 1, told, filled)
        if isinstance(value, bool):
            source = [YES[True][language], YES[False][language]]
            sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": source})
