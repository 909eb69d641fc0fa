"""The register being made: things by file, in the order in which they are described."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from example.turtle import Name, Term, Text, Thing, Value, texts

#: The day as of which the example is told.
TODAY = date(2019, 10, 1)

#: Kinds of things under the headings of a file, in its order.
SECTIONS = {
    "Suppliers and products": ("supplier", "product"),
    "Organisation": (
        "administration", "it-unit", "municipal-company", "it-managers-group", "steering-group",
        "competence-network", "post", "activity", "it-function",
    ),
    "Applications": ("application",),
    "Uses": ("use",),
    "Roles": ("role-assignment",),
    "Agreements": ("agreement",),
    "Documentation and support": ("documentation", "support-arrangement"),
    "Access and change requests": ("access-decision", "change-request"),
    "Training and competence": (
        "training-plan", "training", "introduction", "specialist-competence", "competence-count",
    ),
    "Costs": ("cost", "joint-cost", "cost-share"),
    "Cooperation": (
        "cooperation-area", "cooperation", "cooperation-level-assignment", "participation",
        "cooperation-potential",
    ),
    "Assessments": ("assessment",),
    "Platform": ("network", "e-service"),
    "Changes and communication": (
        "change", "budget-decision", "budget-effect", "communication",
    ),
    "Governing documents": ("governing-document", "adoption"),
    "Plans, inquiries and goals": (
        "introduction-plan", "assignment", "inquiry", "conclusion", "goal-status",
    ),
    "Persons and posts": ("person", "post-holding"),
}  # fmt: skip


class DescribedTwiceError(Exception):
    """Two things got one name."""

    def __init__(self, name: Name) -> None:
        super().__init__(f"{name.iri} is described already")


class Register:
    """Everything that the example says, in all of its files."""

    def __init__(self) -> None:
        self._things: dict[Name, Thing] = {}
        self._kinds: defaultdict[str, dict[Name, Thing]] = defaultdict(dict)

    def describe(self, name: Name, type_: str, sv: str, en: str | None = None) -> Thing:
        """
        A new thing with a label; a bare class name is one of `smv:`.

        Raises:
            DescribedTwiceError: if there is a thing of that name.
        """
        if name in self._things:
            raise DescribedTwiceError(name)
        thing = Thing(name, Term(type_ if ":" in type_ else f"smv:{type_}"))
        self._things[name] = self._kinds[name.kind][name] = thing
        return thing.add("rdfs:label", *texts(sv, en))

    def __getitem__(self, name: Name) -> Thing:
        return self._things[name]

    def __contains__(self, name: Name) -> bool:
        return name in self._things

    def add_copy(self, thing: Thing, key: str) -> None:
        """Describe another thing by the same facts."""
        name = replace(thing.name, key=key)
        if name in self:
            raise DescribedTwiceError(name)
        facts = {prop: list(values) for prop, values in thing.facts.items()}
        self._things[name] = self._kinds[name.kind][name] = Thing(name, thing.type, facts)

    def drop(self, name: Name) -> None:
        """Take a thing out of the register."""
        del self._things[name], self._kinds[name.kind][name]

    def of(self, kind: str, graph: str | None = None) -> Iterator[Thing]:
        """The things of a kind, in one graph or in all."""
        for thing in list(self._kinds[kind].values()):
            if graph in (None, thing.name.graph):
                yield thing

    def graphs(self) -> list[str]:
        """The graphs that hold something, by name."""
        return sorted({name.graph for name in self._things})

    def sections(self, graph: str) -> list[tuple[str, list[Thing]]]:
        """What a file holds, by heading."""
        return [
            (heading, [t for kind in kinds for t in self.of(kind, graph)])
            for heading, kinds in SECTIONS.items()
        ]

    def label(self, name: Name) -> str:
        """The Swedish name of a thing."""
        return self.text(name, "sv")

    def text(self, name: Name, language: str) -> str:
        """The name of a thing in a language, else in Swedish."""
        labels = [v for v in self[name].values("rdfs:label") if isinstance(v, Text)]
        found = [t.value for t in labels if t.language == language]
        return (found or [t.value for t in labels])[0]


def code(scheme: str, value: str) -> Term:
    """A code of one of the lists."""
    return Term(f"code:{scheme}-{value}")


def codes(scheme: str, values: str) -> list[Value]:
    """Codes of one of the lists, from a cell that names them with blanks between."""
    return [code(scheme, value) for value in values.split()]


def areas(cell: str) -> list[Value]:
    """Business areas, from a cell that numbers them with blanks between."""
    return [Term(f"area:{number}") for number in cell.split()]
