"""A register as it was in a Git revision, to compare it with what it says now."""

from collections.abc import Callable
from pathlib import Path

from samverkan.errors import SamverkanError
from samverkan.registers.checking import register_report, register_view
from samverkan.registers.grids import TABLES, WORKBOOKS
from samverkan.registers.importing import Register
from samverkan.sources.dataset import Dataset
from samverkan.store.changes import Before, RevisionError, restore, statements
from samverkan.store.view import View


def register_before(
    path: Path,
    revision: str,
    view: View,
    read: Callable[[Path], Register],
    within: Dataset | None,
    scratch: Path,
) -> Before:
    """
    The register as it was in the revision, held against the same rules as of the same day.

    Rows are known again by what they say, not by where they stand: a sheet that is sorted
    anew says the same.

    Args:
        path: the workbook, the CSV file or the folder of such.
        revision: anything that Git takes for a commit.
        view: the register as it is now.
        read: reads a register as the one of now was read.
        within: the dataset that the register is a part of, as it is now.
        scratch: an empty folder to put the old files into.

    Raises:
        RevisionError: if Git is not there, knows no repository at the path or no such commit.
    """
    try:
        restored = restore(path.resolve(), (), revision, scratch, (*WORKBOOKS, *TABLES))
        if not restored.exists():
            return Before()
        register = read(restored)
        then = register_view(register, view.on, view.access, within)
        then.engine, then.shapes, then.waivers = view.engine, view.shapes, view.waivers
        return Before(frozenset(statements(then)), register_report(register, then).results)
    except RevisionError:
        raise
    except SamverkanError:
        return Before()
