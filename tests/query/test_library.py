"""A folder of queries with headers is a library; a header says what it must, or is refused."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from samverkan.namespaces import PREFIXES, QUERIES, smv
from samverkan.query.checking import StoredQueryError
from samverkan.query.header import QueryHeaderError, StoredQuery, read_query
from samverkan.query.library import (
    DuplicateQueryError,
    Library,
    UnknownQueryError,
    load_library,
    shipped_library,
)

Stored = Callable[..., StoredQuery]
FULL = (
    "summary_sv: Vad den ger",
    "question_sv: Vad frågas?",
    "note: with care",
    "tags: [people, age]",
    "columns: {who: a person}",
    "columns_sv: {who: en person}",
    "parameters:",
    "  day: {type: xsd:date, description: which day, description_sv: vilken dag, "
    "default: 2019-10-01}",
    "answers: [dalsland:R-3.2]",
    "example: {day: 2019-10-02}",
    "needs_internal: true",
)
PLACE = "; see CONTRIBUTING.md for the form of the header"


def test_a_header_tells_all_in_both_languages(stored: Stored):
    query = stored("ASK {}", *FULL)

    assert (query.question("sv"), query.question("en")) == ("Vad frågas?", "What is asked?")
    assert (query.summary("sv"), query.summary("en")) == ("Vad den ger", "What it gives")
    assert (query.column("who", "sv"), query.column("who", "en")) == ("en person", "a person")
    assert query.notes == {"en": "with care"}
    assert query.tags == ("people", "age")
    day = query.parameters["day"]
    assert (day.type, day.default) == ("xsd:date", "2019-10-01")
    assert (day.description("sv"), day.description("en")) == ("vilken dag", "which day")
    assert query.answers == (PREFIXES["dalsland"] + "R-3.2",)
    assert query.example == {"day": "2019-10-02"}
    assert query.needs_internal


def test_a_header_may_be_short_and_english(stored: Stored):
    query = stored("ASK {}")

    assert query.question("sv") == "What is asked?"
    assert query.column("who", "sv") == ""
    assert (query.tags, query.answers, query.needs_internal) == ((), (), False)


def test_the_text_is_the_whole_file_and_runs_as_it_stands(stored: Stored):
    assert stored("ASK {}").text.startswith("#+ summary")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("tags: people", "'tags' in the header must be a list"),
        ("answers: dalsland:R-3.2", "'answers' in the header must be a list"),
        ("parameters: [day]", "'parameters' in the header must be a list of names with values"),
        ("columns: who", "'columns' in the header must be a list of names with values"),
        ("note: [a]", "'note' in the header must be a text"),
        ("parametres: {}", "'parametres' means nothing in a header"),
        ("answers: [R-3.2]", "'R-3.2' in 'answers' is no prefixed name known here"),
        ("answers: [dals:R-3.2]", "'dals:R-3.2' in 'answers' is no prefixed name known here"),
        *(
            (
                f"parameters: {{day: {told}}}",
                "parameter 'day' needs a type, one of xsd:date, xsd:string, xsd:integer, "
                "xsd:decimal, xsd:boolean, iri",
            )
            for told in ("{type: date}", "{}", "2019-10-01")
        ),
    ],
)
def test_a_header_of_another_form_is_refused(line: str, why: str, stored: Stored, tmp_path: Path):
    with pytest.raises(QueryHeaderError) as caught:
        stored("ASK {}", line)

    assert str(caught.value) == f"{tmp_path / 'mine.rq'}: {why}{PLACE}"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("ASK {}", "has no #+ header"),
        ("#+ question: q\nASK {}", "the header lacks 'summary'"),
        ("#+ summary: s\n#+ question:\nASK {}", "the header lacks 'question'"),
        ("#+ summary: åäö".encode("latin-1"), "not in UTF-8"),
    ],
)
def test_a_query_without_header_or_question_is_refused(text: str | bytes, why: str, tmp_path: Path):
    path = tmp_path / "mine.rq"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(QueryHeaderError) as caught:
        read_query(path)

    assert str(caught.value) == f"{path}: {why}{PLACE}"


def test_a_header_that_is_not_yaml_is_refused_in_one_line(stored: Stored):
    with pytest.raises(QueryHeaderError) as caught:
        stored("ASK {}", "tags: [people", "answers: }")

    assert "the #+ header is not YAML: while parsing a flow sequence" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.fixture
def library(stored: Stored, tmp_path: Path) -> Library:
    stored("ASK {}", *FULL, name="who-is-old")
    stored("ASK {}", "tags: [animals]", name="which-animals")
    stored("ASK {}", name="anything")
    return Library(tmp_path)


def test_queries_are_found_by_name_and_by_the_requirement_they_answer(library: Library):
    assert len(library) == 3
    assert library.find("anything").name == "anything"
    assert library.answering(PREFIXES["dalsland"] + "R-3.2") == [library.find("who-is-old")]


def test_queries_stand_under_their_first_tag(library: Library):
    tags = [(tag, [query.name for query in queries]) for tag, queries in library.by_first_tag()]

    assert tags == [
        ("animals", ["which-animals"]),
        ("other", ["anything"]),
        ("people", ["who-is-old"]),
    ]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("who", "did you mean who-is-old?"),
        ("wich-animal", "did you mean which-animals?"),
        ("zebra", "the library has anything, which-animals, who-is-old"),
    ],
)
def test_an_unknown_query_is_answered_with_what_may_be_meant(
    name: str, hint: str, library: Library
):
    with pytest.raises(UnknownQueryError) as caught:
        library.find(name)

    assert str(caught.value) == f"no query named {name!r}; {hint}"


def test_a_long_list_of_names_is_left_to_the_list():
    with pytest.raises(UnknownQueryError) as caught:
        shipped_library().find("zebra")

    assert str(caught.value) == (
        "no query named 'zebra'; `samverkan queries` and /queries/ list the "
        f"{len(shipped_library())} that there are"
    )


def test_the_library_is_data_too(library: Library):
    query = NamedNode(QUERIES + "who-is-old")
    told = {
        (q.predicate.value.rsplit("/", 1)[-1], q.object)
        for q in library.quads()
        if q.subject == query
    }

    assert ("answers", NamedNode(PREFIXES["dalsland"] + "R-3.2")) in told
    assert ("rdf-schema#label", Literal("Vad frågas?", language="sv")) in told
    assert ("22-rdf-syntax-ns#type", smv("StoredQuery")) in told


def test_a_folder_without_queries_is_no_library(tmp_path: Path):
    with pytest.raises(QueryHeaderError) as caught:
        Library(tmp_path)

    assert str(caught.value) == f"{tmp_path}: holds no stored query (*.rq){PLACE}"


@pytest.fixture
def folders(stored: Stored, tmp_path: Path) -> tuple[Path, Path]:
    stored("ASK {}", name="mine")
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    for folder in (ours, theirs):
        folder.mkdir()
    (tmp_path / "mine.rq").rename(ours / "mine.rq")
    return ours, theirs


def _add(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.rq"
    path.write_text(f"#+ summary: s\n#+ question: q\n{text}", encoding="utf-8")
    return path


def test_folders_of_ones_own_stand_beside_the_shipped_queries(folders: tuple[Path, Path]):
    _add(folders[1], "theirs", "SELECT * { ?s ?p ?o }")
    library = load_library(folders)

    assert len(library) == len(shipped_library()) + 2
    assert {"mine", "theirs", "who-owns"} <= {query.name for query in library}
    assert load_library([]) is shipped_library()


def test_a_name_that_is_there_already_is_refused(folders: tuple[Path, Path]):
    ours, theirs = folders
    path = _add(theirs, "mine", "ASK {}")
    with pytest.raises(DuplicateQueryError) as caught:
        load_library([ours, theirs])
    assert str(caught.value) == (
        f"{path}: there is a stored query of that name, {ours / 'mine.rq'}; rename the file"
    )

    path = _add(ours, "who-owns", "ASK {}")
    with pytest.raises(DuplicateQueryError, match="rename the file"):
        load_library([ours])


@pytest.mark.parametrize("name", ["a.b", "å", "a b", "-a"])
def test_a_name_that_cannot_stand_in_an_address_is_refused(name: str, tmp_path: Path):
    path = _add(tmp_path, name, "ASK {}")
    with pytest.raises(QueryHeaderError) as caught:
        read_query(path)

    why = "the name of the file may have letters a-z, digits, - and _ only"
    assert str(caught.value) == f"{path}: {why}{PLACE}"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("SELEC * {}", "the query is not SPARQL: line 3, column 1"),
        ("SELECT * { SERVICE <http://x/> {} }", "SERVICE at line 3, column 12 is refused"),
        (
            "#+ parameters: {x: {type: iri}}\nASK {}",
            "mine: parameter 'x' stands in the header",
        ),
        (
            "#+ parameters: {x: {type: xsd:date, default: soon}}\nASK { VALUES ?x { 1 } }",
            "parameter 'x' must be a day that exists, written like 2019-10-01; got 'soon'",
        ),
        (
            '#+ parameters: {x: {type: iri, optional: true}}\nASK { VALUES ?x { "" } }',
            "parameter 'x' is optional, so its block must stand as `VALUES ?x { UNDEF }`",
        ),
    ],
)
def test_a_query_of_ones_own_that_would_not_run_is_refused(text: str, why: str, tmp_path: Path):
    path = _add(tmp_path, "mine", text)
    with pytest.raises(StoredQueryError) as caught:
        load_library([tmp_path])

    assert str(caught.value).startswith(f"{path}: {why}")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("PREFIX ask: <http://x/> SELECT * {}", "table"),
        ("# SELECT\nASK {}", "boolean"),
        ("BASE <http://SELECT/> CONSTRUCT WHERE {}", "graph"),
        ("DESCRIBE <http://x/>", "graph"),
    ],
)
def test_a_query_tells_what_it_answers_with(text: str, kind: str, stored: Stored):
    assert stored(text).kind == kind
