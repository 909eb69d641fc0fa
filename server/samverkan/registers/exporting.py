"""A supplier's part of a dataset as a workbook that reads back as the same."""

from pathlib import Path

from pyoxigraph import NamedNode, Quad

from samverkan.errors import SamverkanError
from samverkan.namespaces import GRAPHS, shorten
from samverkan.registers.importing import Register, SupplierError, read_register
from samverkan.registers.shared_names import shared_names
from samverkan.registers.tabling import tabulate
from samverkan.registers.writing import write_workbook
from samverkan.sources.dataset import Access, Dataset, SourceFile

_INTERNAL = "-internal"


class ExportError(SamverkanError):
    """The workbook would not say the same as the sources."""

    def __init__(self, path: Path, lost: list[str]) -> None:
        some = "; ".join(lost[:3]) + (" …" if len(lost) > 3 else "")
        super().__init__(
            f"{path}: not written, for a workbook cannot hold {len(lost)} of the statements: {some}"
        )
        self.lost = lost


def supplier_of(dataset: Dataset, municipality: NamedNode | None) -> str:
    """
    The supplier whose graphs the municipality publishes; the only one if none is named.

    Raises:
        SupplierError: if there is none, or several.
    """
    suppliers = sorted(
        {
            slug_of(file)
            for file in dataset.files
            if municipality is None or file.publisher == municipality
        }
    )
    if len(suppliers) == 1:
        return suppliers[0]
    if suppliers:
        raise SupplierError(
            f"{dataset.name} has several suppliers; choose one with --municipality or "
            f"--supplier: {', '.join(suppliers)}"
        )
    known = sorted({shorten(f.publisher.value) for f in dataset.files if f.publisher})
    raise SupplierError(
        f"{dataset.name} has nothing that {shorten(municipality.value) if municipality else ''} "
        f"publishes; publishers are {', '.join(known) or 'not stated'}"
    )


def slug_of(file: SourceFile) -> str:
    """The supplier's name in the graph of that file, internal or not."""
    return file.graph.value.removeprefix(GRAPHS).removesuffix(_INTERNAL)


def export_register(
    dataset: Dataset, supplier: str, access: Access, path: Path, language: str
) -> int:
    """
    Write a supplier's statements as a workbook, and read it back to see that it says the same.

    Returns:
        How many statements it holds.

    Raises:
        SupplierError: if the dataset has no graph of the supplier.
        ExportError: if something would be lost; then nothing is written.
    """
    files = [
        file
        for file in dataset.files
        if slug_of(file) == supplier and (access is Access.INTERNAL or file.access is Access.PUBLIC)
    ]
    if not files:
        known = ", ".join(sorted({slug_of(file) for file in dataset.files}))
        raise SupplierError(f"{dataset.name} has no graph of {supplier!r}; suppliers are {known}")
    quads = {quad for file in files for quad in file.quads()}
    publisher = next((file.publisher for file in files if file.publisher), None)
    name = shared_names().written(publisher.value, language) if publisher else None
    content = tabulate(quads, supplier, language, name)
    beside = path.with_name(f".{path.stem}.part{path.suffix}")
    try:
        write_workbook(beside, content, language, examples=False)
        _compare(path, quads, read_register(beside, strict=False))
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return len(quads)


def _compare(path: Path, quads: set[Quad], register: Register) -> None:
    again = {*register.public_quads, *register.internal_quads}
    if again != quads:
        lost = sorted(map(str, quads - again)) or sorted(map(str, again - quads))
        raise ExportError(path, lost)
