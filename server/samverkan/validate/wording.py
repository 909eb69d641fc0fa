"""What was found and what was expected: what a renderer adds to a result's message."""

from pyoxigraph import NamedNode, Store

from samverkan.namespaces import RDF
from samverkan.validate.expected import Expected, listed
from samverkan.validate.labels import Labels
from samverkan.validate.report import Result
from samverkan.validate.shapes import ShapesGraph

_NOTHING = {"sv": "inget", "en": "nothing"}


class Wording:
    """Tells found and expected of the results of a view."""

    def __init__(self, store: Store, shapes: ShapesGraph) -> None:
        self.labels = Labels(store)
        self._expected = Expected(store, shapes, self.labels)
        self._store = store

    def found(self, result: Result, language: str) -> str | None:
        """
        The value that is wrong; where a count or a missing value is, what there is; where
        the thing as such is wrong, its classes. None if there is nothing to say.
        """
        if result.value and result.value != f"<{result.focus}>":
            return self.labels.value(result.value, language)
        if not result.component:
            return None
        values = self._values(result.focus, result.path or RDF + "type")
        told = [self.labels.value(value, language) for value in values]
        return listed(told, language) if told else _NOTHING[language]

    def expected(self, result: Result, language: str) -> str | None:
        """What the constraint that was broken asks for; None if that cannot be said shortly."""
        return self._expected.of(result, language)

    def _values(self, focus: str, path: str) -> list[str]:
        quads = self._store.quads_for_pattern(NamedNode(focus), NamedNode(path), None)
        return sorted({str(quad.object) for quad in quads})
