"""How much the workers of a server may use up, each and together, and how they read queries."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Limits:
    """
    Args:
        seconds: that a query may take until its answer begins, and of processor time in all.
        stream_seconds: until the whole answer was taken.
        megabytes: of memory beyond the store.
        rows, bytes: of one answer, bytes before compression.
        at_once: queries that run at the same time.
        waiting_seconds: that a query waits for its turn.
        spare: workers that stand ready.
        views: evaluation dates that are kept ready, beside the dataset's own.
        view_seconds: that making a view may take.
        settle: whether as many workers as there are processors have the data for themselves.
        add_prefixes: whether well-known prefixes that a query forgot are declared for it.
    """

    seconds: float = 30
    stream_seconds: float = 600
    megabytes: int = 2048
    rows: int = 5_000_000
    bytes: int = 2 * 1024**3
    at_once: int = 24
    waiting_seconds: float = 5
    spare: int = 4
    views: int = 3
    view_seconds: float = 120
    settle: bool = True
    add_prefixes: bool = False

    def told(self) -> dict[str, Any]:
        """All of them, for JSON."""
        return asdict(self)
