"""Give each result its place: the offending triple's where there is one, else its thing's."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from pyoxigraph import NamedNode

from samverkan.sources.dataset import Dataset, SourceFile
from samverkan.sources.places import FilePlaces, Position, places_in
from samverkan.validate.report import Place, Report, Result


class Index(Protocol):
    """Where the statements of one source stand; what registers have instead of lines."""

    def of(
        self, subject: str, predicate: str | None = None, value: str | None = None
    ) -> Place | None:
        """The place of the statement, else of the thing; None if the source does not hold it."""


def shown_from(folder: Path) -> Callable[[Path], str]:
    """How a path is written in reports: from that folder if it is below, else in full."""
    root = folder.resolve()

    def shown(path: Path) -> str:
        full = path.resolve()
        return (full.relative_to(root) if full.is_relative_to(root) else full).as_posix()

    return shown


def placed(
    report: Report,
    dataset: Dataset,
    shown: Callable[[Path], str] = Path.as_posix,
    indexes: Mapping[NamedNode, Index] | None = None,
) -> Report:
    """
    The report with a place on every result.

    Reads again the files that have findings, and no others. What no source describes, such as
    a municipality, is placed where the dataset first points at it.

    Args:
        report: of validating the dataset.
        dataset: whose files are looked at.
        shown: how a path is written in a place.
        indexes: by graph, of sources that know their places themselves (registers).
    """
    homes: dict[SourceFile, list[Result]] = defaultdict(list)
    homeless: list[Result] = []
    for result in report.results:
        if result.place:
            continue
        home = _home(dataset, result)
        if home is None:
            homeless.append(result)
        else:
            homes[home].append(result)
    places: dict[int, Place] = {}
    for file, results in homes.items():
        index = (indexes or {}).get(file.graph)
        told = None if index else places_in(file.path, _things(results))
        for result in results:
            known = index.of(result.focus, result.path, result.value) if index else None
            at = position_of(told, result) if told else None
            places[id(result)] = known or _place(shown(file.path), at)
    for result, place in _mentioned(homeless, dataset, shown):
        places[id(result)] = place
    return replace(
        report,
        results=tuple(
            replace(result, place=places.get(id(result)) or _reshown(result.place, shown))
            for result in report.results
        ),
    )


def position_of(places: FilePlaces, result: Result) -> Position | None:
    """Where in the file's places the result belongs; None if the file says nothing of it."""
    focus = f"<{result.focus}>"
    if result.path is None:
        return places.subjects.get(focus)
    path = f"<{result.path}>"
    stated = places.triples.get((focus, path), [])
    if stated and result.value == path:
        return stated[0].predicate
    found = next((triple.object for triple in stated if triple.value == result.value), None)
    if found is None and stated:
        # A count, or a value that is missing among these: the last one is the one to look at.
        found = stated[-1].object
    return found or places.subjects.get(focus)


def _home(dataset: Dataset, result: Result) -> SourceFile | None:
    return next((file for file in dataset.files if file.graph.value == result.graph), None)


def _things(results: Iterable[Result]) -> set[str]:
    return {f"<{result.focus}>" for result in results}


def _place(file: str, position: Position | None) -> Place:
    return Place(file, position.line, position.column) if position else Place(file)


def _reshown(place: Place | None, shown: Callable[[Path], str]) -> Place | None:
    return replace(place, file=shown(Path(place.file))) if place else None


def _mentioned(
    results: list[Result], dataset: Dataset, shown: Callable[[Path], str]
) -> Iterable[tuple[Result, Place]]:
    """Places of results on things that no graph of a source describes."""
    files = [*([dataset.path] if dataset.path else []), *(file.path for file in dataset.files)]
    waiting = results
    for file in files:
        if not waiting:
            return
        told = places_in(file, _things(waiting))
        left = []
        for result in waiting:
            at = position_of(told, result) or told.mentions.get(f"<{result.focus}>")
            if at:
                yield result, _place(shown(file), at)
            else:
                left.append(result)
        waiting = left
    for result in waiting:
        yield result, _place(shown(files[0]), None)
