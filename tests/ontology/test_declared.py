"""No file uses a term or code that the ontology does not declare."""

import re

import pytest

from ontology.vocabulary import CODE, ROOT, SMV

_NOT_SYNTAX = re.compile(r'"(?:[^"\\\n]|\\.)*"|(?:^|(?<=\s))#(?!\+)[^\n]*', re.MULTILINE)
_SHORT = re.compile(r"(?<![\w:/])(smv|code):([A-Za-z][\w-]*)")
_IN_FULL = re.compile(r"<https://w3id\.org/samverkan/ns/(code/)?([A-Za-z][\w-]*)>")

#: The example's intended gap of this kind; its gaps.csv lists what it makes validation find.
MISSPELT = {("data/example/mellerud.ttl", str(SMV["noticeMonth"]))}


def used(text):
    """The terms and codes that a Turtle or SPARQL text uses, and those its header names."""
    syntax = _NOT_SYNTAX.sub(" ", text)
    short = {(CODE if prefix == "code" else SMV)[name] for prefix, name in _SHORT.findall(syntax)}
    return short | {(CODE if path else SMV)[name] for path, name in _IN_FULL.findall(syntax)}


def files(folder):
    return sorted(file for file in (ROOT / folder).rglob("*") if file.suffix in {".ttl", ".rq"})


@pytest.mark.parametrize("folder", ["ontology", "shapes", "data", "queries"])
def test_every_term_and_code_in_use_is_declared(folder, terms, codes, schemes):
    found = files(folder)
    assert found, f"{folder} holds no Turtle and no SPARQL"
    declared = {*terms, *codes, *schemes}
    undeclared = {
        (str(file.relative_to(ROOT)), str(term))
        for file in found
        for term in used(file.read_text(encoding="utf-8")) - declared
    }
    assert undeclared == (MISSPELT if folder == "data" else set())


def test_a_term_in_a_string_or_a_comment_is_not_in_use():
    assert used('<x> smv:from "smv:nothing" . # smv:either\n#+ reads: [smv:until]') == {
        SMV["from"],
        SMV["until"],
    }


def test_a_term_written_out_in_full_is_in_use():
    assert used(
        "<https://w3id.org/samverkan/ns/from> <https://w3id.org/samverkan/ns/code/role-x>"
    ) == {
        SMV["from"],
        CODE["role-x"],
    }
