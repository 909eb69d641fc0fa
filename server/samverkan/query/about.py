"""What is to be known of a view without its store: whose data, as of when, in which version."""

import hashlib
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from samverkan import __version__
from samverkan.store.view import View


@dataclass(frozen=True)
class About:
    """
    A view, described.

    Args:
        version: SHA-256 of the sources.
        access: `public` or `internal`.
        name, labels, fictional: of the dataset; no name if a file is served as it is.
        on: the evaluation date; "" if it has none.
        counts: results by severity.
        triples: in the default graph.
    """

    version: str
    access: str
    name: str = ""
    labels: dict[str, str] = field(default_factory=dict)
    fictional: bool = False
    on: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    triples: int = 0

    @cached_property
    def key(self) -> str:
        """What any answer depends on beside the question; part of every cache key and ETag."""
        named = f"{__version__} {self.version} {self.name} {self.access} {self.on}"
        return hashlib.sha256(named.encode()).hexdigest()[:32]

    def told(self) -> dict[str, Any]:
        """All of it, for JSON."""
        return asdict(self)


def about(view: View) -> About:
    """The view, described; it is validated if it can be."""
    dataset = view.dataset
    if dataset is None:
        return About(view.version, view.access.value, triples=_triples(view))
    return About(
        version=view.version,
        access=view.access.value,
        name=dataset.name,
        labels=dataset.labels,
        fictional=dataset.fictional,
        on=view.on.isoformat() if view.on else "",
        counts={str(name): number for name, number in view.report.counts().items()},
        triples=_triples(view),
    )


def _triples(view: View) -> int:
    answer = view.store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    return int(next(iter(answer))["n"].value)  # type: ignore[arg-type]
