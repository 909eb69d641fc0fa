"""Whose terms have to be looked up again: what changed, and what mentions what came or went."""

from pyoxigraph import NamedNode, Store

from samverkan.incremental.graph import Change, Node
from samverkan.namespaces import smv
from samverkan.validate.checks import SourceChecks

_DERIVED = smv("derived")


def rechecked(change: Change, store: Store, checks: SourceChecks) -> set[NamedNode]:
    """
    The subjects on whose sources the checks may say something else after the change.

    Those whose source triples have changed, and those that use a term of ours that is
    described now and was not before, or the other way round.
    """
    found = {q.subject for q in change.sources if isinstance(q.subject, NamedNode)}
    if _DERIVED in change.triples:
        checks.refresh()
    changed = {triple[0] for triple in change.triples.get(_DERIVED, ())}
    changed |= {node for node in change.changed if _came_or_went(node, change)}
    for term in changed:
        if isinstance(term, NamedNode) and checks.is_ours(term):
            for pattern in ((None, term, None), (None, None, term)):
                found |= {
                    quad.subject
                    for quad in store.quads_for_pattern(*pattern)
                    if quad.graph_name in checks.graphs and isinstance(quad.subject, NamedNode)
                }
    return found


def _came_or_went(node: Node, change: Change) -> bool:
    if not isinstance(node, NamedNode):
        return False
    now = change.now.about(node)
    after = ((node, predicate, obj) for predicate, objects in now.items() for obj in objects)
    if any(change.was_there.get(triple, True) for triple in after):
        return False
    union = change.about(node)
    before = ((node, predicate, obj) for predicate, objects in union.items() for obj in objects)
    return bool(now) != any(change.was_there.get(triple, False) for triple in before)
