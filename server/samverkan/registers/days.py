"""Dates as people in Sweden write them, and no guess where one could mean two days."""

import re
from datetime import date, datetime

from samverkan.registers.problems import CellError, expected

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari januar january jan",
            "februari february feb febr",
            "mars march mar",
            "april apr",
            "maj may",
            "juni june jun",
            "juli july jul",
            "augusti august aug",
            "september sep sept",
            "oktober october okt oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_TIME = r"(?:[T ]+(?P<time>[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2}(?:[.,][0-9]+)?)?Z?))?"
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})" + _TIME)
_PACKED = re.compile(r"((?:19|20|21)[0-9]{2})([0-9]{2})([0-9]{2})")
_SHORT = re.compile(r"([0-9]{2})-?([0-9]{2})-?([0-9]{2})")
#: 1/10 2019 and 1/10-2019: the Swedish way, day first.
_SWEDISH = re.compile(r"([0-9]{1,2})/([0-9]{1,2})(?: ?- ?| +)([0-9]{4})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})" + _TIME)
_NAMED = re.compile(r"(?:den )?([0-9]{1,2})(?::e|:a|\.|st|nd|rd|th)? ?([^\W\d]+)\.?,? ?([0-9]{4})")
_ENGLISH = re.compile(r"([^\W\d]+)\.? ([0-9]{1,2}),? ([0-9]{4})")
_FIRST, _LAST = 20_000, 73_050  # Excel's numbers of days in 1954 and 2099
_EPOCH = date(1899, 12, 30).toordinal()


def read_day(raw: object) -> date:
    """
    The day that a cell holds.

    Raises:
        CellError: if it holds no day, or could mean two.
    """
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    if isinstance(raw, bool):
        raise _no_day(raw)
    if isinstance(raw, int | float):
        return _from_number(raw)
    text = " ".join(str(raw).replace("\N{FIGURE DASH}", "-").replace("\N{EN DASH}", "-").split())
    if match := _YEAR_FIRST.fullmatch(text):
        return _day(raw, match[1], match[3], match[4])
    if match := _PACKED.fullmatch(text):
        return _day(raw, match[1], match[2], match[3])
    if match := _SWEDISH.fullmatch(text):
        return _day(raw, match[3], match[2], match[1])
    if match := _YEAR_LAST.fullmatch(text):
        return _either(raw, match[4], match[1], match[3])
    if match := _NAMED.fullmatch(text):
        return _named(raw, match[3], match[2], match[1])
    if match := _ENGLISH.fullmatch(text):
        return _named(raw, match[3], match[1], match[2])
    if match := _SHORT.fullmatch(text):
        raise _two_centuries(raw, match)
    raise _no_day(raw)


def has_time(raw: object) -> bool:
    """Whether the cell says a time of day too, which a register does not keep."""
    if isinstance(raw, datetime):
        return raw.time() != datetime.min.time()
    match = isinstance(raw, str) and _YEAR_FIRST.fullmatch(" ".join(raw.split()))
    return bool(match and match["time"] and re.search("[1-9]", match["time"]))


def _from_number(raw: float) -> date:
    if raw != int(raw):
        raise _no_day(raw)
    text = str(int(raw))
    if match := _PACKED.fullmatch(text):
        return _day(text, match[1], match[2], match[3])
    if _FIRST <= raw <= _LAST:
        day = date.fromordinal(_EPOCH + int(raw))
        raise expected(
            text,
            f"är ett tal; som datum i Excel vore det {day}. Ge cellen formatet datum, eller skriv "
            f"{day} om det är vad som menas.",
            f"is a number; as a date of Excel it would be {day}. Format the cell as a date, or "
            f"write {day} if that is what is meant.",
        )
    raise _no_day(text)


def _day(raw: object, year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise _no_day(raw) from None


def _named(raw: object, year: str, month: str, day: str) -> date:
    number = _MONTHS.get(month.casefold())
    if number is None:
        raise _no_day(raw)
    return _day(raw, year, str(number), day)


def _either(raw: object, year: str, first: str, second: str) -> date:
    """Day first or month first: the one that exists, and an error if both do and differ."""
    readings = []
    for month, day in ((second, first), (first, second)):
        try:
            readings.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    if not readings:
        raise _no_day(raw)
    if len(set(readings)) == 2:
        one, other = readings
        raise expected(
            raw,
            f"kan vara {one} eller {other}: skriv den dag som menas på formen ÅÅÅÅ-MM-DD.",
            f"can be {one} or {other}: write the day that is meant as YYYY-MM-DD.",
        )
    return readings[0]


def _two_centuries(raw: object, match: re.Match[str]) -> CellError:
    month, day = match[2], match[3]
    for century in ("20", "19"):
        _day(raw, century + match[1], month, day)
    one, other = (f"{century}{match[1]}-{month}-{day}" for century in ("20", "19"))
    return expected(
        raw,
        f"kan vara {one} eller {other}: skriv året med fyra siffror.",
        f"can be {one} or {other}: write the year with four digits.",
    )


def _no_day(raw: object) -> CellError:
    return expected(
        raw,
        "är inget datum: skriv år, månad och dag på formen ÅÅÅÅ-MM-DD, till exempel 2019-10-01.",
        "is not a date: write year, month and day as YYYY-MM-DD, such as 2019-10-01.",
    )
