"""The small dataset with its gaps, copied to where it can be changed, and checked."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import FIXTURES
from samverkan.cli.checking import Asked, check
from samverkan.reporting import Checked

WAIVER = """
[[waiver]]
focus = "https://w3id.org/samverkan/id/small-gaps/application/archive"
shape = "GovernedApplication-systemOwner"
why = "The council decides in December: 50 % of \\"owners\\" change"
decided_by = "The IT managers' group"
until = 2019-12-31
"""


@pytest.fixture(scope="session")
def gaps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the dataset with gaps; one of its results is waived."""
    folder = tmp_path_factory.mktemp("data")
    for name in ("small", "small-gaps"):
        shutil.copytree(FIXTURES / name, folder / name)
    (folder / "small-gaps" / "waivers.toml").write_text(WAIVER, encoding="utf-8")
    return folder / "small-gaps"


@pytest.fixture(scope="session")
def checked(gaps: Path) -> Checked:
    """The dataset with gaps, checked."""
    [found] = check(Asked(paths=(str(gaps),)))
    return found


@pytest.fixture
def change(gaps: Path, tmp_path: Path) -> Callable[..., Path]:
    """A copy of the dataset in which each text is replaced by the next."""

    def changed(*texts: str, file: str = "gaps.ttl") -> Path:
        folder = tmp_path / "data"
        shutil.copytree(gaps.parent, folder, dirs_exist_ok=True)
        path = folder / "small-gaps" / file
        content = path.read_text(encoding="utf-8")
        for old, new in zip(texts[::2], texts[1::2], strict=True):
            assert old in content
            content = content.replace(old, new)
        path.write_text(content, encoding="utf-8")
        return folder / "small-gaps"

    return changed
