"""What an SHACL engine gives: results without texts, or the reason why there are none."""

from dataclasses import dataclass

from samverkan.errors import SamverkanError


class EngineError(SamverkanError):
    """The engine could not run the shapes on the data."""

    def __init__(self, engine: str, why: str) -> None:
        super().__init__(f"the {engine} SHACL engine stopped: {why}; check the shapes it was given")
        self.engine = engine


@dataclass(frozen=True, order=True)
class RawResult:
    """What an engine says of one result, as N-Triples terms; messages come from the shape."""

    focus: str
    shape: str
    component: str
    path: str
    value: str

    def __str__(self) -> str:
        """All five, for one who compares."""
        return (
            f"focus {self.focus}, shape {self.shape}, component {self.component or 'none'}, "
            f"path {self.path or 'none'}, value {self.value or 'none'}"
        )
