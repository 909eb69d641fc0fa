"""
Write a made-up dataset of the size that is wanted.

`python -m benchmarks.generator 1m FOLDER`. Municipalities carry the names and populations of
real ones; everything else that is said of them is made up. The same arguments give the same bytes.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

from pyoxigraph import Literal

from benchmarks.application import GAPS, REFERENCE_DAY, Application
from benchmarks.municipality import COMMON, GROUP, Municipality, common, organisation
from benchmarks.writing import boolean, day, described, n_quads, named, term, text
from samverkan.namespaces import DATASETS, GRAPHS, THINGS, smv
from samverkan.population import population_on
from samverkan.sources.shared import shared_quads

NAME = "bench"
EVALUATION_DATE = date(2020, 10, 1)
#: Those that the policy binds come first, so that every size has them.
FIRST = ("1438", "1439", "1460", "1461", "1492")
#: How many municipalities share a system and its cost.
GROUP_SIZE = 5


@dataclass(frozen=True)
class Size:
    """
    How much to make up.

    Attributes:
        municipalities: how many, at most 290.
        applications: how many each of them has.
        gaps: share of the applications with something missing or wrong.
        shared: one in so many applications is shared by the municipality's group.
    """

    municipalities: int
    applications: int
    gaps: float = 0.05
    shared: int = 10

    @property
    def posts(self) -> int:
        """Posts of each administration, beside its chief."""
        return max(2, self.applications // 10)


SIZES = {
    "10k": Size(5, 18),
    "100k": Size(29, 36),
    "1m": Size(290, 36),
    "10m": Size(290, 376),
}


@cache
def _codes() -> tuple[str, ...]:
    predicate = smv("municipalityCode")
    found = {
        quad.object.value
        for quad in shared_quads()
        if quad.predicate == predicate and isinstance(quad.object, Literal)
    }
    return (*FIRST, *sorted(found - set(FIRST)))


def municipalities(size: Size) -> list[Municipality]:
    """The municipalities of a dataset of that size."""
    codes = _codes()[: size.municipalities]
    known = {one.code: one for one in population_on(REFERENCE_DAY, codes)}
    return [Municipality(code, known[code].name, known[code].inhabitants) for code in codes]


def group_of(municipality: Municipality, among: list[Municipality]) -> list[Municipality]:
    """The others of the group that it shares systems with."""
    start = among.index(municipality) // GROUP_SIZE * GROUP_SIZE
    return [one for one in among[start : start + GROUP_SIZE] if one != municipality]


def records(municipality: Municipality, size: Size, seed: int) -> Iterator[str]:
    """The triples of a municipality's graph, as N-Triples without the full stop."""
    random = Random(f"{seed}-{municipality.code}")
    among = municipalities(size) if size.shared else []
    others = group_of(municipality, among) if among else []
    yield from _marked(municipality.supplier, municipality.name)
    yield from organisation(municipality, size.posts, random)
    for number in range(size.applications):
        yield from Application(
            municipality,
            number,
            size.posts,
            random,
            sharing=others if size.shared and number % size.shared == 0 else (),
            gap=random.choice(GAPS) if random.random() < size.gaps else "",
        ).triples()


def generate(folder: Path, size: Size, seed: int = 1) -> int:
    """
    Write dataset.ttl and an N-Quads file for each municipality, and one for what they share.

    Returns:
        How many quads were written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    members = municipalities(size)
    shared = [*_marked(COMMON, "alla"), *common(members)]
    total = _write(folder, COMMON, shared)
    for municipality in members:
        total += _write(folder, municipality.supplier, records(municipality, size, seed))
    (folder / "dataset.ttl").write_text(_description(members), encoding="utf-8")
    return total


def _write(folder: Path, supplier: str, lines: Iterator[str] | list[str]) -> int:
    told = list(lines)
    graph = GRAPHS + supplier
    (folder / f"{supplier}.nq").write_text(n_quads(told, graph), encoding="utf-8")
    return len(told)


def _marked(supplier: str, name: str) -> list[str]:
    graph = f"<{GRAPHS}{supplier}>"
    return [
        f"{graph} {term('smv:fictional')} {boolean(True)}",
        f"{graph} {term('rdfs:comment')} {text(f'Påhittade data för mätningar: {name}.', 'sv')}",
        f"{graph} {term('rdfs:comment')} {text(f'Made up for measuring: {name}.', 'en')}",
    ]


def _description(members: list[Municipality]) -> str:
    dataset = f"<{DATASETS}{NAME}>"
    files = [(COMMON, GROUP), *((one.supplier, one.term) for one in members)]
    lines = described(
        dataset,
        "smv:Dataset",
        *named("Påhittad mängd för mätningar", "Made-up dataset for measuring"),
        ("dcterms:description", text("Kommunernas namn är verkliga, allt annat påhittat.", "sv")),
        ("smv:fictional", boolean(True)),
        ("smv:evaluationDate", day(EVALUATION_DATE)),
        ("smv:evaluatedAgainst", term("dalsland:policy")),
        *(("smv:member", one.term) for one in members),
        *(("smv:sourceFile", _file(supplier)) for supplier, _ in files),
    )
    for supplier, publisher in files:
        lines += described(
            _file(supplier),
            "smv:SourceFile",
            *named(supplier),
            ("smv:file", text(f"{supplier}.nq")),
            ("smv:graph", f"<{GRAPHS}{supplier}>"),
            ("smv:idBase", f"<{THINGS}{supplier}/>"),
            ("dcterms:publisher", publisher),
            (
                "dcterms:accessRights",
                "<http://publications.europa.eu/resource/authority/access-right/PUBLIC>",
            ),
        )
    made_up = "# Made up for measuring: only the municipalities' names and populations are real.\n"
    return made_up + "".join(f"{line} .\n" for line in lines)


def _file(supplier: str) -> str:
    return f"<{DATASETS}{NAME}/file/{supplier}>"


def main() -> None:
    """Write the dataset that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.generator", description=__doc__)
    parser.add_argument("size", choices=SIZES)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--gaps", type=float, help="share of applications with a gap")
    options = parser.parse_args()
    size = SIZES[options.size]
    if options.gaps is not None:
        size = Size(size.municipalities, size.applications, options.gaps, size.shared)
    print(f"{generate(options.folder, size, options.seed)} quads in {options.folder}")


if __name__ == "__main__":
    main()
