"""What a change in a Git repository touches: things described differently, and new results."""

import subprocess
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from samverkan.errors import SamverkanError
from samverkan.sources.dataset import Access
from samverkan.sources.formats import SUFFIXES
from samverkan.sources.opening import Opened, open_source
from samverkan.store.view import View, open_view
from samverkan.validate.report import Report, Result
from samverkan.validate.waivers import WAIVERS


class RevisionError(SamverkanError):
    """There is no such revision, or no Git repository to look it up in."""

    def __init__(self, revision: str, path: Path, why: str) -> None:
        super().__init__(f"{path}: cannot compare with {revision!r}: {why}")
        self.revision, self.path = revision, path


@dataclass(frozen=True)
class Before:
    """The data as they were; empty if they were not there, or could not be read."""

    triples: frozenset[str] = frozenset()
    results: tuple[Result, ...] = ()


def before(path: Path, opened: Opened, revision: str, view: View, scratch: Path) -> Before:
    """
    The dataset as it was in the revision, held against the same rules as of the same day.

    Args:
        path: what the user named.
        opened: what it stands for now.
        revision: anything that Git takes for a commit.
        view: the dataset as it is now.
        scratch: an empty folder to put the old files into.

    Raises:
        RevisionError: if Git is not there, knows no repository at the path or no such commit.
    """
    described = opened.dataset.path
    root = (described.parent if described else path).resolve()
    try:
        folders = {file.path.resolve().parent for file in opened.dataset.files}
        restored = restore(root, folders, revision, scratch, SUFFIXES)
        if not restored.exists():
            return Before()
        old = open_source(str(restored)).dataset
        then = open_view(old, view.on, view.access)
        then.engine, then.shapes = view.engine, view.shapes
        if view.waivers and then.waivers is None and not _is_beside(view.waivers, root):
            then.waivers = view.waivers
        return Before(frozenset(statements(then)), then.report.results)
    except RevisionError:
        raise
    except SamverkanError:
        return Before()


def touched(report: Report, now: View, then: Before) -> Report:
    """The results on things that are described differently, and those that were not there."""
    changed = {line.split(" ", 1)[0][1:-1] for line in set(statements(now)) ^ then.triples}
    stood = {result.key for result in then.results if result.stands}
    known = {result.key for result in then.results}
    return replace(
        report,
        results=tuple(
            result
            for result in report.results
            if result.focus in changed or result.key not in (stood if result.stands else known)
        ),
    )


def statements(view: View) -> Iterable[str]:
    """What the sources say, one line a triple, without which file says it."""
    assert view.dataset is not None
    quads = list(view.dataset.description)
    for file in view.dataset.files:
        if view.access is Access.INTERNAL or file.access is Access.PUBLIC:
            quads += file.quads()
    return {f"{quad.subject} {quad.predicate} {quad.object}" for quad in quads}


def _is_beside(waivers: Path, root: Path) -> bool:
    return waivers.resolve().parent == root


def restore(
    root: Path,
    folders: Iterable[Path],
    revision: str,
    scratch: Path,
    endings: Collection[str],
) -> Path:
    """
    Put the old files at the root and in the folders where they were, and waivers beside them.

    Args:
        root: a file or folder of a Git repository.
        folders: further ones that belong to it.
        revision: anything that Git takes for a commit.
        scratch: an empty folder to put the old files into.
        endings: of the files that are wanted.

    Returns:
        Where the root is now; nothing is there if the revision has none.

    Raises:
        RevisionError: if Git is not there, knows no repository at the root or no such commit.
    """
    start = root if root.is_dir() else root.parent
    top = Path(_git(start, revision, "rev-parse", "--show-toplevel").decode().strip()).resolve()
    commit = _git(start, revision, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    tree = commit.decode().strip()
    wanted = [path.relative_to(top) for path in (root, *folders) if path.is_relative_to(top)]
    names = [path.as_posix() for path in wanted]
    listed = _git(top, revision, "ls-tree", "-r", "-z", "--name-only", tree, "--", *names)
    for name in listed.decode().split("\0"):
        if Path(name).suffix.lower() in endings or Path(name).name == WAIVERS:
            target = scratch / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(_git(top, revision, "cat-file", "blob", f"{tree}:{name}"))
    return scratch / root.relative_to(top)


def _git(folder: Path, revision: str, *arguments: str) -> bytes:
    command = ["git", "-C", str(folder), *arguments]
    try:
        return subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603
    except FileNotFoundError as error:
        raise RevisionError(revision, folder, "git is not installed") from error
    except subprocess.CalledProcessError as error:
        told = error.stderr.decode(errors="replace").strip().removeprefix("fatal: ")
        why = told or "there is no such commit; fetch it, or name another"
        raise RevisionError(revision, folder, why) from error
