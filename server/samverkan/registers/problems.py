"""What is wrong in a register: which cell, what was found, what was expected, what to do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from samverkan.errors import SamverkanError
from samverkan.validate.report import Place

Texts = dict[str, str]


class Grade(StrEnum):
    """Whether the register can be read in spite of the problem."""

    ERROR = "error"
    NOTICE = "notice"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, and where."""

    place: Place
    code: str
    texts: Texts
    grade: Grade = Grade.ERROR
    focus: str | None = None
    found: str | None = None
    path: str | None = None

    def text(self, language: str) -> str:
        """The place and the message in that language."""
        return f"{self.place}: {self.texts[language]}"


class CellError(Exception):
    """A cell cannot be read; the reader of the sheet adds the place."""

    def __init__(self, code: str, texts: Texts, found: str | None = None) -> None:
        super().__init__(texts["en"])
        self.code, self.texts, self.found = code, texts, found


#: So many are in the text of the error; all are in `problems`.
_TOLD = 100


class RegisterError(SamverkanError):
    """A register cannot be read as it stands; every problem in it is listed."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        told = [problem.text("en") for problem in problems[:_TOLD]]
        if len(problems) > _TOLD:
            told.append(f"… and {len(problems) - _TOLD} more")
        super().__init__("\n".join(told))
        self.problems = tuple(problems)


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """The problems that keep the register from being read."""
    return [problem for problem in problems if problem.grade is Grade.ERROR]


def quoted(found: object) -> str:
    """What stands in the cell, as it is named in messages: short, on one line."""
    text = " ".join(str(found).split())
    return f"“{text[:77]}…”" if len(text) > 78 else f"“{text}”"


def expected(found: object, sv: str, en: str, code: str = "cell") -> CellError:
    """A cell whose content is not what the column asks for."""
    texts = both(f"{quoted(found)} {sv}", f"{quoted(found)} {en}")
    return CellError(f"Register-{code}", texts, str(found))


def both(sv: str, en: str) -> Texts:
    """The message in both languages, each with its own quotation marks."""
    return {"sv": sv.replace("“", "”"), "en": en}
