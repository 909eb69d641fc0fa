"""Whose terms have to be looked up again: what changed, and what mentions what came or went."""

from pyoxigraph import NamedNode, Store

from samverkan.incremental.graph import Change, Graph
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
    changed |= {node for node in change.about if _came_or_went(node, change, store)}
    for term in changed:
        if isinstance(term, NamedNode) and checks.is_ours(term):
            for pattern in ((None, term, None), (None, None, term)):
                found |= {
                    quad.subject
                    for quad in store.quads_for_pattern(*pattern)
                    if quad.graph_name in checks.graphs and isinstance(quad.subject, NamedNode)
                }
    return found


def _came_or_went(node: object, change: Change, store: Store) -> bool:
    if not isinstance(node, NamedNode):
        return False
    now = False
    for triple in Graph(store).objects(node):
        now = True
        if change.was_there.get(triple, True):
            return False
    before = any(change.was_there.get(triple, False) for triple in change.objects(node))
    return now != before
