"""Edits of a dataset's sources, and the dataset opened and validated from scratch."""

from dataclasses import dataclass
from functools import cache

from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from conftest import FIXTURES, near_quads
from samverkan.derive import derive
from samverkan.incremental import LiveView
from samverkan.namespaces import RDF, XSD
from samverkan.sources.opening import open_source
from samverkan.store.view import View, add, open_view
from samverkan.validate.run import validate

TYPE = NamedNode(RDF + "type")
DATE = NamedNode(XSD + "date")
DAYS = ("0999-12-31", "2018-06-30", "2019-09-30", "2019-10-01", "2019-10-02", "2031-01-01")
KINDS = (
    "remove", "retarget", "retype", "add", "misuse", "redate", "forget", "thin", "empty", "copy",
)  # fmt: skip

#: An edit, drawn: its kind, and numbers that choose what it is done to.
edits = st.tuples(st.sampled_from(KINDS), *(st.integers(0, 10_000) for _ in range(3)))


@dataclass(frozen=True)
class Edit:
    """Quads that go and quads that come."""

    removed: tuple[Quad, ...]
    added: tuple[Quad, ...]


def view_of(name: str) -> View:
    """A fixture dataset, opened with the reference data near by."""
    return open_view(open_source(str(FIXTURES / name)).dataset, shared=near_quads())


def sources(view: View) -> list[Quad]:
    """The source quads that the view holds now, in an order."""
    graphs = {file.graph for file in view.dataset.files} | {view.dataset.graph}
    return sorted((quad for quad in view.store if quad.graph_name in graphs), key=str)


def from_scratch(view: View, quads: list[Quad]):
    """The store and the results of those sources, opened and validated anew."""
    store = Store()
    add(store, near_quads())
    add(store, quads)
    derive(store, view.on, view.dataset.iri)
    return store, validate(store, view.dataset, view.on, view.shapes).results


@cache
def live_view(name: str) -> LiveView:
    """One live view for all edits: each test takes its edits back."""
    return LiveView(view_of(name))


def edit(now: list[Quad], kind: str, one: int, two: int, three: int) -> Edit:
    """The edit that those numbers stand for, of those sources."""
    quad = now[one % len(now)]
    graph = quad.graph_name
    known = sorted({q.object for q in now if q.predicate == quad.predicate}, key=str)
    if kind == "remove":
        return Edit((quad,), ())
    if kind == "retarget":
        return Edit((quad,), (_with(quad, known[two % len(known)]),))
    if kind == "add":
        return Edit((), (_with(quad, known[two % len(known)]),))
    if kind == "misuse":
        other = now[two % len(now)]
        value = now[three % len(now)].object if three % 2 else other.object
        return Edit((), (Quad(quad.subject, other.predicate, value, graph),))
    if kind == "retype":
        typed = [q for q in now if q.predicate == TYPE]
        quad = typed[one % len(typed)]
        return Edit((quad,), (_with(quad, typed[two % len(typed)].object),))
    if kind == "redate":
        dated = [q for q in now if isinstance(q.object, Literal) and q.object.datatype == DATE]
        quad = dated[one % len(dated)]
        day = Literal(DAYS[two % len(DAYS)], datatype=DATE)
        return Edit((quad,), (_with(quad, day),))
    if kind == "forget":
        return Edit(tuple(q for q in now if q.subject == quad.subject), ())
    if kind == "copy":
        twin = NamedNode(f"{quad.subject.value}-{two}")
        about = [q for q in now if q.subject == quad.subject]
        return Edit((), tuple(Quad(twin, q.predicate, q.object, q.graph_name) for q in about))
    whole = [q for q in now if q.graph_name == graph]
    return Edit(tuple(q for n, q in enumerate(whole) if kind == "empty" or n % 3 == two % 3), ())


def _with(quad: Quad, value) -> Quad:
    return Quad(quad.subject, quad.predicate, value, quad.graph_name)
