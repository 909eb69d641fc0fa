"""What happened to the processes of one access level, counted: plain numbers for who asks."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Tally:
    """
    Counted since the server began, over all roots of the level.

    Args:
        forked: workers.
        views: views that were made.
        ended: workers that were ended before their answer was, by the class of the reason.
    """

    forked: int = 0
    views: int = 0
    ended: Counter[str] = field(default_factory=Counter)
