"""The SHACL validation report as RDF."""

from collections.abc import Sequence

from pyoxigraph import RdfFormat, Triple, serialize

from samverkan.namespaces import PREFIXES
from samverkan.reporting.checked import Checked
from samverkan.validate.findings import findings_quads


def as_turtle(datasets: Sequence[Checked], _language: str) -> str:
    """`sh:ValidationReport` with its results, messages in both languages, in one order."""
    triples = {
        Triple(quad.subject, quad.predicate, quad.object)
        for checked in datasets
        for quad in findings_quads(checked.report, [])
    }
    written = serialize(sorted(triples, key=str), format=RdfFormat.TURTLE, prefixes=PREFIXES)
    assert written is not None
    return written.decode()
