"""Every engine finds the same, on all that the repository has to offer."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from benchmarks.turbo import turbo
from click.testing import CliRunner
from pyoxigraph import Literal, RdfFormat, serialize

from conftest import FRAME, ON, framed, near_quads
from samverkan.cli.main import main
from samverkan.graphs import n_triples
from samverkan.namespaces import SH, SHAPES
from samverkan.sources.dataset import read_dataset
from samverkan.store.view import View, open_view
from samverkan.validate import engine as module
from samverkan.validate.engine import EnginesDifferError, both
from samverkan.validate.fast import fast
from samverkan.validate.raw_results import EngineError, RawResult
from samverkan.validate.reference import reference
from samverkan.validate.shapes import Shape, shipped_shapes
from shapes.joining import FIXTURES, joined
from validate.writing import shape, triples

Found = Callable[[str, str], list[RawResult]]

#: Those of registers and waivers are no RDF, and no engine reads them.
CODES = sorted(path.parent.name for path in FIXTURES.glob("*/valid.ttl"))
#: Shapes of the members as a whole, on which one fixture in the graph hides another's fault.
OF_MEMBERS = [code for code in CODES if code.startswith(("Bound", "MemberWide", "Shared"))]
OF_THEIR_IT_UNITS = ["BoundMunicipality-administrativeITUnit"]
#: Checked by us, not by an engine.
OF_SOURCES = {"Term-unknown", "Term-derived", "Graph-subject"}
OURS = ("Waiver-", "Register-")
JOINS = {
    "valid": (CODES, "valid"),
    "invalid": (CODES, "invalid"),
    "invalid-members": ([code for code in OF_MEMBERS if code not in OF_THEIR_IT_UNITS], "invalid"),
    "invalid-it-units": (OF_THEIR_IT_UNITS, "invalid"),
}
#: The engines that ask no other: the two in use, and one more to hold them against.
ALONE = {"fast": fast, "reference": reference, "turbo": turbo}
DATASETS_OF_TESTS = ("small", "small-gaps")


@pytest.mark.parametrize("name", [*JOINS, *DATASETS_OF_TESTS])
def test_all_engines_find_the_same(name: str, found: Found):
    assert found("fast", name) == found("reference", name)
    more = {result for result in found("turbo", name) if is_on_a_year(result)}
    assert found("fast", name) == [r for r in found("turbo", name) if r not in more]
    assert len(more) == (name == "invalid")


def test_every_shape_is_among_what_the_engines_agree_on(found: Found):
    fired = {result.shape for name in JOINS for result in found("fast", name)}
    codes = {shape.removeprefix(f"<{SHAPES}").removesuffix(">") for shape in fired}

    asked = {shape.code for shape in telling() if not shape.code.startswith(OURS)}
    assert codes == asked - OF_SOURCES


def test_a_result_names_focus_shape_component_path_and_value():
    [result] = fast(
        triples(':plan smv:from "2019-02-30"^^xsd:date .'), shape("sh:datatype xsd:date")
    )

    assert result == RawResult(
        focus="<https://example.org/plan>",
        shape="<https://example.org/Shape>",
        component="<http://www.w3.org/ns/shacl#DatatypeConstraintComponent>",
        path="<https://w3id.org/samverkan/ns/from>",
        value='"2019-02-30"^^<http://www.w3.org/2001/XMLSchema#date>',
    )


@pytest.mark.parametrize("engine", ALONE)
class TestTraps:
    """Where engines, or rdflib under them, have gone wrong before."""

    def test_a_plain_string_is_an_xsd_string(self, engine: str):
        data = triples(':a smv:from "x" . :b smv:from "x"^^xsd:string . :c smv:from "x"@sv .')

        results = ALONE[engine](data, shape('sh:in ( "x"^^xsd:string )'))

        assert [result.focus for result in results] == ["<https://example.org/c>"]

    def test_results_come_without_a_message_of_the_shape(self, engine: str):
        assert ALONE[engine](triples(":a smv:from 1 ."), shape("sh:maxCount 0"))

    def test_two_faults_of_one_shape_are_two_results(self, engine: str):
        data = triples(":a smv:from 1, 2 .")

        results = ALONE[engine](data, shape("sh:maxCount 1 ; sh:datatype xsd:date"))

        assert [result.value for result in results if result.value] == [
            '"1"^^<http://www.w3.org/2001/XMLSchema#integer>',
            '"2"^^<http://www.w3.org/2001/XMLSchema#integer>',
        ]
        assert len(results) == 3

    def test_values_keep_their_language(self, engine: str):
        data = triples(':a smv:from "x", "x"@sv, "x"@en, "x"@sv-SE .')

        values = [r.value for r in ALONE[engine](data, shape("sh:nodeKind sh:IRI"))]

        assert values == ['"x"', '"x"@en', '"x"@sv', '"x"@sv-se']

    def test_one_text_in_two_languages_is_one_of_each(self, engine: str):
        data = triples(':a smv:from "x"@sv, "x"@en . :b smv:from "x"@sv, "y"@sv .')

        [result] = ALONE[engine](data, shape("sh:uniqueLang true"))

        assert result.focus == "<https://example.org/b>"

    def test_messages_in_two_languages_are_one_result(self, engine: str):
        texts = 'sh:message "Found {?value}."@en , "Fann {?value}."@sv'

        [result] = ALONE[engine](triples(":a smv:from 1 ."), shape(f"sh:nodeKind sh:IRI ; {texts}"))

        assert result.value == '"1"^^<http://www.w3.org/2001/XMLSchema#integer>'

    def test_dates_are_compared_as_days(self, engine: str):
        data = triples(
            ':early smv:from "2019-09-30"^^xsd:date . :same smv:from "2019-10-01"^^xsd:date . '
            ':late smv:from "2019-10-02"^^xsd:date .'
        )
        until = 'sh:maxInclusive "2019-10-01"^^xsd:date'

        assert [r.focus for r in ALONE[engine](data, shape(until))] == [
            "<https://example.org/late>"
        ]

    def test_values_come_as_they_are_written(self, engine: str):
        data = triples(':a smv:from "01"^^xsd:integer, "1"^^xsd:integer .')

        values = {r.value for r in ALONE[engine](data, shape("sh:datatype xsd:date"))}

        assert values == {
            '"01"^^<http://www.w3.org/2001/XMLSchema#integer>',
            '"1"^^<http://www.w3.org/2001/XMLSchema#integer>',
        }

    @pytest.mark.parametrize("text", ['a "quoted" word', "two\nlines", "back\\slash", "å"])
    def test_text_is_written_as_n_triples_write_it(self, engine: str, text: str):
        term = str(Literal(text))

        [result] = ALONE[engine](triples(f":a smv:from {term} ."), shape("sh:datatype xsd:integer"))

        assert result.value == term

    def test_a_path_of_several_steps_has_no_name(self, engine: str):
        data = triples(":a smv:from :b .")

        [result] = ALONE[engine](
            data,
            triples(
                ":Shape a sh:NodeShape ; sh:targetSubjectsOf smv:from ; sh:property :Far . "
                ":Far a sh:PropertyShape ; sh:path ( smv:from smv:until ) ; sh:minCount 1 ."
            ),
        )

        assert result.shape == "<https://example.org/Far>"
        assert result.path == "_:"

    def test_a_class_of_a_superclass_counts(self, engine: str):
        data = triples(
            ":a smv:from :b, :c . :b a :Narrow . :Narrow rdfs:subClassOf :Middle . "
            ":Middle rdfs:subClassOf :Wide ."
        )

        [result] = ALONE[engine](data, shape("sh:class :Wide"))

        assert result.value == "<https://example.org/c>"

    def test_ill_typed_values_leave_no_word_on_the_console(
        self, engine: str, capfd: pytest.CaptureFixture[str], recwarn: pytest.WarningsRecorder
    ):
        data = triples(
            ':a smv:from "2019-13-01"^^xsd:date, "1,50"^^xsd:decimal, "ja"^^xsd:boolean .'
        )

        assert len(ALONE[engine](data, shape("sh:nodeKind sh:IRI"))) == 3
        assert capfd.readouterr().err == ""
        assert not [warning for warning in recwarn if "weird" in str(warning.message)]

    def test_shapes_that_are_wrong_stop_the_engine(self, engine: str):
        with pytest.raises(EngineError, match=f"the {engine} SHACL engine stopped"):
            ALONE[engine](triples(":a smv:from 1 ."), shape('sh:minCount "many"'))


def test_dates_compare_with_dates_alike_and_with_times_not_in_the_reference():
    data = triples(
        ':late smv:from "2019-10-02"^^xsd:date ; smv:until "2019-10-01"^^xsd:date . '
        ':same smv:from "2019-10-01"^^xsd:date ; smv:until "2019-10-01"^^xsd:date . '
        ':time smv:from "2019-10-01"^^xsd:date ; smv:until "2019-10-02T00:00:00"^^xsd:dateTime .'
    )
    order = shape("sh:lessThanOrEquals smv:until")

    assert {r.focus for r in reference(data, order)} == {"<https://example.org/late>"}
    assert {r.focus for r in fast(data, order)} == {
        "<https://example.org/late>",
        "<https://example.org/time>",
    }


def test_the_reference_stops_at_days_that_it_cannot_compare():
    data = triples(
        ':a smv:from "2019-01-01"^^xsd:date ; smv:until "2018-02-30"^^xsd:date .',
    )
    order = shape("sh:lessThanOrEquals smv:until")

    with pytest.raises(EngineError, match="the reference SHACL engine stopped"):
        reference(data, order)
    assert len(fast(data, order)) == 1


@pytest.mark.parametrize(
    ("constraint", "value"),
    [
        ("sh:lessThan smv:until", '"2019-10-02T00:00:00"^^xsd:dateTime'),
        ('sh:maxInclusive "2019-10-02T00:00:00"^^xsd:dateTime', '"2019-10-02"^^xsd:date'),
    ],
)
def test_the_reference_does_not_see_that_dates_and_times_cannot_be_compared(
    constraint: str, value: str
):
    data = triples(f':a smv:from "2019-10-01"^^xsd:date ; smv:until {value} .')

    assert len(fast(data, shape(constraint))) == 1
    assert reference(data, shape(constraint)) == []


def test_both_gives_what_both_find():
    data, dates = triples(":a smv:from 1 ."), shape("sh:datatype xsd:date")

    assert both(data, dates) == fast(data, dates) == reference(data, dates)


def test_both_refuses_to_choose_and_names_what_differs():
    with pytest.raises(EnginesDifferError) as raised:
        both(triples(':a smv:from "NaN"^^xsd:decimal .'), shape("sh:datatype xsd:decimal"))

    assert str(raised.value) == (
        "the SHACL engines differ; choose one with --engine, and report it with the data:\n"
        "  only the fast engine: focus <https://example.org/a>, shape <https://example.org/Shape>, "
        "component <http://www.w3.org/ns/shacl#DatatypeConstraintComponent>, "
        "path <https://w3id.org/samverkan/ns/from>, "
        'value "NaN"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    )
    assert len(raised.value.only_fast) == 1
    assert raised.value.only_reference == []


def test_one_result_too_many_is_a_difference_and_many_are_counted():
    one = RawResult("<a>", "<S>", "", "", "")
    more = [RawResult(f"<{number:02}>", "<S>", "", "", "") for number in range(12)]

    assert EnginesDifferError([one], [one, one]).only_reference == [one]
    lines = str(EnginesDifferError(more, [one])).splitlines()
    assert (
        lines[1].strip().startswith("only the fast engine: focus <00>, shape <S>, component none")
    )
    assert len(lines) == 12
    assert lines[-1] == "  and 3 more"


def test_a_difference_ends_the_command_with_exit_code_2(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "reference", lambda data, shapes: [])

    answer = CliRunner().invoke(
        main, ["validate", str(FIXTURES / "Order-fromUntil" / "invalid.ttl"), "--engine", "both"]
    )

    assert answer.exit_code == 2
    assert answer.stderr.startswith("samverkan: the SHACL engines differ; choose one")


def test_shapes_compiled_for_one_graph_serve_the_next():
    one = shape("sh:maxCount 0")

    assert len(fast(triples(":a smv:from 1 ."), one)) == 1
    assert len(fast(triples(":a smv:from 1 . :b smv:from 2 ."), one)) == 2
    assert fast(triples(":a smv:until 1 ."), one) == []


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """What an engine finds in a join of fixtures, or in a dataset of the tests."""
    folder = tmp_path_factory.mktemp("joined")

    @cache
    def data(name: str) -> str:
        if name in DATASETS_OF_TESTS:
            return n_triples(open_view(read_dataset(FIXTURES.parent / name)).store)
        path = folder / f"{name}.nt"
        path.write_bytes(serialize(joined(*JOINS[name]), format=RdfFormat.N_TRIPLES) or b"")
        return n_triples(in_frame(path).store)

    @cache
    def find(engine: str, name: str) -> list[RawResult]:
        return ALONE[engine](data(name), shipped_shapes().for_engine())

    return find


def in_frame(path: Path) -> View:
    """The file in the dataset of the frame, whatever datasets it describes itself."""
    frame = framed(FRAME)
    [file] = frame.files
    dataset = replace(frame, files=(file, replace(file, path=path)))
    return open_view(dataset, ON, shared=near_quads())


def is_on_a_year(result: RawResult) -> bool:
    """Whether it is one that turbo alone gives: the others leave the form of years to a pattern."""
    return (
        result.value.endswith("gYear>") and result.component == f"<{SH}DatatypeConstraintComponent>"
    )


def telling() -> list[Shape]:
    return [shape for shape in shipped_shapes().shapes.values() if shape.messages]
