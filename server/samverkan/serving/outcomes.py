"""How a question can end, in one word each, for logs and metrics."""

from samverkan.errors import SamverkanError
from samverkan.query.limits import (
    BusyError,
    ClientGoneError,
    MemoryLimitError,
    RowLimitError,
    SizeLimitError,
    SlowReaderError,
    TimeLimitError,
    WorkerCrashError,
)
from samverkan.query.refusal import QuerySyntaxError, RefusedQueryError
from samverkan.workers.views import RootGoneError

ANSWERED, INVALID, FAILED = "answered", "invalid", "failed"

#: The word for a class of errors; `invalid` for any other of ours, `failed` for what is not.
WORDS: dict[type[SamverkanError], str] = {
    QuerySyntaxError: "syntax",
    RefusedQueryError: "refused",
    TimeLimitError: "time",
    MemoryLimitError: "memory",
    RowLimitError: "rows",
    SizeLimitError: "size",
    SlowReaderError: "slow_reader",
    BusyError: "busy",
    WorkerCrashError: "crash",
    ClientGoneError: "gone",
    RootGoneError: "no_data",
}
OUTCOMES = (ANSWERED, *WORDS.values(), INVALID, FAILED)

_BY_NAME = {kind.__name__: word for kind, word in WORDS.items()}


def outcome_of(error: type[BaseException] | None) -> str:
    """The word for how a question ended, by the class of the error that it ended with."""
    if error is None:
        return ANSWERED
    return word_of(error.__name__) if issubclass(error, SamverkanError) else FAILED


def word_of(name: str) -> str:
    """The word for an error of ours by the name of its class."""
    return _BY_NAME.get(name, INVALID)
