"""Governing documents: their adoption, validity, chapters, and how they are made known."""

import pytest


@pytest.mark.parametrize(
    ("stated", "months"),
    [
        ("smv:from <2009-01-01> ; smv:until <2013-12-31>", "60"),
        ("smv:from <2009-01-01> ; smv:until <2013-12-30>", "59"),
        ("smv:from <2009-01-01>", None),
        ("smv:until <2013-12-31>", None),
        ("smv:from <2014-01-01> ; smv:until <2013-12-31>", None),
    ],
)
def test_validity_is_counted_in_whole_months(derived, stated: str, months: str | None):
    found = derived(f"ex:doc a smv:Policy ; {stated} .")

    assert found.value("ex:doc", "smv:validityMonths") == months


@pytest.mark.parametrize(
    ("status", "months"), [("decided", "60"), ("proposed", None), ("unknown", None)]
)
def test_without_first_day_validity_counts_from_adoption(derived, status, months):
    found = derived(f"""
        ex:doc a smv:GoverningDocument ; smv:until <2013-12-31> .
        ex:one a smv:Adoption ; smv:adopts ex:doc ; smv:decidedOn <2009-01-01> ;
            smv:adoptionStatus code:adoptionStatus-{status} .
        ex:two a smv:Adoption ; smv:adopts ex:doc ; smv:decidedOn <2009-06-01> ;
            smv:adoptionStatus code:adoptionStatus-proposed .
    """)

    assert found.value("ex:doc", "smv:validityMonths") == months


@pytest.mark.parametrize(
    ("stated", "bodies"),
    [
        ("decided ; smv:decidedOn <2019-10-01>", {"code:decidingBody-council"}),
        ("decided ; smv:decidedOn <2019-10-02>", set()),
        ("decided", {"code:decidingBody-council"}),
        ("proposed ; smv:decidedOn <2019-01-01>", set()),
        ("unknown", set()),
    ],
)
def test_a_body_has_adopted_what_it_decided(derived, stated: str, bodies: set[str]):
    found = derived(
        "ex:act a smv:Adoption ; smv:adopts ex:doc ; smv:decidingBody code:decidingBody-council ;"
        f"smv:adoptionStatus code:adoptionStatus-{stated} ."
    )

    assert found.values("ex:doc", "smv:adoptedByBody") == bodies


@pytest.mark.parametrize(
    ("kind", "classes"),
    [
        ("itPolicy", {"CouncilDocument", "ITPolicyDocument"}),
        ("annex", {"CouncilDocument"}),
        ("itStrategies", {"ExecutiveBoardDocument"}),
        ("itInstructions", {"ITInstructionsDocument"}),
        ("other", set()),
    ],
)
@pytest.mark.parametrize(
    ("dates", "applies"),
    [
        ("smv:from <2019-10-01>", True),
        ("smv:from <2019-10-02>", False),
        ("smv:until <2019-10-01>", True),
        ("smv:until <2019-09-30>", False),
    ],
)
def test_documents_that_apply_are_told_apart_by_kind(derived, kind, classes, dates, applies):
    found = derived(
        f"ex:doc a smv:GoverningDocument ; smv:documentKind code:documentKind-{kind} ; {dates} ."
    )

    names = ("CouncilDocument", "ExecutiveBoardDocument", "ITPolicyDocument",
             "ITInstructionsDocument")  # fmt: skip
    of = {name for name in names if "ex:doc" in found.of(f"smv:{name}")}
    assert of == (classes if applies else set())


def instructions(**chapters: str) -> str:
    return "".join(
        f"ex:{name} a smv:GoverningDocument ; smv:documentKind code:documentKind-itInstructions ;"
        f"smv:chapter {listed} ."
        for name, listed in chapters.items()
    )


@pytest.mark.parametrize(
    ("texts", "missing"),
    [
        (instructions(a="'Backup'"), set()),
        (instructions(a="'Backup'", b="'Backup'"), set()),
        (instructions(a="'Backup'", b="'Backup' , 'Access'"), {"Access"}),
        (instructions(a="'Backup'", b="'Access'", c="'Access'"), {"Access"}),
        # One of two others has it: that is not most of them.
        (instructions(a="'Backup'", b="'Backup' , 'Access'", c="'Backup'"), set()),
        (instructions(a="'B'", b="'B' , 'A'", c="'A'", d="'B'"), {"A"}),
    ],
)
def test_instructions_have_the_chapters_that_most_others_have(derived, texts, missing):
    assert derived(texts).values("ex:a", "smv:missingChapter") == missing


def test_instructions_that_no_longer_apply_set_no_example(derived):
    found = derived(instructions(a="'Backup'", b="'Access'") + "ex:b smv:until <2019-09-30> .")

    assert found.values("ex:a", "smv:missingChapter") == set()
    assert found.values("ex:b", "smv:missingChapter") == set()


@pytest.mark.parametrize(
    ("kind", "property_"),
    [("itPolicy", "smv:validITPolicy"), ("itInstructions", "smv:validITInstructions")],
)
@pytest.mark.parametrize(
    ("stated", "valid"),
    [
        ("ex:doc smv:appliesTo ex:north", True),
        ("ex:doc smv:appliesTo ex:north ; smv:from <2019-10-02>", False),
        ("ex:doc smv:appliesTo ex:north ; smv:until <2019-10-01>", True),
        ("ex:doc smv:appliesTo ex:south", False),
        ("ex:act smv:adoptionStatus code:adoptionStatus-decided", True),
        ("ex:act smv:adoptionStatus code:adoptionStatus-proposed", False),
        (
            "ex:act smv:adoptionStatus code:adoptionStatus-decided ; smv:decidedOn <2019-10-01>",
            True,
        ),
        (
            "ex:act smv:adoptionStatus code:adoptionStatus-decided ; smv:decidedOn <2019-10-02>",
            False,
        ),
    ],
)
def test_a_municipality_has_what_applies_to_it(derived, kind, property_, stated, valid):
    found = derived(f"""
        ex:doc a smv:GoverningDocument ; smv:documentKind code:documentKind-{kind} .
        ex:act a smv:Adoption ; smv:adopts ex:doc ; smv:adoptedBy ex:north .
        {stated} .
    """)

    assert (found.value("ex:north", property_) == "ex:doc") == valid


def test_only_bound_municipalities_need_have_it(derived):
    found = derived("""
        ex:doc a smv:GoverningDocument ; smv:documentKind code:documentKind-itPolicy ;
            smv:appliesTo ex:neighbour .
    """)

    assert found.values("ex:neighbour", "smv:validITPolicy") == set()


@pytest.mark.parametrize(
    ("stated", "known"),
    [
        ("smv:about ex:policy", True),
        ("smv:about ex:local", True),
        ("smv:about ex:other", False),
        ("smv:about ex:policy ; smv:toAudience ex:north", True),
    ],
)
@pytest.mark.parametrize(
    ("purpose", "day", "counts"),
    [
        ("makeKnown", "2019-10-01", True),
        ("anchor", "2019-10-01", True),
        ("notice", "2019-10-01", False),
        ("makeKnown", "2019-10-02", False),
    ],
)
def test_the_policy_is_made_known_to_each_administration(
    derived, stated, known, purpose, day, counts
):
    found = derived(f"""
        ex:local a smv:GoverningDocument ; smv:documentKind code:documentKind-itPolicy .
        ex:letter a smv:Communication ; smv:toAudience ex:northSchools ; smv:sentOn <{day}> ;
            smv:communicationPurpose code:communicationPurpose-{purpose} ; {stated} .
    """)

    told = found.value("ex:northSchools", "smv:policyCommunicated") == "ex:letter"
    assert told == (known and counts)
    assert found.values("ex:northCare", "smv:policyCommunicated") == set()
    assert found.values("ex:north", "smv:policyCommunicated") == set()
