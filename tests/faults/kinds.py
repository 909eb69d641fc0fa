"""The kinds of faults that people make in Turtle, each made in the line of one thing."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from random import Random

from faults.text import Block, Said, blocks
from samverkan.validate.shapes import shipped_shapes


@dataclass(frozen=True)
class Fault:
    """One fault: the lines that it changes, and where which shapes must report it."""

    file: str
    lines: dict[int, str]
    #: (file, line) and the codes of the shapes that report the fault there.
    expected: dict[tuple[str, int], set[str]]
    things: frozenset[str] = field(default_factory=frozenset)


#: A thing, chance -> the fault made in it; None if it has nothing of the kind.
Kind = Callable[[Block, Random], Fault | None]

KINDS: list[Kind] = []
_DATE = re.compile(r'^"(\d{4})-(\d\d)-(\d\d)"\^\^xsd:date$')
_ELSEWHERE = "<https://w3id.org/samverkan/id/reference/county/14>"


def _kind(make: Kind) -> Kind:
    KINDS.append(make)
    return make


@_kind
def a_day_that_does_not_exist(block: Block, chance: Random) -> Fault | None:
    said = _one(block, chance, lambda said: bool(_DATE.match(said.value)))
    return said and _value(block, said, '"2019-02-30"^^xsd:date')


@_kind
def a_day_as_text(block: Block, chance: Random) -> Fault | None:
    said = _one(block, chance, lambda said: bool(_DATE.match(said.value)))
    return said and _value(block, said, said.value.removesuffix("^^xsd:date"))


@_kind
def a_day_written_without_hyphens(block: Block, chance: Random) -> Fault | None:
    said = _one(block, chance, lambda said: bool(_DATE.match(said.value)))
    return said and _value(block, said, said.value.replace("-", ""))


@_kind
def two_first_days(block: Block, chance: Random) -> Fault | None:
    said = _one(block, chance, lambda said: said.name == "smv:from")
    return said and _value(block, said, f'{said.value} , "1999-12-31"^^xsd:date')


@_kind
def a_last_day_before_the_first(block: Block, chance: Random) -> Fault | None:
    first, last = block.get("smv:from"), block.get("smv:until")
    if not first or not last or not (day := _DATE.match(first.value)):
        return None
    before = f'"{int(day[1]) - 1}-{day[2]}-{int(day[3]) % 28 + 1:02}"^^xsd:date'
    return _fault(block, last, before, "Order-fromUntil", first.line)


@_kind
def a_last_day_both_stated_and_unknown(block: Block, chance: Random) -> Fault | None:
    said = block.get("smv:until")
    return said and _fault(
        *(block, said, f"{said.value} ; smv:untilUnknown true"),
        *("Dated-untilAndUnknown", block.line),
    )


@_kind
def a_misspelt_property(block: Block, chance: Random) -> Fault | None:
    said = _one(block, chance, lambda said: said.name.startswith("smv:"))
    if not said:
        return None
    text = said.text.replace(said.name, f"{said.name[:-1]}x", 1)
    return Fault(
        *(block.file, {said.line: text}, {(block.file, said.line): {"Term-unknown"}}),
        frozenset({block.name}),
    )


@_kind
def a_misspelt_class(block: Block, chance: Random) -> Fault | None:
    if not block.kind.startswith("smv:"):
        return None
    text = block.text.replace(block.kind, f"{block.kind}s")
    return Fault(
        *(block.file, {block.line: text}, {(block.file, block.line): {"Term-unknown"}}),
        frozenset({block.name}),
    )


@_kind
def another_class(block: Block, chance: Random) -> Fault | None:
    """What says of itself what only a thing of its own class can."""
    shape = f"Subject-{block.kind.removeprefix('smv:')}"
    if shape not in _codes() or not any(said.name in _subjects(shape) for said in block.said):
        return None
    other = "smv:Goal" if block.kind != "smv:Goal" else "smv:Vision"
    text = block.text.replace(block.kind, other)
    return Fault(
        *(block.file, {block.line: text}, {(block.file, block.line): {shape}}),
        frozenset({block.name}),
    )


@_kind
def a_misspelt_code(block: Block, chance: Random) -> Fault | None:
    said = _one(block, chance, _is_code)
    return said and _value(block, said, f"{said.value}s", "Term-unknown")


@_kind
def a_code_of_another_list(block: Block, chance: Random) -> Fault | None:
    said = _one(block, chance, _is_code)
    other = "code:costKind-licence" if said and "costKind" not in said.value else "code:role"
    return said and _value(block, said, other)


@_kind
def a_reference_to_nothing(block: Block, chance: Random) -> Fault | None:
    said = _one(block, chance, _is_reference)
    return said and _value(block, said, f"{said.value}-gone")


@_kind
def a_reference_to_another_kind_of_thing(block: Block, chance: Random) -> Fault | None:
    said = _one(block, chance, _is_reference)
    return said and _value(block, said, _ELSEWHERE)


@_kind
def text_instead_of_a_reference(block: Block, chance: Random) -> Fault | None:
    said = _one(block, chance, _is_reference)
    return said and _value(block, said, '"se bilaga"@sv')


@_kind
def a_word_for_true(block: Block, chance: Random) -> Fault | None:
    said = _one(block, chance, lambda said: said.value in ("true", "false"))
    return said and _value(block, said, '"ja"')


@_kind
def an_amount_as_people_write_it(block: Block, chance: Random) -> Fault | None:
    said = block.get("smv:amount")
    return said and _value(block, said, '"1 200,00"^^xsd:decimal')


@_kind
def parts_of_an_ore(block: Block, chance: Random) -> Fault | None:
    said = block.get("smv:amount")
    return said and _value(block, said, "1200.005")


@_kind
def a_negative_cost(block: Block, chance: Random) -> Fault | None:
    said = block.get("smv:amount") if block.kind == "smv:Cost" else None
    return said and _fault(block, said, "-1200.00", "NotNegative-amount", said.line)


@_kind
def a_fraction_for_a_whole_number(block: Block, chance: Random) -> Fault | None:
    said = _one(block, chance, lambda said: said.value.isdigit())
    return said and _value(block, said, "2.5")


@_kind
def what_is_required_left_out(block: Block, chance: Random) -> Fault | None:
    kind = block.kind.split(":")[-1]
    said = _one(
        block,
        chance,
        lambda said: not said.is_last and f"Required-{kind}-{_local(said.name)}" in _codes(),
    )
    return said and Fault(
        block.file,
        {said.line: ""},
        {(block.file, block.line): {f"Required-{kind}-{_local(said.name)}"}},
        frozenset({block.name}),
    )


@_kind
def a_first_day_left_out(block: Block, chance: Random) -> Fault | None:
    kinds = ("smv:Use", "smv:RoleAssignment", "smv:Participation", "smv:SupportArrangement")
    said = block.get("smv:from")
    if not said or said.is_last or block.kind not in kinds:
        return None
    return Fault(
        block.file,
        {said.line: ""},
        {(block.file, block.line): {"Dated-startUnknown"}},
        frozenset({block.name}),
    )


@_kind
def two_swedish_names(block: Block, chance: Random) -> Fault | None:
    said = block.get("rdfs:label")
    return said and _fault(block, said, f'{said.value} , "Vilsen"@sv', "Label-unique", said.line)


@_kind
def a_name_in_the_wrong_language(block: Block, chance: Random) -> Fault | None:
    said = block.get("rdfs:label")
    named = shipped_shapes().shapes["https://w3id.org/samverkan/shapes/Label-swedish"].classes
    if not said or f"https://w3id.org/samverkan/ns/{_local(block.kind)}" not in named:
        return None
    text = said.value.replace("@sv", "@da")
    return _fault(block, said, text, "Label-swedish", said.line)


@_kind
def what_is_derived_stated(block: Block, chance: Random) -> Fault | None:
    said = block.get("smv:agreementKind")
    return said and _fault(
        *(block, said, f"{said.value} ; smv:inForce true"),
        *("Term-derived", said.line),
    )


@_kind
def described_where_another_supplier_describes(block: Block, chance: Random) -> Fault | None:
    """The subject's name begins as those of another file do; nothing else changes."""
    text = block.text.replace(
        block.name, f"<https://w3id.org/samverkan/id/small-mellerud/stray/{block.line}>"
    )
    return Fault(
        *(block.file, {block.line: text}, {(block.file, block.line): {"Graph-subject"}}),
        frozenset({block.name}),
    )


@_kind
def a_second_owner_at_the_same_time(block: Block, chance: Random) -> Fault | None:
    """The manager's assignment says owner: the later of the two is one too many."""
    role, of, holder = (block.get(f"smv:{n}") for n in ("role", "application", "holder"))
    if not role or not of or not holder or role.value != "code:role-systemManager":
        return None
    owners = _assignments().get((of.value, "code:role-systemOwner"), [])
    if len(owners) != 1 or any(b.get("smv:until") for b in (block, owners[0])):
        return None
    earlier, later = sorted((block, owners[0]), key=_first_day)
    if _first_day(earlier) == _first_day(later) or _said(owners[0], "holder") == holder.value:
        return None
    return Fault(
        block.file,
        {role.line: role.text.replace("systemManager", "systemOwner")},
        {(later.file, later.line): {"RoleAssignment-overlap"}},
        frozenset({block.name, owners[0].name, of.value}),
    )


@_kind
def an_owner_too_few(block: Block, chance: Random) -> Fault | None:
    """The only owner's assignment is made one of another application's manager."""
    role, of = block.get("smv:role"), block.get("smv:application")
    if not role or not of or role.value != "code:role-systemOwner" or block.get("smv:until"):
        return None
    application = _named().get(of.value)
    alone = len(_assignments().get((of.value, role.value), [])) == 1
    if not alone or not application or not application.get("smv:inUseFrom"):
        return None
    if application.get("smv:retiredOn"):
        return None
    return Fault(
        block.file,
        {role.line: role.text.replace("systemOwner", "systemManager")},
        {(application.file, application.line): {"GovernedApplication-systemOwner"}},
        frozenset({block.name, of.value}),
    )


def _one(block: Block, chance: Random, fits: Callable[[Said], bool]) -> Said | None:
    """One of the properties that a shape looks at and that fit."""
    found = [
        said
        for said in block.said
        if block.get(said.name) and f"Value-{_local(said.name)}" in _codes() and fits(said)
    ]
    return chance.choice(found) if found else None


def _value(block: Block, said: Said, value: str, *more: str) -> Fault:
    """The property has that value: what its own shape reports, on its line."""
    fault = _fault(block, said, value, f"Value-{_local(said.name)}", said.line)
    fault.expected[block.file, said.line].update(more)
    return fault


def _fault(block: Block, said: Said, value: str, shape: str, line: int) -> Fault:
    text = said.text.replace(said.value, value, 1)
    return Fault(
        block.file, {said.line: text}, {(block.file, line): {shape}}, frozenset({block.name})
    )


def _first_day(block: Block) -> str:
    return _said(block, "from")


def _said(block: Block, name: str) -> str:
    said = block.get(f"smv:{name}")
    return said.value if said else ""


def _is_code(said: Said) -> bool:
    return said.value.startswith("code:") and " " not in said.value


def _is_reference(said: Said) -> bool:
    return bool(re.fullmatch(r"[a-z-]+:[a-z0-9-]+", said.value)) and not _is_code(said)


def _local(name: str) -> str:
    return name.rsplit(":", maxsplit=1)[-1]


@cache
def _codes() -> frozenset[str]:
    return frozenset(shape.code for shape in shipped_shapes().shapes.values())


@cache
def _subjects(code: str) -> frozenset[str]:
    """The properties, as the example writes them, whose subjects the shape looks at."""
    shape = shipped_shapes().shapes[f"https://w3id.org/samverkan/shapes/{code}"]
    found = (re.match(r"\?focus <https://w3id.org/samverkan/ns/(\w+)>", t) for t in shape.targets)
    return frozenset(f"smv:{one[1]}" for one in found if one)


@cache
def _named() -> dict[str, Block]:
    return {block.name: block for block in blocks()}


@cache
def _assignments() -> dict[tuple[str, str], list[Block]]:
    found: dict[tuple[str, str], list[Block]] = {}
    for block in blocks():
        role, of = block.get("smv:role"), block.get("smv:application")
        if role and of:
            found.setdefault((of.value, role.value), []).append(block)
    return found
