"""Each derivation as the change sees it: what sets it off, what it reads, what it writes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Variable

from samverkan.derive.rules import Rule
from samverkan.derive.steps import Step
from samverkan.errors import SamverkanError
from samverkan.incremental.graph import Change, Graph, Node, Spo
from samverkan.incremental.patterns import Block, Edge, NotReadableError, read_query
from samverkan.incremental.reach import Fans, checks, reading, route
from samverkan.incremental.ways import Way, followed
from samverkan.namespaces import PREFIXES, RDF

TYPE = NamedNode(RDF + "type")


class OrderError(SamverkanError):
    """Two derivations write the same, and one between them depends on the order."""

    def __init__(self, first: str, last: str, between: str) -> None:
        super().__init__(
            f"{first} and {last} write the same property or class, and {between} between them "
            "reads or feeds it; number them one after the other"
        )


@dataclass(frozen=True)
class Keys:
    """Properties and classes; `types` stands for every class that no one else writes."""

    predicates: frozenset[NamedNode]
    classes: frozenset[NamedNode]
    types: bool = False

    def hold(self, predicate: NamedNode, obj: object) -> bool:
        """Whether a triple is of one of them."""
        if predicate == TYPE:
            return self.types or obj in self.classes
        return predicate in self.predicates

    def meet(self, other: "Keys") -> bool:
        """Whether both have something in common, other than by `types`."""
        return bool(self.predicates & other.predicates or self.classes & other.classes)


@dataclass(frozen=True)
class Trigger:
    """
    A triple that matches this edge may change what is derived of what the way leads to.

    Attributes:
        edge: the pattern that the triple matches.
        begin: the end of it that the way begins at; None if there is no way.
        way: leads to the anchors; without it, the derivation is run whole.
        asked: what the ends of the edge must be for the triple to count.
        anchor: the variable that holds the anchors.
    """

    edge: Edge
    begin: Variable | None
    way: Way
    asked: Way
    anchor: Variable

    def fire(self, change: Change, predicate: NamedNode) -> set[Node] | None:
        """The anchors that the changed triples bear on; None for "perhaps any"."""
        subject, obj = self.edge.subject, self.edge.object
        values = self.edge.values
        if values is None:
            triples = change.triples[predicate]
        else:
            at = change.triples_at
            triples = [t for value in values for t in at.get((predicate, value), ())]
        if not isinstance(subject, Variable):
            triples = [triple for triple in triples if triple[0] == subject]
        if not triples:
            return set()
        ends = {
            end: {triple[place] for triple in triples}
            for place, end in ((0, subject), (2, obj))
            if isinstance(end, Variable)
        }
        if self.asked.steps:
            self.asked.run(change, ends, None)
            if not all(ends.values()):
                return set()
        if self.begin is None:
            return None
        place = 0 if self.begin == subject else 2
        seeds = ends[self.begin]
        if self.asked.steps and isinstance(subject, Variable) and isinstance(obj, Variable):
            seeds = {t[place] for t in triples if t[0] in ends[subject] and t[2] in ends[obj]}
        if self.edge.many:
            for node in list(seeds):
                seeds |= followed(change, self.edge, node, backward=place == 0)[0]
        bindings = {**(ends if self.edge.plain else {}), self.begin: seeds}
        self.way.run(change, bindings, None)
        return bindings.get(self.anchor, set())


@dataclass
class Local:
    """
    A derivation, and how far it sees.

    Attributes:
        derivation: the rule or step.
        writes: what it writes.
        hidden: what it must not see of the derived graph, since it is written later.
        triggers: by property, what a changed triple sets off.
        ways: the ways that read what it needs, by anchor variable.
        whole: it is always run whole.
    """

    derivation: Rule | Step
    writes: Keys
    hidden: list[Keys] = field(default_factory=list)
    triggers: Mapping[NamedNode, list[Trigger]] = field(default_factory=dict)
    ways: list[tuple[Variable, Way]] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    whole: bool = False

    def affected(self, change: Change) -> set[Node] | None:
        """What it may now say something else about; None for "perhaps anything"."""
        anchors: set[Node] = set()
        for predicate in self.triggers.keys() & change.triples.keys():
            for trigger in self.triggers[predicate]:
                found = trigger.fire(change, predicate)
                if found is None or (found and self.whole):
                    return None
                anchors |= found
        return anchors

    def read(self, graph: Graph, anchors: set[Node]) -> tuple[set[Spo], bool]:
        """The triples that it needs for the anchors, and whether it can say anything of them."""
        read: set[Spo] = set()
        speaks = False
        for variable, way in self.ways:
            bindings = {variable: set(anchors)}
            way.run(graph, bindings, read)
            speaks |= bool(bindings[variable])
        return read, speaks

    def reads(self, keys: Keys) -> bool:
        """Whether an edge of it may match a triple of those keys."""
        return any(_matched(edge, keys) for edge in self.edges)


def localised(derivations: Iterable[Rule | Step], fans: Fans) -> list[Local]:
    """
    The derivations in their order, each with what it sees.

    Raises:
        NotReadableError: if the query of one cannot be taken apart.
    """
    found = [_localised(derivation, fans) for derivation in derivations]
    for number, local in enumerate(found):
        local.hidden = [later.writes for later in found[number:] if local.reads(later.writes)]
    return found


def families(locals_: list[Local]) -> list[list[Local]]:
    """
    Derivations that write the same together, in the order in which they can be run.

    Raises:
        OrderError: if one between two of a family depends on them, or they on it.
    """
    found: list[list[Local]] = []
    place = {id(local): number for number, local in enumerate(locals_)}
    for local in locals_:
        kin = [family for family in found if any(local.writes.meet(f.writes) for f in family)]
        joined = [member for family in kin for member in family] + [local]
        found = [family for family in found if family not in kin] + [joined]
        for between in locals_[place[id(joined[0])] + 1 : place[id(local)]]:
            if between in joined:
                continue
            if any(between.reads(f.writes) or f.reads(between.writes) for f in joined):
                names = joined[0].derivation.name, local.derivation.name, between.derivation.name
                raise OrderError(*names)
    return found


def _localised(derivation: Rule | Step, fans: Fans) -> Local:
    text = derivation.query if isinstance(derivation, Rule) else _around(derivation)
    query = read_query(text)
    whole = derivation.whole
    triggers: dict[NamedNode, list[Trigger]] = defaultdict(list)
    ways = []
    edges: list[Edge] = []
    for anchor in query.anchors:
        for block in (way for one in query.blocks for way in one.binding(anchor)):
            for chain, edge in _chains([block]):
                edges.append(edge)
                trigger = _trigger(chain, edge, anchor, fans)
                for predicate in edge.predicates:
                    if trigger not in triggers[predicate]:
                        triggers[predicate].append(trigger)
            if not whole:
                try:
                    ways.append((anchor, reading(block, [anchor], fans)))
                except NotReadableError as error:
                    raise NotReadableError(f"rule {derivation.name}, {error}") from error
    return Local(derivation, _keys(derivation.writes), [], triggers, ways, edges, whole)


def _trigger(chain: list[Block], edge: Edge, anchor: Variable, fans: Fans) -> Trigger:
    found = route(chain, edge, anchor, fans)
    edges = [one for block in chain for one in block.edges if one is not edge]
    ends = sorted(edge.variables(), key=str)
    asked = Way(tuple(check for end in ends for check in checks(end, edges)))
    way, begin = found or (Way(), None)
    return Trigger(edge, begin, way, asked, anchor)


def _chains(chain: list[Block]) -> Iterable[tuple[list[Block], Edge]]:
    block = chain[0]
    for edge in block.edges:
        yield chain, edge
    for inner in block.inner:
        for one in inner.blocks:
            yield from _chains([one, *chain])


def _around(step: Step) -> str:
    prefixes = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    return f"{prefixes}CONSTRUCT {{ ?thing a ?thing }} WHERE {{ {step.around} }}"


def _keys(names: Iterable[str]) -> Keys:
    predicates, classes, types = set(), set(), False
    for name in names:
        prefix, _, local = name.partition(":")
        node = NamedNode(PREFIXES[prefix] + local)
        if node == TYPE:
            types = True
        elif local[:1].isupper():
            classes.add(node)
        else:
            predicates.add(node)
    return Keys(frozenset(predicates), frozenset(classes), types)


def _matched(edge: Edge, keys: Keys) -> bool:
    if edge.predicates & keys.predicates:
        return True
    if TYPE not in edge.predicates:
        return False
    if edge.values is None:
        return bool(keys.types or keys.classes)
    return keys.types or bool(edge.values & keys.classes)
