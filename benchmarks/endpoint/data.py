"""The data of the measurements: a made-up dataset, prepared, as one graph in N-Triples."""

from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

from benchmarks.measuring import view_of
from samverkan.namespaces import RDF, smv


def prepared(size: str, folder: Path) -> Path:
    """The file of that size, made if it is not there."""
    file = folder / "endpoint" / f"{size}.nt"
    if not file.is_file():
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(".part")
        view_of(size, folder).store.dump(str(part), RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
        part.rename(file)
    return file.resolve()


def applications(file: Path, most: int = 2000) -> list[str]:
    """IRIs of applications in it."""
    store = Store()
    store.bulk_load(path=str(file), format=RdfFormat.N_TRIPLES)
    found = store.quads_for_pattern(None, NamedNode(RDF + "type"), smv("ApplicationInUse"))
    return sorted(quad.subject.value for quad in found)[:most]  # type: ignore[union-attr]
