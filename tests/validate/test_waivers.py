"""Waivers: read with care, applied until their last day, findings themselves when no good."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from samverkan.validate.gate import failing
from samverkan.validate.report import Place, Report, Result
from samverkan.validate.shapes import shipped_shapes
from samverkan.validate.waivers import Entry, WaiverFileError, read_waivers, waived

ON = date(2019, 10, 1)
FOCUS = "https://w3id.org/samverkan/id/fixture/application/kartor"
RESULT = Result(FOCUS, "https://w3id.org/samverkan/shapes/Value-from", "Violation", {"en": "no"})
ENTRY = Entry(FOCUS, "Value-from", "because", "the group", ON, Place("waivers.toml", 3, 1))
GOOD = """
[prefixes]
app = "https://w3id.org/samverkan/id/fixture/application/"

[[waiver]]
focus = "app:kartor"
shape = "smvsh:Value-from"
why = "The list is being revised"
decided_by = "The IT managers' group, 2019-09-12"
until = 2019-12-31

[[waiver]]
focus = "mun:1461"
shape = "Value-until"
"""


def _report(*results: Result) -> Report:
    return Report("https://w3id.org/samverkan/dataset/x", ON, results, 1)


def _applied(*entries: Entry, complete: bool = True) -> Report:
    return waived(_report(RESULT), entries, shipped_shapes().shapes, complete=complete)


def _codes(report: Report) -> list[str]:
    return [result.code for result in report.results if result.stands]


def test_a_file_is_read_with_its_prefixes_and_the_line_of_each_waiver(tmp_path: Path):
    path = tmp_path / "waivers.toml"
    path.write_text("\ufeff" + GOOD.replace("\n", "\r\n"), encoding="utf-8")
    first, second = read_waivers(path)

    assert (first.focus, first.shape, first.until) == (FOCUS, "Value-from", date(2019, 12, 31))
    assert first.place.line == 5
    assert first.explained
    assert second.focus.endswith("/municipality/1461")
    assert not second.explained


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[waiver]]\nfocus = mun:1", "(at line 2, column 9); correct the file there"),
        ('[[waiver]]\nshape = "A"', ":1: the waiver names no focus; add focus"),
        ('[[waiver]]\nfocus = "mun:1"', ":1: the waiver names no shape"),
        ('[[waiver]]\nfocus = "x:1"\nshape = "A"', "prefix 'x' is unknown; add it to [prefixes]"),
        ('[[waiver]]\nfocus = "1461"\nshape = "A"', "is no IRI and no prefixed name"),
        ('[[waiver]]\nfocus = "mun:1"\nshape = "A"\nuntil = "soon"', "write a date: until = 2020"),
        ('[[waiver]]\nfocus = "mun:1"\nshape = "A"\nbecause = "x"', "has no because; it has"),
        ('waiver = "mun:1"', "write each waiver as a table [[waiver]]"),
        ('waiver = ["mun:1"]', "write each waiver as a table [[waiver]]"),
        ("[[waivers]]", "unknown: waivers; write [[waiver]]"),
    ],
)
def test_a_file_that_cannot_be_used_says_where_and_what_to_do(tmp_path: Path, text: str, told: str):
    path = tmp_path / "waivers.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(WaiverFileError, match=r"waivers\.toml") as error:
        read_waivers(path)
    assert told in str(error.value)


def test_a_file_that_is_not_there_or_not_utf_8_says_so(tmp_path: Path):
    with pytest.raises(WaiverFileError, match="no such file or directory; check the path"):
        read_waivers(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes('why = "å"'.encode("latin-1"))
    with pytest.raises(WaiverFileError, match="is not UTF-8; save it so"):
        read_waivers(tmp_path / "latin.toml")


def test_a_waived_result_stays_in_the_report_and_fails_nothing():
    report = _applied(ENTRY)
    [result] = report.results

    assert result.waiver
    assert result.waiver.decided_by == "the group"
    assert report.conforms
    assert report.counts() == {"Violation": 0, "Warning": 0, "Info": 0}
    assert not failing(report.results, "info")


def test_a_waiver_counts_on_its_last_day_and_not_on_the_next():
    report = _applied(replace(ENTRY, until=ON - timedelta(days=1)))

    assert _codes(_applied(ENTRY)) == []
    assert _codes(report) == ["Value-from", "Waiver-expired"]
    assert report.results[1].place == ENTRY.place


@pytest.mark.parametrize("change", [{"why": ""}, {"decided_by": ""}, {"until": None}])
def test_a_waiver_that_is_not_explained_counts_for_nothing(change: dict):
    report = _applied(replace(ENTRY, **change))

    assert sorted(_codes(report)) == ["Value-from", "Waiver-unexplained"]
    assert len(failing(report.results, "violation")) == 2


def test_a_waiver_for_nothing_is_a_finding_unless_not_all_data_were_seen():
    unused = replace(ENTRY, shape="Value-until")

    assert _codes(_applied(ENTRY, unused)) == ["Waiver-unused"]
    assert _codes(_applied(ENTRY, unused, complete=False)) == []


def test_one_waiver_covers_every_value_and_no_other_thing():
    report = waived(
        _report(
            replace(RESULT, value='"a"'),
            replace(RESULT, value='"b"'),
            replace(RESULT, focus=FOCUS + "-2"),
        ),
        [ENTRY],
        shipped_shapes().shapes,
    )

    assert [result.focus for result in report.results if result.stands] == [FOCUS + "-2"]
