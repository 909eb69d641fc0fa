"""Where the ontology, shapes, data and queries that come with the package are."""

from pathlib import Path

from samverkan.errors import SamverkanError

_PACKAGE = Path(__file__).resolve().parent


class MissingAssetError(SamverkanError):
    """A folder that the package cannot do without is not there."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder}: no such folder; install the package again, or run it from a full checkout"
        )
        self.folder = folder


def asset(name: str) -> Path:
    """
    The folder `name` (ontology, shapes, data, queries), in the wheel or in the checkout.

    Raises:
        MissingAssetError: if there is none.
    """
    bundled = _PACKAGE / "_assets"
    folder = (bundled if bundled.is_dir() else _PACKAGE.parent.parent) / name
    if not folder.is_dir():
        raise MissingAssetError(folder)
    return folder


def examples() -> Path:
    """
    The folder with a right and a wrong example of each shape: what the shapes are tested with.

    Raises:
        MissingAssetError: if there is none.
    """
    bundled = _PACKAGE / "_assets"
    if bundled.is_dir():
        return asset("examples")
    return asset("tests") / "fixtures" / "shapes"
