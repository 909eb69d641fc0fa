"""A register's quads as TriG: the public graph, the internal graph, prefixes of its own."""

from pyoxigraph import NamedNode, Quad, RdfFormat, serialize

from samverkan.namespaces import PREFIXES, THINGS
from samverkan.registers.importing import Register
from samverkan.registers.scheme import scheme
from samverkan.sources.dataset import Access


def quads_of(register: Register, access: Access) -> list[Quad]:
    """The statements at that level, the public ones first, in an order that does not change."""
    quads = list(register.public_quads)
    if access is Access.INTERNAL:
        quads += register.internal_quads
    return sorted(
        set(quads), key=lambda quad: (quad.graph_name != register.public_graph, str(quad))
    )


def trig(register: Register, access: Access = Access.INTERNAL) -> bytes:
    """The register as TriG; the same register gives the same bytes."""
    quads = quads_of(register, access)
    # One prefix a kind of thing: `application:ekonomi` reads as the workbook does.
    kinds = {sheet.kind for sheet in scheme().sheets}
    ours = {register.supplier: "", f"{register.supplier}-internal": "internal-"}
    prefixes = dict(PREFIXES)
    for base in sorted({_base(term) for quad in quads for term in (quad.subject, quad.object)}):
        slug, _, kind = base.removeprefix(THINGS).rstrip("/").partition("/")
        if slug in ours and kind in kinds:
            prefixes[ours[slug] + kind] = base
    written = serialize(quads, format=RdfFormat.TRIG, prefixes=prefixes)
    assert written is not None
    return written


def _base(term: object) -> str:
    return term.value.rpartition("/")[0] + "/" if isinstance(term, NamedNode) else ""
