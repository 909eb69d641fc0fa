"""Applications: where in their life they are, who uses, owns, manages and runs them."""

import pytest

from derive.snippets import FRAME

STATUS = "smv:lifecycleStatus"


@pytest.mark.parametrize(
    ("dates", "status"),
    [
        # No day at all: it came into use on a day that is not known.
        ("rdfs:label 'x'", "inUse"),
        ("smv:inUseFrom <2019-10-01>", "inUse"),
        ("smv:inUseFrom <2019-10-02>", "planned"),
        ("smv:introductionDecidedOn <2019-10-01>", "decided"),
        ("smv:introductionDecidedOn <2019-10-02>", "planned"),
        ("smv:introductionDecidedOn <2019-01-01> ; smv:inUseFrom <2019-10-02>", "decided"),
        ("smv:introductionDecidedOn <2019-01-01> ; smv:inUseFrom <2019-10-01>", "inUse"),
        # A plan is never read as fact.
        ("smv:plannedInUseFrom <2018-01-01>", "planned"),
        ("smv:inUseFrom <2018-01-01> ; smv:phaseOutFrom <2019-10-01>", "phasedOut"),
        ("smv:inUseFrom <2018-01-01> ; smv:phaseOutFrom <2019-10-02>", "inUse"),
        ("smv:phaseOutFrom <2019-09-30> ; smv:retiredOn <2019-10-01>", "retired"),
        ("smv:phaseOutFrom <2019-09-30> ; smv:retiredOn <2019-10-02>", "phasedOut"),
        ("smv:retiredOn <2019-10-02>", "inUse"),
        ("smv:retiredOn <2019-10-01>", "retired"),
    ],
)
def test_the_dates_say_where_in_its_life_it_is(derived, dates: str, status: str):
    found = derived(f"ex:app a smv:Application ; {dates} .")

    assert found.value("ex:app", STATUS) == f"code:lifecycleStatus-{status}"
    classes = {
        name
        for name in ("Governed", "Planned", "Retired")
        if "ex:app" in found.of(f"smv:{name}Application")
    }
    assert (
        classes
        == {
            "planned": {"Planned"},
            "decided": {"Planned", "Governed"},
            "inUse": {"Governed"},
            "phasedOut": {"Governed"},
            "retired": {"Retired"},
        }[status]
    )
    assert ("ex:app" in found.of("smv:ApplicationInUse")) == (status in ("inUse", "phasedOut"))


@pytest.mark.parametrize(
    ("use", "status"),
    [
        ("smv:from <2019-10-01>", "inUse"),
        ("smv:from <2019-10-02>", "decided"),
        ("smv:from <2019-01-01> ; smv:until <2019-09-30>", "decided"),
        ("smv:user ex:north", "decided"),
    ],
)
def test_a_stated_use_shows_that_what_was_decided_is_in_use(derived, use: str, status: str):
    found = derived(
        "ex:app a smv:Application ; smv:introductionDecidedOn <2019-01-01> ."
        f"ex:use a smv:Use ; smv:application ex:app ; {use} ."
    )

    assert found.value("ex:app", STATUS) == f"code:lifecycleStatus-{status}"


def test_a_stated_first_day_goes_before_a_use(derived):
    found = derived(
        "ex:app a smv:Application ; smv:inUseFrom <2019-11-01> ."
        "ex:use a smv:Use ; smv:application ex:app ; smv:from <2019-01-01> ."
    )

    assert found.value("ex:app", STATUS) == "code:lifecycleStatus-planned"


def test_it_is_used_by_organisations_and_their_units(derived):
    found = derived("""
        ex:app a smv:Application .
        ex:now a smv:Use ; smv:application ex:app ; smv:user ex:north ;
            smv:userUnit ex:northSchools , ex:northCare ; smv:until <2019-10-01> .
        ex:whole a smv:Use ; smv:application ex:app ; smv:user ex:federation .
        ex:then a smv:Use ; smv:application ex:app ; smv:user ex:south ;
            smv:userUnit ex:southSchools ; smv:until <2019-09-30> .
    """)

    assert found.values("ex:app", "smv:usedBy") == {"ex:north", "ex:federation"}
    assert found.values("ex:app", "smv:usedByUnit") == {"ex:northSchools", "ex:northCare"}


@pytest.mark.parametrize(
    ("role", "property_"),
    [
        ("systemOwner", "smv:systemOwner"),
        ("systemManager", "smv:systemManager"),
        ("operatingITUnit", "smv:operatedBy"),
    ],
)
@pytest.mark.parametrize(
    ("dates", "holds"),
    [
        ("smv:from <2019-10-01>", True),
        ("smv:from <2019-10-02>", False),
        ("smv:until <2019-10-01>", True),
        ("smv:until <2019-09-30>", False),
        ("smv:untilUnknown true", False),
    ],
)
def test_a_role_is_held_while_its_assignment_holds(derived, role, property_, dates, holds):
    found = derived(
        f"ex:role a smv:RoleAssignment ; smv:application ex:app ; smv:holder ex:head ;"
        f"smv:role code:role-{role} ; {dates} ."
    )

    assert (found.value("ex:app", property_) == "ex:head") == holds
    assert ("ex:role" in found.of("smv:CurrentRoleAssignment")) == holds
    assert ("ex:role" in found.of("smv:CurrentManagerAssignment")) == (
        holds and role == "systemManager"
    )


def test_an_assignment_without_role_holds_all_the_same(derived):
    found = derived("ex:role a smv:RoleAssignment ; smv:application ex:app .")

    assert found.of("smv:CurrentRoleAssignment") == {"ex:role"}
    assert found.values("ex:app", "smv:systemOwner") == set()


OWNED = """
ex:owner a smv:RoleAssignment ; smv:application ex:app ; smv:role code:role-systemOwner ;
    smv:holder ex:head .
"""
RESPONSIBLE = "ex:app smv:responsibleMunicipality ex:south ."
REGISTERED = "ex:app smv:applicationOf ex:federation ."


@pytest.mark.parametrize(
    ("text", "accountable"),
    [
        (OWNED + RESPONSIBLE + REGISTERED, "ex:north"),
        (RESPONSIBLE + REGISTERED, "ex:south"),
        (REGISTERED, "ex:federation"),
        ("", None),
    ],
)
def test_owner_then_responsible_then_register_is_accountable(derived, text, accountable):
    found = derived("ex:app a smv:Application ." + text)

    assert found.value("ex:app", "smv:accountable") == accountable
    assert (found.value("ex:app", "smv:ownerOrganization") == "ex:north") == (OWNED in text)


def test_units_answer_to_their_organisation_and_organisations_to_themselves(derived):
    found = derived("ex:group a smv:ITManagersGroup . ex:company a smv:MunicipalCompany .")

    assert found.value("ex:northSchools", "smv:accountable") == "ex:north"
    assert found.value("ex:north", "smv:accountable") == "ex:north"
    assert found.value("ex:federation", "smv:accountable") == "ex:federation"
    assert found.value("ex:group", "smv:accountable") is None
    assert found.value("ex:head", "smv:accountable") is None


@pytest.mark.parametrize(
    ("stated", "name"),
    [
        ("smv:generality code:generality-activitySpecific", "Business"),
        ("smv:generality code:generality-general", "General"),
        ("rdfs:label 'x'", "General"),
        ("smv:generality code:generality-activitySpecific ; smv:retiredOn <2019-01-01>", None),
    ],
)
def test_what_is_in_use_is_specific_or_general(derived, stated: str, name: str):
    found = derived(f"ex:app a smv:Application ; {stated} .")

    for kind in ("Business", "General"):
        assert ("ex:app" in found.of(f"smv:{kind}Application")) == (kind == name)


@pytest.mark.parametrize(
    ("stated", "name"),
    [
        ("smv:needsProductSupport true ; smv:usesProduct ex:bought", "ApplicationNeedingSupport"),
        ("smv:needsProductSupport true", "ApplicationNeedingSupport"),
        ("smv:needsProductSupport false ; smv:usesProduct ex:bought", None),
        ("smv:usesProduct ex:bought", "SuppliedApplication"),
        ("smv:usesProduct ex:homemade", None),
        ("smv:usesProduct ex:bought ; smv:retiredOn <2019-01-01>", None),
        ("smv:needsProductSupport true ; smv:plannedInUseFrom <2020-01-01>", None),
    ],
)
def test_support_is_needed_or_may_be(derived, stated: str, name: str):
    found = derived(f"ex:bought smv:suppliedBy ex:supplier . ex:app a smv:Application ; {stated} .")

    for kind in ("ApplicationNeedingSupport", "SuppliedApplication"):
        assert ("ex:app" in found.of(f"smv:{kind}")) == (kind == name)


@pytest.mark.parametrize(
    ("users", "shared", "by_all"),
    [
        (["north", "south"], True, True),
        (["north"], False, False),
        (["north", "federation"], False, False),
        (["north", "neighbour"], False, False),
        (["north", "north"], False, False),
    ],
)
def test_two_members_share_what_both_use(derived, users, shared, by_all):
    uses = [
        f"ex:use{n} a smv:Use ; smv:application ex:app ; smv:user ex:{user} ."
        for n, user in enumerate(users)
    ]
    found = derived("ex:app a smv:Application ." + "".join(uses))

    assert ("ex:app" in found.of("smv:SharedApplication")) == shared
    assert ("ex:app" in found.of("smv:MemberWideApplication")) == by_all


def test_what_two_of_three_use_is_shared_but_not_used_by_all(derived):
    found = derived("""
        ex:dataset smv:member ex:neighbour .
        ex:app a smv:Application .
        ex:use1 a smv:Use ; smv:application ex:app ; smv:user ex:north .
        ex:use2 a smv:Use ; smv:application ex:app ; smv:user ex:south .
    """)

    assert found.of("smv:SharedApplication") == {"ex:app"}
    assert found.of("smv:MemberWideApplication") == set()


def test_a_retired_application_is_shared_by_nobody(derived):
    found = derived("""
        ex:app a smv:Application ; smv:retiredOn <2019-10-01> .
        ex:use1 a smv:Use ; smv:application ex:app ; smv:user ex:north .
        ex:use2 a smv:Use ; smv:application ex:app ; smv:user ex:south .
    """)

    assert found.of("smv:SharedApplication") == set()
    assert found.of("smv:MemberWideApplication") == set()


def test_one_bound_municipality_is_not_all(derived):
    found = derived(
        """
        ex:app a smv:Application .
        ex:use a smv:Use ; smv:application ex:app ; smv:user ex:north .
        """,
        frame=FRAME.replace("smv:binds ex:north , ex:south", "smv:binds ex:north"),
    )

    assert found.of("smv:BoundMunicipality") == {"ex:north"}
    assert found.of("smv:MemberWideApplication") == set()


@pytest.mark.parametrize(
    ("kind", "property_"),
    [("routines", "smv:routinesDocumentation"), ("operation", "smv:operationDocumentation")],
)
@pytest.mark.parametrize(
    ("dated", "there"),
    [
        ("", True),
        ("; smv:documentedOn <2019-10-01>", True),
        ("; smv:documentedOn <2019-10-02>", False),
    ],
)
def test_documentation_is_there_from_its_day(derived, kind, property_, dated, there):
    found = derived(
        f"ex:doc a smv:Documentation ; smv:documentationKind code:documentationKind-{kind} ;"
        f"smv:application ex:app , ex:other {dated} ."
    )

    assert (found.value("ex:app", property_) == "ex:doc") == there
    assert (found.value("ex:other", property_) == "ex:doc") == there


MANAGED = """
ex:manager a smv:RoleAssignment ; smv:application ex:app ; smv:role code:role-systemManager ;
    smv:holder ex:clerk .
"""


@pytest.mark.parametrize(
    ("text", "contact", "other"),
    [
        ("systemManager ; smv:contact ex:clerk", "ex:clerk", None),
        ("systemManager ; smv:contact ex:head", "ex:head", "ex:head"),
        ("systemManager ; smv:contact ex:head ; smv:until <2019-09-30>", None, None),
        ("helpdesk ; smv:contact ex:head", None, None),
    ],
)
def test_users_are_supported_by_the_system_manager(derived, text, contact, other):
    found = derived(
        MANAGED + "ex:help a smv:SupportArrangement ; smv:application ex:app ;"
        f"smv:supportChannel code:supportChannel-{text} ."
    )

    assert found.value("ex:app", "smv:userSupportContact") == contact
    assert found.value("ex:app", "smv:supportByOther") == other


def test_without_system_manager_no_contact_is_the_wrong_one(derived):
    found = derived(
        "ex:help a smv:SupportArrangement ; smv:application ex:app ; smv:contact ex:head ;"
        "smv:supportChannel code:supportChannel-systemManager ."
    )

    assert found.value("ex:app", "smv:userSupportContact") == "ex:head"
    assert found.value("ex:app", "smv:supportByOther") is None


@pytest.mark.parametrize(
    ("held", "unit"),
    [
        ("ex:northIT", "ex:northIT"),
        ("ex:head", "ex:northSchools"),
        ("ex:neighbourSchools", None),
        ("ex:northIT ; smv:until <2019-09-30>", None),
        ("ex:northIT ; smv:until <2019-10-01>", "ex:northIT"),
    ],
)
def test_specialist_competence_is_held_inside_the_members(derived, held: str, unit: str):
    found = derived(
        f"ex:k a smv:SpecialistCompetence ; smv:application ex:app ; smv:heldIn {held} ."
    )

    assert found.value("ex:app", "smv:specialistCompetenceHeld") == unit
