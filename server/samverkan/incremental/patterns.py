"""What a derivation reads: its query taken apart into edges between variables."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count, product
from typing import Any

import rdflib
from pyoxigraph import Literal, NamedNode, Variable
from rdflib.paths import AlternativePath, InvPath, MulPath, SequencePath
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from samverkan.errors import SamverkanError

Value = NamedNode | Literal
Term = Variable | Value


class NotReadableError(SamverkanError):
    """A query that holds something whose reach cannot be told from its text."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what}: what it reads cannot be told from the query; write it with named "
            "properties, or give the rule the header `#+ scope: whole`"
        )


@dataclass(frozen=True)
class Edge:
    """
    A triple pattern, or a path of one property repeated.

    Attributes:
        subject: where it begins.
        predicates: any of these properties.
        object: where it ends.
        least: 0 where both ends may be the same node.
        many: whether the property may be followed again and again.
        among: the only values that the object may have (`VALUES`), where they are listed.
    """

    subject: Term
    predicates: frozenset[NamedNode]
    object: Term
    least: int = 1
    many: bool = False
    among: frozenset[Value] | None = None

    @property
    def plain(self) -> bool:
        """Whether it is one triple."""
        return self.least == 1 and not self.many

    @property
    def values(self) -> frozenset[Value] | None:
        """What the object can be, where that is known."""
        if isinstance(self.object, Variable):
            return self.among
        return frozenset({self.object})

    def variables(self) -> set[Variable]:
        """The variables at its ends."""
        return {end for end in (self.subject, self.object) if isinstance(end, Variable)}


@dataclass(frozen=True)
class Inner:
    """A part that a solution may have (OPTIONAL) or must lack (MINUS, EXISTS)."""

    blocks: tuple["Block", ...]
    optional: bool


@dataclass
class Block:
    """
    One of the ways in which a group of patterns can match: a UNION gives several.

    Attributes:
        edges: all of them match in every solution.
        equal: pairs of variables that have one value (`BIND (?a AS ?b)`).
        inner: parts that need not match.
        listed: the values that `VALUES` lists for a variable.
    """

    edges: list[Edge] = field(default_factory=list)
    equal: list[tuple[Variable, Variable]] = field(default_factory=list)
    inner: list[Inner] = field(default_factory=list)
    listed: dict[Variable, frozenset[Value]] = field(default_factory=dict)

    def joined(self, other: "Block") -> "Block":
        """Both at once."""
        listed = self.listed | other.listed
        edges = [
            replace(edge, among=listed[edge.object])
            if isinstance(edge.object, Variable) and edge.object in listed and edge.plain
            else edge
            for edge in self.edges + other.edges
        ]
        return Block(edges, self.equal + other.equal, self.inner + other.inner, listed)

    def variables(self) -> set[Variable]:
        """The variables that are bound in every solution."""
        found = {variable for edge in self.edges for variable in edge.variables()}
        return found | {variable for pair in self.equal for variable in pair}

    def binding(self, variable: Variable) -> list["Block"]:
        """The ways in which the variable is bound, in an optional part if need be."""
        if variable in self.variables():
            return [self]
        found = []
        for number, inner in enumerate(self.inner):
            if inner.optional:
                others = self.inner[:number] + self.inner[number + 1 :]
                rest = Block(self.edges, self.equal, others, self.listed)
                for block in inner.blocks:
                    found += [rest.joined(way) for way in block.binding(variable)]
        return found


@dataclass(frozen=True)
class Query:
    """A CONSTRUCT query: the variables that its triples are about, and how it matches."""

    anchors: tuple[Variable, ...]
    blocks: tuple[Block, ...]


def read_query(text: str) -> Query:
    """
    Take a CONSTRUCT query apart.

    Raises:
        NotReadableError: if it holds a variable property, a negated path, SERVICE or GRAPH,
            or constructs triples of something that is no variable.
    """
    algebra = translateQuery(parseQuery(text)).algebra
    if algebra.name != "ConstructQuery":
        raise NotReadableError(algebra.name)
    reader = _Reader()
    anchors = []
    for subject, _, _ in algebra.template:
        if not isinstance(subject, rdflib.Variable):
            raise NotReadableError(str(subject))
        anchors.append(Variable(str(subject)))
    return Query(tuple(dict.fromkeys(anchors)), tuple(reader.blocks(algebra.p)))


class _Reader:
    """Walks the algebra; variables of a subquery that it does not project get new names."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._names: dict[str, str] = {}
        self._nested = False

    def blocks(self, part: CompValue) -> list[Block]:
        """The ways in which that part of the algebra can match."""
        name = part.name
        if name == "BGP":
            ways = [self._edges(*triple) for triple in part.triples]
            return [Block([e for way in chosen for e in way]) for chosen in product(*ways)]
        if name == "Join":
            pairs = product(self.blocks(part.p1), self.blocks(part.p2))
            return [left.joined(right) for left, right in pairs]
        if name in ("LeftJoin", "Minus"):
            inner = Inner(tuple(self.blocks(part.p2)), optional=name == "LeftJoin")
            more = self._exists(part.expr) if name == "LeftJoin" else []
            return [left.joined(Block(inner=[inner, *more])) for left in self.blocks(part.p1)]
        if name == "Union":
            return [*self.blocks(part.p1), *self.blocks(part.p2)]
        if name == "Filter":
            more = self._exists(part.expr)
            return [b.joined(Block(inner=more)) for b in self.blocks(part.p)]
        if name == "Extend":
            return [b.joined(self._equal(part)) for b in self.blocks(part.p)]
        if name == "ToMultiSet":
            return self._subquery(part.p)
        if name in ("Project", "Distinct", "Reduced", "Group", "AggregateJoin", "OrderBy"):
            return self.blocks(part.p)
        raise NotReadableError(name)

    def _subquery(self, part: CompValue) -> list[Block]:
        if part.name == "values":
            return [Block(listed=self._listed(part.res))]
        project = part
        while project.name != "Project":
            if "p" not in project:
                raise NotReadableError(project.name)
            project = project.p
        outside = self._names, self._nested
        self._names = {str(v): self._variable(str(v)).value for v in project.PV}
        self._nested = True
        found = self.blocks(part)
        self._names, self._nested = outside
        return found

    def _listed(self, rows: list[dict[Any, Any]]) -> dict[Variable, frozenset[Value]]:
        """The values of each variable that every row gives a value."""
        names = set.intersection(*(set(row) for row in rows)) if rows else set()
        return {
            self._variable(str(name)): frozenset(_value(row[name]) for row in rows)
            for name in names
        }

    def _variable(self, name: str) -> Variable:
        if name not in self._names:
            self._names[name] = f"{name}_{next(self._numbers)}" if self._nested else name
        return Variable(self._names[name])

    def _term(self, term: Any) -> Term:
        if isinstance(term, rdflib.URIRef | rdflib.Literal):
            return _value(term)
        return self._variable(f"blank_{term}" if isinstance(term, rdflib.BNode) else str(term))

    def _equal(self, part: CompValue) -> Block:
        if isinstance(part.expr, rdflib.Variable) and not part.expr.startswith("__agg_"):
            return Block(equal=[(self._variable(str(part.var)), self._variable(str(part.expr)))])
        return Block()

    def _exists(self, expression: Any) -> list[Inner]:
        if isinstance(expression, list | tuple):
            return [inner for part in expression for inner in self._exists(part)]
        if not isinstance(expression, CompValue):
            return []
        if expression.name in ("Builtin_EXISTS", "Builtin_NOTEXISTS"):
            return [Inner(tuple(self.blocks(expression.graph)), optional=False)]
        return [
            inner
            for key, value in expression.items()
            if key != "_vars"
            for inner in self._exists(value)
        ]

    def _edges(self, subject: Any, path: Any, obj: Any) -> list[list[Edge]]:
        """The ways to follow a path, each as the edges that it takes."""
        start, end = self._term(subject), self._term(obj)
        return [list(way) for way in self._ways(start, path, end)]

    def _ways(self, start: Term, path: Any, end: Term) -> Iterator[list[Edge]]:
        simple = _alternatives(path)
        if simple is not None:
            yield [Edge(start, simple, end)]
        elif isinstance(path, InvPath):
            yield from self._ways(end, path.arg, start)
        elif isinstance(path, AlternativePath):
            for one in path.args:
                yield from self._ways(start, one, end)
        elif isinstance(path, SequencePath):
            stops = [start, *(self._between() for _ in path.args[1:]), end]
            steps = [
                list(self._ways(stops[number], one, stops[number + 1]))
                for number, one in enumerate(path.args)
            ]
            for chosen in product(*steps):
                yield [edge for way in chosen for edge in way]
        elif isinstance(path, MulPath) and (simple := _alternatives(path.path)) is not None:
            least = 1 if path.mod == "+" else 0
            yield [Edge(start, simple, end, least, many=path.mod in ("+", "*"))]
        else:
            raise NotReadableError(f"path {path}")

    def _between(self) -> Variable:
        return Variable(f"between_{next(self._numbers)}")


def _value(term: rdflib.URIRef | rdflib.Literal) -> Value:
    if isinstance(term, rdflib.URIRef):
        return NamedNode(str(term))
    if term.language:
        return Literal(str(term), language=term.language)
    return Literal(str(term), datatype=NamedNode(str(term.datatype)) if term.datatype else None)


def _alternatives(path: Any) -> frozenset[NamedNode] | None:
    """The properties of a path that is one property, or one of several."""
    if isinstance(path, rdflib.URIRef):
        return frozenset({NamedNode(str(path))})
    if isinstance(path, AlternativePath):
        parts: Iterable[Any] = path.args
        if all(isinstance(part, rdflib.URIRef) for part in parts):
            return frozenset(NamedNode(str(part)) for part in parts)
    return None
