"""Find what is meant: shipped datasets by name, paths, the RDF files of a folder."""

from pathlib import Path

from samverkan.assets import asset
from samverkan.errors import SamverkanError
from samverkan.sources.formats import SUFFIXES
from samverkan.sources.reading import SourceNotFoundError

#: The file that makes a folder a dataset.
DESCRIPTION = "dataset.ttl"


class UnknownDatasetError(SamverkanError):
    """Neither a shipped dataset nor a path."""

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(
            f"{name!r} is neither a dataset that comes with the package ({', '.join(known)}) "
            "nor a file or folder; check the name or the path"
        )
        self.name = name


class EmptyFolderError(SamverkanError):
    """A folder in which there is nothing to read."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder}: no RDF file in this folder; put one there "
            f"({', '.join(SUFFIXES)}), name another folder, or name a register itself (.xlsx)"
        )
        self.folder = folder


def shipped() -> dict[str, Path]:
    """The datasets that come with the package, by name."""
    found = {path.parent.name: path.parent for path in asset("data").glob(f"*/{DESCRIPTION}")}
    if not found:
        raise EmptyFolderError(asset("data"))
    return dict(sorted(found.items()))


def locate(name_or_path: str) -> Path:
    """
    The folder or file that is meant: a path that exists, else a shipped dataset's name.

    A bare name is a shipped dataset's before it is a folder's, unless the folder is a dataset.

    Raises:
        UnknownDatasetError: if it is neither.
        SourceNotFoundError: if it can only be meant as a path.
    """
    path = Path(name_or_path)
    known = shipped()
    if name_or_path in known and not (path / DESCRIPTION).is_file():
        return known[name_or_path]
    if name_or_path and path.exists():
        return path
    if "/" in name_or_path or path.suffix:
        raise SourceNotFoundError(path)
    raise UnknownDatasetError(name_or_path, list(known))


def rdf_files(folder: Path) -> list[Path]:
    """The RDF files of a folder and its subfolders, hidden ones left out, in name order."""
    found = sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in SUFFIXES
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )
    if not found:
        raise EmptyFolderError(folder)
    return found
