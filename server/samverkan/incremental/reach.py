"""Which way to take: from what changed to what is derived, and back to what it reads."""

from collections.abc import Iterable, Mapping
from heapq import heappop, heappush
from itertools import count

from pyoxigraph import NamedNode, Variable

from samverkan.incremental.patterns import Block, Edge, NotReadableError
from samverkan.incremental.ways import Aside, Check, Hop, Join, Same, Taken, Way

#: How many triples point at one node, on average, by property.
Fans = Mapping[NamedNode, float]
#: Of a property that the data do not have yet.
_UNKNOWN_FAN = 1.0


def reading(block: Block, known: Iterable[Variable], fans: Fans) -> Way:
    """
    The way that reads all that bears on solutions in which those variables are known.

    Raises:
        NotReadableError: if a part hangs together with nothing and has no constant.
    """
    steps: list[Taken] = []
    reached = set(known)
    edges, equal, inner = list(block.edges), list(block.equal), list(block.inner)
    while edges or inner:
        near = [edge for edge in edges if _touches(edge, reached)]
        if near:
            edge = min(near, key=lambda edge: _cost(edge, reached, fans))
            edges.remove(edge)
            check = _check(edge)
            if check is not None and edge.subject in reached and _held(edge):
                steps.append(check)
            elif _joins(edge, reached):
                steps.append(Join(edge, _fan(edge, fans)))
            else:
                steps.append(Hop(edge, backward=_backward(edge, reached)))
            reached |= edge.variables()
        elif same := next((s for s in equal if (s[0] in reached) != (s[1] in reached)), None):
            equal.remove(same)
            steps.append(Same(*same) if same[0] in reached else Same(same[1], same[0]))
            reached |= set(same)
        elif aside := next((i for i in inner if _shares(i.blocks, reached)), None):
            inner.remove(aside)
            ways = tuple(reading(one, reached, fans) for one in aside.blocks)
            steps.append(Aside(ways, aside.optional))
            if aside.optional:
                reached |= {v for one in aside.blocks for v in _all_variables(one)}
        elif edges:
            held = [edge for edge in edges if _held(edge)]
            if not held:
                raise NotReadableError(f"a part with {', '.join(map(str, edges[0].predicates))}")
            edge = held[0]
            edges.remove(edge)
            steps.append(Hop(edge, backward=not isinstance(edge.object, Variable)))
            reached |= edge.variables()
        else:
            aside = inner.pop(0)
            ways = tuple(reading(one, reached, fans) for one in aside.blocks)
            steps.append(Aside(ways, aside.optional))
    return Way(tuple(steps))


def route(
    blocks: list[Block], edge: Edge, anchor: Variable, fans: Fans
) -> tuple[Way, Variable] | None:
    """
    The cheapest way from an end of an edge to the anchor, over edges that match with it.

    Args:
        blocks: the block of the edge and those around it.
        edge: where a triple has changed.
        anchor: the variable to find.
        fans: how much a step backward costs.

    Returns:
        The way and the end that it begins at; None if there is none.
    """
    edges = [one for block in blocks for one in block.edges if one is not edge]
    equal = [pair for block in blocks for pair in block.equal]
    order = count()
    queue: list[tuple[float, int, Variable, Variable, list[Hop | Same]]] = []
    for end in edge.variables():
        heappush(queue, (0.0, next(order), end, end, []))
    done: set[Variable] = set()
    while queue:
        cost, _, here, begun, steps = heappop(queue)
        if here == anchor:
            hops = [step for step in steps if isinstance(step, Hop)]
            known = {begun}.union(*(hop.edge.variables() for hop in hops))
            known |= edge.variables() if edge.plain else set()
            narrow = _joined(known, hops, edges, anchor, fans)
            return Way((*_checked(begun, steps, edges), *narrow)), begun
        if here in done:
            continue
        done.add(here)
        for one in edges:
            for backward in (False, True):
                near, far = (one.object, one.subject) if backward else (one.subject, one.object)
                if near == here and isinstance(far, Variable):
                    price = cost + 1 + (_fan(one, fans) if backward else 0)
                    heappush(queue, (price, next(order), far, begun, [*steps, Hop(one, backward)]))
        for left, right in equal:
            for near, far in ((left, right), (right, left)):
                if near == here:
                    heappush(queue, (cost, next(order), far, begun, [*steps, Same(near, far)]))
    return None


def checks(variable: Variable, edges: Iterable[Edge]) -> list[Check]:
    """The edges from that variable to a constant: what the nodes must be to count."""
    found = [_check(edge) for edge in edges if edge.subject == variable]
    return [check for check in found if check is not None]


def _check(edge: Edge) -> Check | None:
    if isinstance(edge.subject, Variable) and edge.values is not None and edge.plain:
        return Check(edge.subject, edge.predicates, edge.values)
    return None


def _checked(begun: Variable, steps: list[Hop | Same], edges: list[Edge]) -> tuple[Taken, ...]:
    found: list[Taken] = [*checks(begun, edges)]
    for step in steps:
        found.append(step)
        if isinstance(step, Same):
            found += checks(step.other, edges)
        else:
            far = step.edge.subject if step.backward else step.edge.object
            if isinstance(far, Variable):
                found += checks(far, edges)
    return tuple(found)


def _joined(
    known: set[Variable], hops: list[Hop], edges: list[Edge], anchor: Variable, fans: Fans
) -> Iterable[Hop | Join]:
    """
    What narrows the anchors after a step backward, which may have led to far too many.

    An edge from the anchor to a node that is known, or one step from a node that is.
    """
    if not any(hop.backward for hop in hops):
        return
    rest = [edge for edge in edges if edge.plain and all(edge is not hop.edge for hop in hops)]
    for last in rest:
        third = last.object
        if last.subject != anchor or not isinstance(third, Variable) or third == anchor:
            continue
        first = [one for one in rest if one.object == third and one.subject in known - {anchor}]
        if third not in known and first:
            yield Hop(first[0], backward=False)
        if third in known or first:
            yield Join(last, _fan(last, fans))


def _touches(edge: Edge, reached: set[Variable]) -> bool:
    return bool(edge.variables() & reached) or not edge.variables()


def _joins(edge: Edge, reached: set[Variable]) -> bool:
    """Whether it is one triple between two variables that are known."""
    return edge.plain and len(edge.variables()) == 2 and edge.variables() <= reached


def _cost(edge: Edge, reached: set[Variable], fans: Fans) -> float:
    if _joins(edge, reached):
        return -1
    if edge.values is not None and edge.subject in reached:
        return 0
    return _fan(edge, fans) + 2 if _backward(edge, reached) else 1


def _backward(edge: Edge, reached: set[Variable]) -> bool:
    return isinstance(edge.subject, Variable) and edge.subject not in reached


def _fan(edge: Edge, fans: Fans) -> float:
    total = sum(fans.get(predicate, _UNKNOWN_FAN) for predicate in edge.predicates)
    return total * 10 if edge.many else total


def _held(edge: Edge) -> bool:
    return not (isinstance(edge.subject, Variable) and isinstance(edge.object, Variable))


def _all_variables(block: Block) -> set[Variable]:
    return block.variables() | {
        variable
        for inner in block.inner
        for one in inner.blocks
        for variable in _all_variables(one)
    }


def _shares(blocks: Iterable[Block], reached: set[Variable]) -> bool:
    return any(_all_variables(block) & reached for block in blocks)
