"""What a question may use up, and the errors that say which limit it hit."""

from dataclasses import dataclass

from samverkan.errors import SamverkanError


@dataclass(frozen=True)
class Bounds:
    """How much one answer may hold: rows (or triples), and bytes before compression."""

    rows: int = 5_000_000
    size: int = 2 * 1024**3


class LimitError(SamverkanError):
    """A question hit a limit; what stood in an answer by then is not a whole answer."""


class TimeLimitError(LimitError):
    """The question was not answered within the time that one may take."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"the query was stopped after {seconds:g} seconds, the most that one may take; "
            "narrow it (name a graph, a municipality or a class, add LIMIT), or ask it in parts"
        )
        self.seconds = seconds


class MemoryLimitError(LimitError):
    """The question needed more memory than one may have."""

    def __init__(self, megabytes: int) -> None:
        super().__init__(
            f"the query needed more than {megabytes} MB of memory, the most that one may have; "
            "narrow it, order less, or ask it in parts"
        )
        self.megabytes = megabytes


class RowLimitError(LimitError):
    """The answer has more rows, or triples, than one may have."""

    def __init__(self, rows: int) -> None:
        super().__init__(
            f"the answer has more than {rows} rows, the most that one may have; "
            "add LIMIT and OFFSET, or ask it in parts"
        )
        self.rows = rows


class SizeLimitError(LimitError):
    """The answer is longer than one may be."""

    def __init__(self, size: int) -> None:
        super().__init__(
            f"the answer is longer than {size} bytes, the most that one may have; "
            "add LIMIT and OFFSET, or select fewer columns"
        )
        self.size = size


class SlowReaderError(LimitError):
    """The client takes its answer too slowly."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"the answer was not taken within {seconds:g} seconds, the most that one may need; "
            "read faster, or ask for it in parts"
        )
        self.seconds = seconds


class BusyError(LimitError):
    """As many questions are being answered as may be at once."""

    def __init__(self, what: str, retry_after: int) -> None:
        super().__init__(f"{what}; ask again in {retry_after} seconds")
        self.what, self.retry_after = what, retry_after


class WorkerCrashError(LimitError):
    """The engine broke down over the question; nothing else was harmed."""

    def __init__(self, why: str) -> None:
        super().__init__(f"the engine broke down over this query ({why}); simplify it")
        self.why = why


class ClientGoneError(LimitError):
    """The client that asked has gone away, so that nobody needs the answer."""

    def __init__(self) -> None:
        super().__init__("the client has gone away")
