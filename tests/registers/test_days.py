from datetime import date, datetime, time

import pytest

from samverkan.registers.days import has_time, read_day
from samverkan.registers.problems import CellError

DAY = date(2019, 10, 1)
MIDNIGHT = datetime.combine(DAY, time())
AFTERNOON = datetime.combine(DAY, time(14, 30))


@pytest.mark.parametrize(
    "written",
    [
        "2019-10-01",
        "2019-10-1",
        " 2019-10-01 ",
        "2019/10/01",
        "2019.10.01",
        "20191001",
        20191001.0,
        "1/10 2019",
        "1/10-2019",
        "01/10 - 2019",
        "1 okt 2019",
        "1 okt. 2019",
        "1 oktober 2019",
        "den 1 oktober 2019",
        "1:a oktober 2019",
        "1 October 2019",
        "October 1, 2019",
        "1\N{NO-BREAK SPACE}okt\N{NO-BREAK SPACE}2019",
        "2019–10–01",
        DAY,
        AFTERNOON,
        "2019-10-01 14:30",
        "2019-10-01T00:00:00",
    ],
)
def test_a_day_is_read_however_people_write_it(written: object):
    assert read_day(written) == DAY


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("13/02/2019", date(2019, 2, 13)),
        ("02/13/2019", date(2019, 2, 13)),
        ("05.05.2019", date(2019, 5, 5)),
    ],
)
def test_a_day_that_can_only_be_one_is_read(written: str, day: date):
    assert read_day(written) == day


@pytest.mark.parametrize(
    ("written", "readings"),
    [
        ("01/02/2019", ("2019-02-01", "2019-01-02")),
        ("1.2.2019", ("2019-02-01", "2019-01-02")),
        ("191001", ("2019-10-01", "1919-10-01")),
        ("19-10-01", ("2019-10-01", "1919-10-01")),
    ],
)
def test_a_day_that_can_be_two_is_an_error_that_names_both(written: str, readings: tuple[str, str]):
    with pytest.raises(CellError) as error:
        read_day(written)

    for language in ("sv", "en"):
        assert all(reading in error.value.texts[language] for reading in readings)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "x",
        "2019",
        2019.0,
        "2019-13-01",
        "31/2 2019",
        "2019-02-29",
        True,
        "1 foo 2019",
        12.5,
        "2019-10",
        "99999999",
        "00/00/2019",
        "１９９９-01-01",
    ],
)
def test_what_is_no_day_is_an_error_that_says_how_to_write_one(written: object):
    with pytest.raises(CellError, match="write year, month and day as YYYY-MM-DD"):
        read_day(written)


def test_a_number_that_was_a_date_says_which():
    with pytest.raises(CellError, match="as a date of Excel it would be 2019-10-01"):
        read_day(43739.0)


def test_a_time_of_day_is_noticed_and_midnight_is_none():
    assert has_time(AFTERNOON)
    assert has_time("2019-10-01 14:30")
    assert not has_time(MIDNIGHT)
    assert not has_time("2019-10-01 00:00:00")
    assert not has_time(DAY)
