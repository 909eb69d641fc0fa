"""
Read a large workbook into triples, check it, and write it again.

`python -m benchmarks.registers`, and the last part of `make bench`: puts its section at the end
of `results.md`; exit 1 if 20,000 rows take ten seconds or more to import.
"""

import sys
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter

from benchmarks.measuring import table, timed
from samverkan.registers.checking import register_report, register_view
from samverkan.registers.importing import Register, read_register
from samverkan.registers.serializing import trig
from samverkan.registers.tabling import tabulate
from samverkan.registers.writing import write_workbook

RESULTS = Path(__file__).parent / "results.md"
HEADING = "## Registers"
#: Seconds in which as many rows are to be imported.
LIMIT, ROWS = 10.0, 20_000
ON = date(2019, 10, 1)
HEADERS = {
    "Applikationer": (
        *("Nyckel", "Namn", "Funktion", "Generalitet", "I bruk från", "Behöver produktsupport"),
        *("Ansvarig kommun", "Efterträdare"),
    ),
    "Användningar": ("Nyckel", "Applikation", "Användare", "Från och med", "Användande enhet"),
}


def main() -> int:
    """Measure, and put the section into the results."""
    with TemporaryDirectory() as folder:
        lines, slowest = measure(Path(folder))
    kept = RESULTS.read_text(encoding="utf-8").partition(f"\n{HEADING}\n")[0].rstrip("\n")
    RESULTS.write_text("\n".join([kept, "", *lines]) + "\n", encoding="utf-8")
    print("\n".join(lines))
    if slowest >= LIMIT:
        print(f"importing takes {slowest:.1f} s; under {LIMIT:.0f} are allowed")
        return 1
    return 0


def measure(folder: Path) -> tuple[list[str], float]:
    """The section in Markdown lines, and the seconds that the import takes."""
    path = folder / "register.xlsx"
    write_rows(path)
    reading, register = timed(lambda: read_register(path, municipality="1461"))
    writing, _ = timed(lambda: trig(register))
    checking, report = timed(lambda: register_report(register, register_view(register, ON)))
    exporting, _ = timed(lambda: export(register, folder / "again.xlsx"))
    rows = [
        ("read into triples, each with its cell", reading),
        ("written as TriG", writing),
        ("**imported: both**", reading + writing),
        (f"held against all rules, {len(report.results)} findings at their cells", checking),
        ("written as a workbook with explanations, drop-downs and checks", exporting),
    ]
    lines = [
        HEADING,
        "",
        f"A workbook of {ROWS} rows ({len(register.public_quads)} triples); seconds of processor "
        f"time, one thread. Importing may take {LIMIT:.0f} s.",
        "",
        *table(("what", "seconds"), [(what, f"{took:.2f}") for what, took in rows]).splitlines(),
    ]
    return lines, reading + writing


def write_rows(path: Path) -> None:
    """A workbook with applications and a use of each, dates and codes as people write them."""
    first = date(2010, 1, 1)
    half = ROWS // 2
    content = {
        "Applikationer": (
            (
                *(f"app-{n}", f"Applikation {n}", "Ekonomi; Kartor", "Generell"),
                *(first + timedelta(days=n % 3000), "ja", "Mellerud", f"app-{(n + 1) % half}"),
            )
            for n in range(half)
        ),
        "Användningar": (
            (f"use-{n}", f"app-{n}", "1461", "1 okt 2019", "dkf:kansliet") for n in range(half)
        ),
    }
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
    for name, rows in content.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate((HEADERS[name], *rows)):
            sheet.write_row(number, 0, row)
    book.close()


def export(register: Register, path: Path) -> None:
    """Write the register as a workbook again."""
    content = tabulate(set(register.public_quads), register.supplier, "sv", "Mellerud")
    write_workbook(path, content, "sv", examples=False)


if __name__ == "__main__":
    sys.exit(main())
