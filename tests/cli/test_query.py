"""`samverkan query` answers stored and own questions, in the form that is asked for."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from click.testing import Result

from samverkan.assets import asset
from samverkan.cli import tables
from samverkan.query.library import shipped_library

from .conftest import SMALL

Run = Callable[..., Result]
Refused = Callable[..., str]
Write = Callable[..., Path]


@pytest.fixture
def on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "chosen_form", lambda form: form or "table")
    monkeypatch.setattr("samverkan.cli.query.chosen_form", lambda form: form or "table")


def test_a_stored_query_gives_csv_where_no_terminal_looks_on(run: Run):
    result = run("query", "who-owns", "--dataset", SMALL)

    assert result.exit_code == 0
    assert result.stderr == ""
    expected = asset("queries") / "who-owns.expected.csv"
    assert result.stdout == expected.read_text(encoding="utf-8")


@pytest.mark.usefixtures("on_a_terminal")
def test_a_terminal_shows_things_by_their_labels_without_their_iris(run: Run):
    shown = run("query", "who-owns", "--dataset", SMALL).stdout

    assert shown.split()[0] == "application"
    assert "Label" not in shown
    assert "https://" not in shown
    assert "Ekonomisystemet" in shown


def test_json_is_that_of_sparql(run: Run):
    told = json.loads(run("query", "who-owns", "--dataset", SMALL, "--format", "json").stdout)

    assert "application" in told["head"]["vars"]
    assert told["results"]["bindings"]


def test_a_parameter_takes_the_place_of_its_default(run: Run):
    def rows(*words: str) -> list[list[str]]:
        answer = run("query", "who-owns", "--dataset", SMALL, *words).stdout
        return list(csv.reader(io.StringIO(answer)))[1:]

    some = rows("--param", "name=ekonomi")
    assert 0 < len(some) < len(rows())
    assert rows("-p", 'name=" } #') == []


@pytest.mark.usefixtures("on_a_terminal")
@pytest.mark.parametrize(
    ("language", "told"),
    [("sv", "Inga rader: inget stämmer in."), ("en", "No rows: nothing matches.")],
)
def test_a_terminal_is_told_that_nothing_matches(language: str, told: str, run: Run):
    result = run("query", "who-owns", "--dataset", SMALL, "-p", "name=zzz", "--lang", language)

    assert result.stdout == f"{told}\n"


@pytest.mark.parametrize(
    ("text", "form", "told"),
    [
        ("SELECT (1 AS ?x) {}", "csv", "x\n1\n"),
        ("SELECT (1 AS ?x) (mun:1461 AS ?y) {}", "table", "x  y       \n1  mun:1461\n"),
        ("ASK { ?s a smv:Application }", None, "true\n"),
        ("ASK { ?s a smv:Nothing }", "csv", "false\n"),
        ("ASK {}", "json", '{"head":{},"boolean":true}\n'),
    ],
)
def test_a_query_in_a_file_is_asked(text: str, form: str | None, told: str, run: Run, write: Write):
    words = ["--format", form] if form else []
    result = run("query", write("mine.rq", "\ufeff" + text), "--dataset", SMALL, *words)

    assert result.stdout.startswith(told)


@pytest.mark.parametrize(
    ("form", "kind"), [(None, "turtle"), ("turtle", "turtle"), ("json", "json-ld")]
)
def test_a_graph_is_written_as_turtle_or_json(form: str | None, kind: str, run: Run, write: Write):
    path = write("mine.rq", "CONSTRUCT { ?s a smv:Application } WHERE { ?s a smv:Application }")
    words = ["--format", form] if form else []
    told = run("query", path, "--dataset", SMALL, *words).stdout

    assert len(rdflib.Graph().parse(data=told, format=kind)) == 13


def test_a_query_in_a_file_may_have_parameters(run: Run, write: Write):
    text = """#+ summary: s
#+ question: q
#+ parameters: {x: {type: xsd:integer}}
SELECT ?x { VALUES ?x { 0 } }
"""
    result = run("query", write("mine.rq", text), "--dataset", SMALL, "-p", "x=42")

    assert result.stdout == "x\n42\n"


def test_the_question_has_a_day(run: Run, write: Write):
    path = write("mine.rq", "SELECT ?day { smv:evaluation smv:asOf ?day }")

    assert run("query", path, "--dataset", SMALL).stdout == "day\n2019-10-01\n"
    later = run("query", path, "--dataset", SMALL, "--as-of", "2020-02-29").stdout
    assert later == "day\n2020-02-29\n"


def test_the_public_is_told_where_an_answer_is_not_the_whole(run: Run):
    needing = next(query.name for query in shipped_library() if query.needs_internal)
    words = ("query", needing, "--dataset", SMALL)

    assert run(*words).stderr == ""
    assert run(*words, "--access", "public").stderr == (
        "The question needs internal data, which are left out here: not the whole answer.\n"
    )


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "smv:systemOwnr is unknown: nothing in the dataset uses it. Did you mean smv:"),
        ("sv", "smv:systemOwnr är okänt: ingenting i datamängden använder det. Menade du smv:"),
    ],
)
def test_what_is_odd_about_a_query_is_told_beside_its_answer(
    language: str, told: str, run: Run, write: Write
):
    path = write("mine.rq", "SELECT ?o { ?a smv:systemOwnr ?o }")
    result = run("query", path, "--dataset", SMALL, "--lang", language)

    assert (result.exit_code, result.stdout) == (0, "o\n")
    assert result.stderr.startswith(told)
    assert len(result.stderr.splitlines()) == 1


def test_no_stored_query_is_odd(run: Run):
    for query in shipped_library():
        assert run("query", query.name, "--dataset", SMALL).stderr == "", query.name


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["wo-owns"], "no query named 'wo-owns'; did you mean who-owns or "),
        (["who-owns", "-p", "x=1"], "who-owns has no parameter 'x'; it has name"),
        (
            ["who-owns", "-p", "x"],
            "invalid value for --param: 'x' is not of the form NAME=VALUE; "
            "see `samverkan query --help`",
        ),
        (
            ["cost-per-municipality", "-p", "year=abc"],
            "parameter 'year' must be a whole number, such as 12; got 'abc'",
        ),
        (
            ["agreements-to-act-on", "-p", "before=2019-02-30"],
            "parameter 'before' must be a day that exists, written like 2019-10-01; "
            "got '2019-02-30'",
        ),
        (["no.rq"], "no.rq: no such file or folder; check the path"),
        (["who-owns", "--format", "turtle"], "--format turtle does not fit a table; use table,"),
    ],
)
def test_a_question_that_cannot_be_asked_is_answered_in_one_line(
    words: list[str], told: str, refused: Refused
):
    message = refused("query", *words, "--dataset", SMALL)

    assert message.startswith(f"samverkan: {told}")
    assert "\n" not in message


@pytest.mark.parametrize(
    ("text", "words", "told"),
    [
        (
            "SELECT * {\n  ?s ?p }",
            [],
            "the query is not SPARQL: line 2, column 9: } cannot stand here; a triple has "
            "three parts: subject, predicate, object\n  ?s ?p }\n        ^",
        ),
        (
            "SELECT * { SERVICE <http://x/> {} }",
            [],
            "SERVICE at line 1, column 12 is refused: this endpoint calls no other; send the "
            "query to the other endpoint and name this one in a SERVICE there",
        ),
        (
            "SELECT ?x { VALUES ?x { 1 } }",
            ["-p", "x=1"],
            "invalid value for --param: only a query with a #+ header has parameters; "
            "see `samverkan query --help`",
        ),
        (
            "#+ summary: s\n#+ question: q\n#+ parameters: {x: {type: xsd:integer, "
            "description: how many}}\nSELECT ?x { VALUES ?x { 0 } }",
            [],
            "mine needs a value for 'x' (xsd:integer): how many",
        ),
        (
            "CONSTRUCT WHERE { ?s a smv:Application }",
            ["--format", "csv"],
            "--format csv does not fit a graph; use turtle or json",
        ),
    ],
)
def test_a_file_with_a_query_that_cannot_be_asked_is_answered_with_the_place(
    text: str, words: list[str], told: str, write: Write, refused: Refused
):
    assert refused("query", write("mine.rq", text), "--dataset", SMALL, *words) == (
        f"samverkan: {told}"
    )


def test_a_query_that_is_not_utf_8_is_named(tmp_path: Path, refused: Refused):
    path = tmp_path / "mine.rq"
    path.write_bytes("# å".encode("latin-1"))

    assert refused("query", path) == (
        f"samverkan: {path}: not in UTF-8; correct the file there and try again"
    )


def test_the_list_of_queries_has_them_all_with_their_parameters(run: Run):
    rows = list(csv.DictReader(io.StringIO(run("queries").stdout)))

    assert len(rows) == len(shipped_library())
    [acting] = [row for row in rows if row["name"] == "agreements-to-act-on"]
    assert acting["parameters"] == "before=2020-03-31"
    assert acting["question"].startswith("Which agreements")


def test_the_list_of_queries_speaks_swedish_and_keeps_to_a_tag(run: Run):
    listed = json.loads(
        run("queries", "--tag", "agreements", "--lang", "sv", "--format", "json").stdout
    )

    assert all("agreements" in row["tags"].split() for row in listed)
    assert any(row["question"].startswith("Vilka avtal") for row in listed)


def test_a_tag_that_no_query_has_is_answered_with_those_there_are(refused: Refused):
    message = refused("queries", "--tag", "nix")

    assert message.startswith("samverkan: no query has the tag 'nix'; there are ")
    assert "agreements, applications" in message


def test_a_list_takes_a_parameter_several_times(run: Run):
    asked = ["query", "conformance-by-requirement", "--dataset", SMALL]
    chosen = [f"chosenOrganization={code}" for code in ("1461", "mun:1460")]
    one, both = (
        list(csv.DictReader(io.StringIO(run(*asked, "-p", chosen[0], *more).stdout)))
        for more in ((), ("-p", chosen[1]))
    )

    assert one
    assert len({row["organization"] for row in one}) == 1
    assert len({row["organization"] for row in both}) == 2
    assert len(both) > len(one)


def test_a_parameter_that_takes_one_value_takes_no_two(refused: Refused):
    told = refused("query", "who-owns", "-p", "name=a", "-p", "name=b", "--dataset", SMALL)

    assert "parameter 'name' takes one value; got 2" in told
