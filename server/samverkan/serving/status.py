"""Whether a server can answer, of what, since when, and how the last reload went."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from samverkan.workers.engine import WorkerEngine

_WORD = re.compile(r"\S+")


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Status:
    """
    What the health addresses tell. Thread-safe.

    Args:
        engines: the workers, by access level.
    """

    engines: Mapping[str, WorkerEngine]
    since: datetime = field(default_factory=_now)
    _last: dict[str, dict[str, str]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def reloaded(self, level: str) -> None:
        """Other data are answered from now."""
        with self._lock:
            self.since = _now()
            self._last[level] = {"outcome": "done", "at": _written(self.since)}

    def refuse(self, level: str, why: str) -> None:
        """What was to be read anew was refused."""
        with self._lock:
            reason = without_folders(why)
            if level != "public":
                reason = f"the {level} data cannot be used; the server's log says why"
            self._last[level] = {"outcome": "refused", "at": _written(_now()), "reason": reason}

    def forget(self, level: str) -> None:
        """A level is no longer answered from, as was wished."""
        with self._lock:
            self._last.pop(level, None)

    @property
    def refused(self) -> bool:
        """Whether the last try to read data anew was refused, at any level."""
        return any(last["outcome"] == "refused" for last in list(self._last.values()))

    def missing(self) -> list[str]:
        """The levels whose data nobody answers for at the moment."""
        return [level for level, engine in dict(self.engines).items() if engine.gone]

    def told(self) -> tuple[bool, dict[str, Any]]:
        """Whether all can be answered, and what is known, for JSON; of public data alone."""
        missing = self.missing()
        about = self.engines["public"].about()
        told: dict[str, Any] = {
            "status": "unavailable" if missing else "ready",
            "dataset": about.name,
            "version": about.version,
            "triples": about.triples,
            "asOf": about.on or None,
            "levels": sorted(set(self.engines) - set(missing)),
            "since": _written(self.since),
        }
        if missing:
            told["reason"] = (
                f"the process with the {' and the '.join(missing)} data has ended; it is being "
                "started again"
            )
        with self._lock:
            refused = [last for last in self._last.values() if last["outcome"] == "refused"]
            last = [*refused, *self._last.values()][:1]
        told["lastReload"] = last[0]["outcome"] if last else None
        if last:
            told["lastReloadAt"] = last[0]["at"]
            if "reason" in last[0]:
                told["lastReloadReason"] = last[0]["reason"]
        return not missing, told


def without_folders(text: str) -> str:
    """The text with each path shortened to its last part; IRIs stay whole."""

    def last(found: re.Match[str]) -> str:
        word = found[0]
        return word if "://" in word else word.rpartition("/")[2]

    return _WORD.sub(last, text)


def _written(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
