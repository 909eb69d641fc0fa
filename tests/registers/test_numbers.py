from decimal import Decimal

import pytest

from samverkan.registers.numbers import read_amount, read_whole, read_year, read_yes
from samverkan.registers.problems import CellError


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("1200", "1200.00"),
        ("1200,5", "1200.50"),
        ("1 200,50", "1200.50"),
        ("1\N{NO-BREAK SPACE}200,50 kr", "1200.50"),
        ("1\N{NARROW NO-BREAK SPACE}200\N{NARROW NO-BREAK SPACE}000", "1200000.00"),
        ("1.200,50", "1200.50"),
        ("1,200.50", "1200.50"),
        ("1.200.000", "1200000.00"),
        ("1200:-", "1200.00"),
        ("1200 SEK", "1200.00"),
        ("\N{MINUS SIGN}50", "-50.00"),
        (1200, "1200.00"),
        (1200.1, "1200.10"),
        (0.1 + 0.2, "0.30"),
        (-0.0, "0.00"),
        ("12,500000", None),
    ],
)
def test_an_amount_is_read_however_people_write_it(written: object, amount: str | None):
    if amount is not None:
        assert str(read_amount(written)) == amount
    else:
        assert read_amount(written) == Decimal("12.5")


@pytest.mark.parametrize("written", ["1.200", "1,200", "12,345"])
def test_an_amount_that_can_be_two_is_an_error_that_names_both(written: str):
    whole = written.replace(".", "").replace(",", "")

    with pytest.raises(CellError, match=f"can be {whole} or 1"):
        read_amount(written)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "tusen",
        "1e5",
        True,
        "1 20",
        "1,2,3",
        "12 tkr",
        float("inf"),
        float("nan"),
        1e300,
        "9" * 40,
        "--1",
    ],
)
def test_what_is_no_amount_is_an_error(written: object):
    with pytest.raises(CellError, match="is not a number"):
        read_amount(written)


@pytest.mark.parametrize("written", ["12,3456", 12.345])
def test_an_amount_finer_than_a_hundredth_is_an_error(written: object):
    with pytest.raises(CellError, match="more than two decimals"):
        read_amount(written)


def test_a_whole_number_is_read_and_a_broken_one_is_an_error():
    assert read_whole(6.0) == 6
    assert read_whole("1 200") == 1200
    with pytest.raises(CellError, match="is not a whole number"):
        read_whole("6,5")


def test_a_year_is_read_and_anything_else_is_an_error():
    assert read_year(2019.0) == read_year(" 2019 ") == "2019"
    with pytest.raises(CellError, match="is not a year"):
        read_year("19")


@pytest.mark.parametrize("word", ["ja", "JA", "j", "yes", "x", "X", "sant", "TRUE", 1.0, True, "✓"])
def test_yes_is_read(word: object):
    assert read_yes(word) is True


@pytest.mark.parametrize("word", ["nej", "Nej ", "no", "n", "falskt", "FALSE", 0.0, False])
def test_no_is_read(word: object):
    assert read_yes(word) is False


def test_what_is_neither_yes_nor_no_is_an_error():
    with pytest.raises(CellError, match="neither yes nor no"):
        read_yes("kanske")
