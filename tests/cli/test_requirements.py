"""`samverkan requirements` lists what the policy asks; `samverkan allocate` divides a cost."""

import csv
import io
import json
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import FIXTURES

from .conftest import GAPS, SMALL

Run = Callable[..., Result]
Refused = Callable[..., str]
DAY = ("--reference-date", "2018-12-31")


def _rows(result: Result) -> list[dict[str, str]]:
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_every_requirement_has_a_status_and_what_checks_it(run: Run):
    rows = _rows(run("requirements", "--dataset", SMALL))

    assert len(rows) == 74
    assert [row["id"] for row in rows[8:11]] == ["R-1.9", "R-1.10", "R-1.11"]
    assert all(row["status"] and row["requirement"] and row["modality"] for row in rows)
    assert all(row["shapes"] or row["queries"] or row["requirement"].endswith(")") for row in rows)
    assert {row["status"] for row in rows} >= {"met", "see query"}
    assert "not met" not in {row["status"] for row in rows}


def test_a_requirement_that_is_not_met_says_how_many_fail(run: Run):
    unmet = [r for r in _rows(run("requirements", "--dataset", GAPS)) if r["status"] == "not met"]

    assert unmet
    assert all(0 < int(row["failed"]) <= int(row["checked"]) for row in unmet)


def test_a_requirement_whose_failures_are_all_waived_says_so(
    run: Run, tmp_path: Path, write: Callable[..., Path]
):
    for name in ("small", "small-gaps"):
        shutil.copytree(FIXTURES / name, tmp_path / name)
    waivers = """[[waiver]]
        focus = "https://w3id.org/samverkan/id/small-gaps/change/school-network-2019"
        shape = "PlatformChange-notice"
        why = "The pupils moved in early"
        decided_by = "The IT managers' group"
        until = 2019-12-31
        """
    write("small-gaps/waivers.toml", waivers)
    of = ("requirements", "--dataset", tmp_path / "small-gaps")

    assert {r["id"]: r["status"] for r in _rows(run(*of))}["R-6.3"] == "waived"
    assert {r["id"]: r["status"] for r in _rows(run(*of, "--lang", "sv"))}["R-6.3"] == "undantaget"


def test_requirements_speak_swedish_and_fit_a_terminal(run: Run):
    told = run("requirements", "--dataset", SMALL, "--lang", "sv", "--format", "table").stdout

    assert "uppfyllt" in told
    assert told.splitlines()[0].split() == ["id", "status", "failed", "requirement"]


def test_requirements_come_as_json(run: Run):
    listed = json.loads(run("requirements", "--dataset", SMALL, "--format", "json").stdout)

    assert len(listed) == 74
    assert listed[0]["id"] == "R-1.1"


def test_what_the_public_does_not_see_is_not_assessed(run: Run):
    rows = _rows(run("requirements", "--dataset", SMALL, "--access", "public"))

    assert "not assessed: internal data" in {row["status"] for row in rows}


def test_a_dataset_without_policy_has_no_requirements(refused: Refused, write: Callable[..., Path]):
    path = write(
        "mine.ttl",
        """@prefix smv: <https://w3id.org/samverkan/ns/> .
        <https://w3id.org/samverkan/dataset/mine> a smv:Dataset ;
          smv:member <https://w3id.org/samverkan/id/reference/municipality/1461> .""",
    )

    assert refused("requirements", "--dataset", path) == (
        f"samverkan: {path} is held against no policy; add smv:evaluatedAgainst to its dataset.ttl"
    )


def test_a_cost_is_divided_by_population_to_the_ore(run: Run):
    rows = _rows(run("allocate", "240000", *DAY, "-m", "Bengtsfors,1438,Melleruds kommun"))

    assert [(row["code"], row["share_sek"]) for row in rows] == [
        ("1438", "48047.99"),
        ("1460", "98435.39"),
        ("1461", "93516.62"),
    ]


@given(amount=st.decimals(-(10**9), 10**9, places=2))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_shares_add_up_to_the_amount_exactly(amount: Decimal, run: Run):
    rows = _rows(run("allocate", *DAY, "--", str(amount)))

    assert len(rows) == 5
    assert sum(Decimal(row["share_sek"]) for row in rows) == amount


@pytest.mark.parametrize("written", ["84 500,50", "84\u00a0500.50", "84500.5"])
def test_an_amount_may_be_written_as_swedes_do(written: str, run: Run):
    rows = json.loads(run("allocate", written, *DAY, "-m", "1461", "--format", "json").stdout)

    assert rows == [
        {
            "code": "1461",
            "municipality": "Melleruds kommun",
            "inhabitants": rows[0]["inhabitants"],
            "share_sek": "84500.50",
        }
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ["abc", *DAY],
            "invalid value for AMOUNT: 'abc' is not an amount in SEK, such as 84500.50; "
            "see `samverkan allocate --help`",
        ),
        (["1.005", *DAY], "1.005 is no amount in kronor and öre; write a number with at most two"),
        (
            ["1", "--reference-date", "2018-12-30", "-m", "1461"],
            "no population of Melleruds kommun on 2018-12-30; the reference data have 1999-12-31,",
        ),
        (
            ["1", *DAY, "-m", "Atlantis"],
            "no municipality 'Atlantis'; give its four-digit code (1461) or its name (Mellerud)",
        ),
        (["1", *DAY, "-m", ","], "a cost is divided by the inhabitants of at least one munici"),
        (["-5", *DAY], "no such option"),
        (
            ["1", "--reference-date", "2018-02-30"],
            "invalid value for '--reference-date': '2018-02-30' is not a date; write year, month",
        ),
    ],
)
def test_what_cannot_be_divided_is_told_in_one_line(words: list[str], told: str, refused: Refused):
    message = refused("allocate", *words)

    assert message.startswith(f"samverkan: {told}")
    assert "\n" not in message
