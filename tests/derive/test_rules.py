"""The rule files: their headers, their order, and what is refused."""

import re
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store, parse

from derive.snippets import DATASET, REGISTER, node, store_of
from samverkan.assets import asset
from samverkan.derive import derive, plan, reading
from samverkan.derive.evaluation import Evaluation
from samverkan.derive.rules import NoRulesError, Rule, RuleError, RuleHeaderError, load, shipped
from samverkan.derive.steps import STEPS
from samverkan.namespaces import smv

EVALUATION = Evaluation(DATASET, date(2019, 10, 1))
#: What a pattern may use without reading data: codes, and the node that every rule starts from.
NOT_READ = re.compile(r"^(code|xsd):|^smv:evaluation$")


def names(text: str) -> set[str]:
    bare = re.sub(r'#.*|<[^>]*>|"[^"]*"', "", text)
    found = re.findall(r"(?<![\w?:-])([a-z0-9]+:[A-Za-z][\w-]*)", bare)
    return {name for name in found if not NOT_READ.match(name)}


@pytest.mark.parametrize("rule", shipped(), ids=lambda rule: rule.name)
def test_a_rule_says_what_it_reads_and_writes(rule: Rule):
    construct, where = re.split(r"\bWHERE\b", rule.query.partition("CONSTRUCT")[2], maxsplit=1)
    typed = {"rdf:type"} if re.search(r"\ba \?\w+", where) else set()
    bound_in_pattern = set(rule.writes) - names(construct) - {"rdf:type"}

    assert names(construct) <= set(rule.writes)
    assert bound_in_pattern <= names(where)
    assert names(where) | typed >= set(rule.reads)
    assert names(where) <= set(rule.reads) | bound_in_pattern


@pytest.mark.parametrize("rule", shipped(), ids=lambda rule: rule.name)
def test_a_rule_has_a_place_and_a_summary(rule: Rule):
    assert re.fullmatch(r"[0-9]{2}(-[a-z]+)+", rule.name)
    assert rule.summary
    assert rule.query.startswith("#+ summary: ")


def test_no_rule_reads_what_only_a_later_one_writes():
    order = plan()
    writers = {name: place for place, one in enumerate(order) for name in one.writes}
    generic = {"rdf:type", "rdfs:label"}

    for place, one in enumerate(order):
        for name in set(one.reads) & writers.keys() - generic:
            assert writers[name] < place, f"{one.name} reads {name}"


def test_names_of_rules_and_steps_do_not_collide():
    places = [one.name[:2] for one in plan()]

    assert len(places) == len(set(places))


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_step_says_what_it_reads(step, monkeypatch: pytest.MonkeyPatch):
    store = store_of(REGISTER)
    derive(store, EVALUATION.on, DATASET)
    read = set()

    def noting(name: str):
        read.add(f"smv:{name}")
        return smv(name)

    monkeypatch.setattr(reading, "smv", noting)
    list(step(store, EVALUATION))

    assert read <= set(step.reads)


def test_a_folder_without_rules_is_refused(tmp_path: Path):
    with pytest.raises(NoRulesError, match=re.escape(str(tmp_path))):
        load(tmp_path)


@pytest.mark.parametrize("missing", ["summary", "reads", "writes"])
def test_a_rule_without_a_header_line_is_refused(missing: str, tmp_path: Path):
    lines = [f"#+ {key}: []" for key in ("summary", "reads", "writes") if key != missing]
    (tmp_path / "10-thing.rq").write_text("\n".join(lines) + "\nCONSTRUCT WHERE { ?s ?p ?o }")

    with pytest.raises(RuleHeaderError, match=f"10-thing.rq: no header line `#. {missing}"):
        load(tmp_path)


@pytest.mark.parametrize("query", ["CONSTRUCT { ?s }", "ASK { ?s ?p ?o }"])
def test_a_rule_that_cannot_run_is_named(query: str):
    rule = Rule("10-thing", "", (), (), query)

    with pytest.raises(RuleError, match="rule 10-thing: "):
        list(rule(Store(), EVALUATION))


def test_a_header_that_is_no_yaml_is_refused(tmp_path: Path):
    (tmp_path / "10-thing.rq").write_text("#+ summary: [unclosed\nCONSTRUCT WHERE { ?s ?p ?o }")

    with pytest.raises(RuleHeaderError, match=r"10-thing\.rq: the .* are not YAML"):
        load(tmp_path)


def test_the_vocabulary_declares_every_derived_term_and_no_other():
    declared = {
        quad.subject
        for path in asset("ontology").glob("*.ttl")
        if path.name != "evaluation.ttl"
        for quad in parse(path.read_bytes(), RdfFormat.TURTLE)
        if quad.predicate == smv("derived")
    }
    written = {name for one in plan() for name in one.writes} - {"rdf:type", "rdfs:label"}

    assert declared == {node(name) for name in written}


def test_rules_are_loaded_in_the_order_of_their_names(tmp_path: Path):
    for name in ("20-b", "03-c", "10-a"):
        (tmp_path / f"{name}.rq").write_text(
            "#+ summary: s\n#+ reads: []\n#+ writes: [smv:a, smv:b]\n"
        )

    rules = load(tmp_path)

    assert [rule.name for rule in rules] == ["03-c", "10-a", "20-b"]
    assert rules[0].writes == ("smv:a", "smv:b")
