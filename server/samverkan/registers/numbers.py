"""Numbers and yes or no, as people write them in cells."""

import re
from decimal import Decimal, InvalidOperation

from samverkan.registers.problems import CellError, expected

_YES = {"ja", "j", "yes", "y", "x", "sant", "true", "1", "✓", "✔", "☑"}
_NO = {"nej", "n", "no", "falskt", "false", "0", "☐"}
_CENT = Decimal("0.01")
_NOISE = Decimal("0.00001")
_UNIT = re.compile(r"\s*(kr|kronor|sek|:-)\.?$", re.IGNORECASE)
_DASHES = str.maketrans({"\N{MINUS SIGN}": "-", "\N{EN DASH}": "-"})
#: Groups of three digits, apart by spaces, apostrophes, points or commas (all of one kind).
_GROUPED = re.compile(
    r"-?[0-9]{1,3}(?P<by>[ '’.,])[0-9]{3}(?:(?P=by)[0-9]{3})*(?P<rest>[.,][0-9]*)?"
)
_PLAIN = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")


def read_yes(raw: object) -> bool:
    """
    Whether the cell says yes.

    Raises:
        CellError: if it says neither yes nor no.
    """
    if isinstance(raw, bool):
        return raw
    text = str(int(raw)) if isinstance(raw, float) and raw == int(raw) else str(raw)
    text = text.strip().casefold()
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise expected(
        raw,
        "är varken ja eller nej: skriv ja eller nej.",
        "is neither yes nor no: write yes or no.",
    )


def read_amount(raw: object) -> Decimal:
    """
    The amount in a cell, in whole hundredths.

    Raises:
        CellError: if it is no number, could mean two, or has more than two decimals.
    """
    number = _decimal(raw)
    rounded = number.quantize(_CENT)
    # What a spreadsheet computes is off by a trifle; what somebody wrote is not.
    noise = _NOISE if isinstance(raw, float) else Decimal(0)
    if abs(rounded - number) > noise:
        raise expected(
            raw,
            f"har fler än två decimaler: avrunda beloppet till hela ören, till exempel {rounded}.",
            f"has more than two decimals: round the amount, for instance to {rounded}.",
        )
    return abs(rounded) if rounded == 0 else rounded


def read_whole(raw: object) -> int:
    """
    The whole number in a cell.

    Raises:
        CellError: if it is no whole number.
    """
    number = _decimal(raw)
    if number != int(number):
        raise expected(
            raw,
            "är inget heltal: skriv ett heltal, till exempel 12.",
            "is not a whole number: write one, such as 12.",
        )
    return int(number)


def read_year(raw: object) -> str:
    """
    The year in a cell, four digits.

    Raises:
        CellError: if it is no year.
    """
    text = str(int(raw)) if isinstance(raw, float) and raw == int(raw) else str(raw).strip()
    if not re.fullmatch(r"[12][0-9]{3}", text):
        raise expected(
            raw,
            "är inget årtal: skriv fyra siffror, till exempel 2019.",
            "is not a year: write four digits, such as 2019.",
        )
    return text


def _decimal(raw: object) -> Decimal:
    if isinstance(raw, bool):
        raise _no_number(raw)
    if isinstance(raw, int | float):
        try:
            number = Decimal(repr(raw))
        except InvalidOperation:
            raise _no_number(raw) from None
        if not number.is_finite() or abs(number) >= Decimal(10) ** 15:
            raise _no_number(raw)
        return number
    text = " ".join(str(raw).translate(_DASHES).split())
    text = _UNIT.sub("", text).strip()
    if len(text) > 25:
        raise _no_number(raw)
    if match := _GROUPED.fullmatch(text):
        return _grouped(raw, text, match)
    if _PLAIN.fullmatch(text):
        return Decimal(text.replace(",", "."))
    raise _no_number(raw)


def _grouped(raw: object, text: str, match: re.Match[str]) -> Decimal:
    by, rest = match["by"], match["rest"] or ""
    if by in ".," and text.count(by) == 1 and not rest:
        whole = text.replace(by, "")
        part = Decimal(text.replace(by, ".")).normalize()
        raise expected(
            raw,
            f"kan vara {whole} eller {str(part).replace('.', ',')}: skriv {whole} utan "
            "skiljetecken, eller beloppet med högst två decimaler.",
            f"can be {whole} or {part}: write {whole} without a separator, or the amount with at "
            "most two decimals.",
        )
    if by == rest[:1]:
        raise _no_number(raw)
    groups = text.removesuffix(rest).replace(by, "")
    return Decimal(groups + rest.replace(",", ".").rstrip("."))


def _no_number(raw: object) -> CellError:
    return expected(
        raw,
        "är inget tal: skriv bara siffror, med decimalkomma, till exempel 1200,50.",
        "is not a number: write digits only, such as 1200.50.",
    )
