"""How often, and how much at once, each client asks."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from samverkan.web.refusals import RequestRateError, RequestsAtOnceError

_MINUTE = 60.0
#: So many of those that were seen longest ago are looked at on every request, to forget them.
_LOOKED_AT = 2


@dataclass(slots=True)
class _Seen:
    """
    What is known of a client.

    Args:
        until: when it will have its whole minute's requests again.
        running: requests that are being answered.
    """

    until: float = 0
    running: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """What a client may still do: requests left, and seconds until it has all of them again."""

    left: int
    seconds: int


class Rates:
    """
    Limits per client. Thread-safe; some microseconds a request, however many clients there are.

    Requests are let in by the generic cell rate algorithm: a client that was quiet for a minute
    may send a minute's requests at once, then as many as the time that passes is worth. The
    storage in memory of the library `limits` starts a thread for, and looks at all clients on,
    nearly every request: 1.5 ms with 20 000 of them.

    Args:
        per_minute: requests of one client; 0 for any number.
        at_once: of one client at the same time; 0 for any number.
        clock: seconds.

    Source:
        ITU-T I.371, annex A (virtual scheduling).
    """

    def __init__(
        self, per_minute: int, at_once: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._per_minute, self._at_once, self._clock = per_minute, at_once, clock
        self._each = _MINUTE / per_minute if per_minute else 0
        self._seen: OrderedDict[str, _Seen] = OrderedDict()
        self._lock = Lock()

    @property
    def clients(self) -> int:
        """How many are remembered."""
        return len(self._seen)

    def enter(self, client: str) -> Standing:
        """
        Let a request in; `leave` must follow, but for one that was refused.

        Raises:
            RequestRateError, RequestsAtOnceError: if it is one too many.
        """
        now = self._clock()
        with self._lock:
            self._forget(now)
            seen = self._seen.get(client)
            if seen is None:
                seen = self._seen[client] = _Seen()
            self._seen.move_to_end(client)
            if self._at_once and seen.running >= self._at_once:
                raise RequestsAtOnceError(self._at_once)
            until = max(seen.until, now) + self._each
            over = until - now - _MINUTE
            if over > 1e-9:
                raise RequestRateError(self._per_minute, math.ceil(over))
            seen.until = until
            seen.running += 1
        if not self._each:
            return Standing(0, 0)
        return Standing(int((_MINUTE - (until - now)) / self._each + 1e-9), math.ceil(until - now))

    def leave(self, client: str) -> None:
        """A request was answered."""
        with self._lock:
            self._seen[client].running -= 1

    def told(self, standing: Standing) -> list[tuple[str, str]]:
        """
        Headers that tell a client what it may still do.

        Source:
            draft-ietf-httpapi-ratelimit-headers-10.
        """
        policies = []
        if self._at_once:
            policies.append(f'"at-once";q={self._at_once};qu="concurrent-requests"')
        if self._each:
            policies.append(f'"minute";q={self._per_minute};w=60')
        headers = [("RateLimit-Policy", ", ".join(policies))] if policies else []
        if self._each:
            headers.append(("RateLimit", f'"minute";r={standing.left};t={standing.seconds}'))
        return headers

    def _forget(self, now: float) -> None:
        for _ in range(_LOOKED_AT):
            if not self._seen:
                return
            client, seen = next(iter(self._seen.items()))
            if seen.running:
                self._seen.move_to_end(client)
            elif seen.until <= now:
                del self._seen[client]
            else:
                return
