"""A prepared view that is kept up to date: what a change to its sources does to its results."""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import DefaultGraph, NamedNode, Quad

from samverkan.derive import derive
from samverkan.derive.evaluation import Evaluation
from samverkan.errors import SamverkanError
from samverkan.graphs import n_triples
from samverkan.incremental.derivations import Derivations, FromScratch
from samverkan.incremental.focus import Reach
from samverkan.incremental.graph import Change, stored
from samverkan.incremental.mentions import rechecked
from samverkan.namespaces import FINDINGS_GRAPH, RDFS
from samverkan.store.view import TwiceDescribedError, View
from samverkan.validate.checks import SourceChecks
from samverkan.validate.engine import Engine
from samverkan.validate.fast import fast
from samverkan.validate.raw_results import RawResult
from samverkan.validate.report import Report, Result, position
from samverkan.validate.run import Places, readable

_DEFAULT = DefaultGraph()
_SUBCLASS = NamedNode(RDFS + "subClassOf")
#: Raw results by focus node, as the engine writes it.
Found = dict[str, set[RawResult]]


class NotPlainError(SamverkanError):
    """A view that cannot be kept up to date piece by piece."""

    def __init__(self, why: str) -> None:
        super().__init__(f"{why}; open the dataset's view anew, without findings, and use that")


class LiveView:
    """
    A view and its results, kept right while its sources change.

    Args:
        view: a prepared view of a dataset, without findings in its store.
        engine: the SHACL engine to use.

    Raises:
        NotPlainError: if the view is of no dataset, or holds findings.
        EngineError: if the engine could not run.
    """

    def __init__(self, view: View, engine: Engine = fast) -> None:
        if view.dataset is None or view.on is None:
            raise NotPlainError("the view is of a file as it is, held against no rules")
        if next(view.store.quads_for_pattern(None, None, None, FINDINGS_GRAPH), None) is not None:
            raise NotPlainError("the view holds findings, which rules would read as sources")
        self.view = view
        self._store = view.store
        self._evaluation = Evaluation(view.dataset.iri, view.on)
        self._engine = engine
        self._shapes = view.shapes.for_policies(view.dataset.policies)
        self._reach = Reach(self._shapes.quads(), self._shapes.shapes)
        opaque = self._reach.opaque
        known = set(self._shapes.shapes) - set(opaque)
        self._known = (self._shapes.only(known) if opaque else self._shapes).for_engine()
        self._opaque = self._shapes.only(opaque).for_engine() if opaque else ""
        self._checks = SourceChecks(view.store, view.dataset)
        self._homes = {view.dataset.graph, *(file.graph for file in view.dataset.files)}
        self._places = Places(view.store, view.dataset)
        self._derivations = Derivations(view.store, self._evaluation)
        self._start()

    @property
    def report(self) -> Report:
        """The results as they are now, no waiver applied."""
        assert self.view.dataset is not None
        return Report(
            dataset=self.view.dataset.iri.value,
            on=self._evaluation.on,
            results=tuple(self._results),
            shapes_checked=len(self._shapes.shapes),
        )

    def revalidate(self, removed: Iterable[Quad], added: Iterable[Quad]) -> Report:
        """
        Change the sources, and bring what is derived from them and the results up to date.

        The outcome is that of opening and validating the changed sources; the time that it
        takes depends on how much has changed and on what can see it. If anything fails, the
        view is left as it was.

        Args:
            removed: quads of source graphs; those that are not there are passed over.
            added: quads of source graphs.

        Raises:
            TwiceDescribedError: if a thing would be described in two source graphs.
            EngineError, RuleError: if an engine gives up.
        """
        put, taken = stored(added), stored(removed)
        change = Change(self._store)
        try:
            change.replace(taken - put, put)
            self._refuse_twice_described(put)
            self._update(change)
        except BaseException:
            change.undo()
            raise
        for stale in ("report", "conformance"):
            self.view.__dict__.pop(stale, None)
        return self.report

    def _start(self) -> None:
        """Validate everything."""
        text = n_triples(self._store)
        self._by_shape = self._validate_known(text)
        self._by_opaque = self._validate_opaque(text)
        self._by_check = _by_focus(self._checks.all())
        self._classes = "".join(
            f"{quad.subject} {quad.predicate} {quad.object} .\n"
            for quad in self._store.quads_for_pattern(None, _SUBCLASS, None, _DEFAULT)
        )
        self._by_focus: dict[str, list[Result]] = {}
        self._results: list[Result] = []
        for focus in {*self._by_shape, *self._by_opaque, *self._by_check}:
            self._by_focus[focus] = self._readable(focus)
            self._results += self._by_focus[focus]
        self._results.sort(key=position)

    def _update(self, change: Change) -> None:
        try:
            self._derivations.update(change)
            self._evaluation.check(self._store)
        except FromScratch:
            self._start_again()
            return
        nodes = self._reach.affected(change)
        focus = {str(node) for node in nodes}
        found: Found = {}
        if nodes:
            read = self._reach.around(change.now, nodes)
            lines = "".join(f"{s} {p} {o} .\n" for s, p, o in read)
            found = self._validate_known(self._classes + lines)
        opaque = self._validate_opaque() if self._opaque else self._by_opaque
        subjects = rechecked(change, self._store, self._checks)
        checked = {str(subject): set(self._checks.of(subject)) for subject in subjects}
        again = focus | checked.keys() | {str(subject) for subject in change.changed}
        again |= opaque.keys() | self._by_opaque.keys()
        _replace(self._by_shape, {one: found.get(one, set()) for one in focus})
        _replace(self._by_check, checked)
        self._by_opaque = opaque
        for one in again:
            self._tell_anew(one)

    def _start_again(self) -> None:
        day, dataset = self._evaluation.on, self._evaluation.dataset
        derive(self._store, day, dataset)
        self._start()

    def _tell_anew(self, focus: str) -> None:
        """Put the focus node's results as they are now in the place of those that were."""
        for result in self._by_focus.pop(focus, ()):
            place = bisect_left(self._results, position(result), key=position)
            del self._results[self._results.index(result, place)]
        results = self._readable(focus)
        if results:
            self._by_focus[focus] = results
        for result in results:
            insort(self._results, result, key=position)

    def _readable(self, focus: str) -> list[Result]:
        raw: set[RawResult] = set()
        for found in (self._by_shape, self._by_opaque, self._by_check):
            raw |= found.get(focus, set())
        return [readable(one, self._shapes.shapes, self._places) for one in raw]

    def _validate_known(self, text: str) -> Found:
        if self._opaque and not self._known:
            return {}
        return _by_focus(self._engine(text, self._known))

    def _validate_opaque(self, text: str | None = None) -> Found:
        if not self._opaque:
            return {}
        return _by_focus(self._engine(text or n_triples(self._store), self._opaque))

    def _refuse_twice_described(self, added: Iterable[Quad]) -> None:
        for subject in {quad.subject for quad in added}:
            graphs = {
                quad.graph_name.value
                for quad in self._store.quads_for_pattern(subject, None, None)
                if isinstance(quad.graph_name, NamedNode) and quad.graph_name in self._homes
            }
            if isinstance(subject, NamedNode) and len(graphs) > 1:
                raise TwiceDescribedError(subject.value, graphs)


def revalidate(live: LiveView, removed: Iterable[Quad], added: Iterable[Quad]) -> Report:
    """The report after that change: see `LiveView.revalidate`."""
    return live.revalidate(removed, added)


def _by_focus(results: Iterable[RawResult]) -> Found:
    found: Found = defaultdict(set)
    for result in results:
        found[result.focus].add(result)
    return dict(found)


def _replace(found: Found, new: Found) -> None:
    for focus, results in new.items():
        if results:
            found[focus] = results
        else:
            found.pop(focus, None)
