"""The house: what is shipped, pinned, licensed and said."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from samverkan import __version__

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_every_dependency_is_pinned_with_hashes_and_no_host_is_named():
    pinned = re.findall(r"^([a-z0-9-]+)==", LOCK, re.MULTILINE)
    wanted = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]
    names = {re.match(r"[A-Za-z0-9-]+", line)[0].lower() for line in wanted}

    assert names <= set(pinned)
    assert LOCK.count("--hash=sha256:") >= len(pinned)
    assert "://" not in LOCK


def test_the_changelog_speaks_of_this_version():
    assert f"## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_licence_page_lists_everything_that_is_installed_with_the_package():
    from make_licences import PAGE, shipped

    listed = {
        canonicalize_name(line.split(" | ")[0].removeprefix("| "))
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if line.startswith("| ")
    }

    assert "pyoxigraph" in shipped()
    assert shipped() <= listed


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout and unpacked into an empty folder."""
    folder = tmp_path_factory.mktemp("wheel")
    command = ["-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run([sys.executable, *command], check=True, capture_output=True)
    [wheel] = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


def _run(unpacked: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "samverkan", *arguments],
        cwd=unpacked.parent,
        env={**os.environ, "PYTHONPATH": str(unpacked)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_wheel_carries_everything_that_the_checkout_does(unpacked: Path):
    assets = unpacked / "samverkan" / "_assets"
    for folder in ("ontology", "shapes", "data", "queries"):
        there = {
            p.relative_to(ROOT) for p in (ROOT / folder).rglob("*") if p.suffix in (".ttl", ".rq")
        }
        assert there
        assert {p.relative_to(assets) for p in (assets / folder).rglob("*") if p.is_file()} >= there


def test_the_wheel_answers_from_any_folder(unpacked: Path):
    answer = _run(unpacked, "query", "applications-without-owner", "--dataset", "registers")

    assert answer.returncode == 0, answer.stderr
    assert len(answer.stdout.splitlines()) > 1


def test_the_wheel_uses_its_own_assets(unpacked: Path):
    code = "from samverkan.assets import asset; print(asset('shapes'))"
    shown = subprocess.run(
        [sys.executable, "-c", code],
        cwd=unpacked.parent,
        env={**os.environ, "PYTHONPATH": str(unpacked)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert Path(shown.stdout.strip()).is_relative_to(unpacked)
