"""The gate: which results make a validation fail, counted one by one."""

from collections.abc import Iterable

from samverkan.validate.report import SEVERITIES, Result

#: What the least grave severity is that fails, by the gate's name.
LEVELS = {"violation": 1, "warning": 2, "info": 3, "never": 0}


def failing(results: Iterable[Result], fail_on: str) -> list[Result]:
    """
    The results that fail at that level: neither waived nor known from a baseline.

    Args:
        results: of a report.
        fail_on: one of `LEVELS`.
    """
    grave = SEVERITIES[: LEVELS[fail_on]]
    return [r for r in results if r.stands and not r.known and r.severity in grave]
