"""The SHACL engines behind one function: the fast one, the reference, and both."""

from collections import Counter
from collections.abc import Callable

from samverkan.errors import SamverkanError
from samverkan.validate.fast import fast
from samverkan.validate.raw_results import RawResult
from samverkan.validate.reference import reference

#: data graph and shapes graph as N-Triples -> results in order
Engine = Callable[[str, str], list[RawResult]]


class EnginesDifferError(SamverkanError):
    """The engines disagree, so that one of them is wrong."""

    #: So many differences are told of; the rest are counted.
    shown = 10

    def __init__(self, fast: list[RawResult], reference: list[RawResult]) -> None:
        self.only_fast = sorted((Counter(fast) - Counter(reference)).elements())
        self.only_reference = sorted((Counter(reference) - Counter(fast)).elements())
        told = [
            f"  only the {engine} engine: {result}"
            for engine, found in (("fast", self.only_fast), ("reference", self.only_reference))
            for result in found
        ]
        if len(told) > self.shown:
            told[self.shown :] = [f"  and {len(told) - self.shown} more"]
        super().__init__(
            "the SHACL engines differ; choose one with --engine, and report it with the data:\n"
            + "\n".join(told)
        )


def both(data: str, shapes: str) -> list[RawResult]:
    """
    Validate with both, and refuse to choose where they differ.

    Raises:
        EngineError: if one of them gives up.
        EnginesDifferError: if they find different things.
    """
    one, other = fast(data, shapes), reference(data, shapes)
    if one != other:
        raise EnginesDifferError(one, other)
    return one


ENGINES: dict[str, Engine] = {"fast": fast, "reference": reference, "both": both}
