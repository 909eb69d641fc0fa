"""What a stored query's header says of a parameter, and how its values are told apart."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from samverkan.namespaces import PREFIXES

#: What a parameter may be.
TYPES = ("xsd:date", "xsd:string", "xsd:integer", "xsd:decimal", "xsd:boolean", "iri")
#: Names that speak of the answer, not of the question.
RESERVED = ("asOf", "format", "labels", "lang", "limit", "offset")
#: Of these a comma may be a part; several of them stand on lines of their own.
_WITH_COMMAS = ("xsd:string", "xsd:decimal")
_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)
#: A comma inside <...> belongs to the IRI.
_COMMA = re.compile(r",(?![^<]*>)")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_MEMBERS = {"type", "description", "description_sv", "default", "optional", "list", "base"}


class ParameterHeaderError(ValueError):
    """What the header says of a parameter is not what it should be."""


@dataclass(frozen=True)
class Parameter:
    """
    A value that the asker may choose: bound to the variable of the same name.

    Args:
        name: of the variable.
        type: of `TYPES`.
        default: as an address would give it; None if there is none.
        descriptions: what it stands for, by language.
        optional: no value means any.
        several: more values than one may be given.
        base: prefix that a value without one has, for an IRI.
    """

    name: str
    type: str
    default: str | None
    descriptions: dict[str, str]
    optional: bool = False
    several: bool = False
    base: str = ""

    def description(self, language: str) -> str:
        """What it stands for, in that language or English."""
        return self.descriptions.get(language) or self.descriptions.get("en", "")

    @property
    def takes_commas(self) -> bool:
        """Whether several values may stand in one text with commas between them."""
        return self.several and self.type not in _WITH_COMMAS

    def parts(self, value: str) -> list[str]:
        """The values that stand in one text: on lines, or with commas where the type allows it."""
        if not self.several:
            return [value]
        lines = _LINE_BREAK.split(value)
        return [p for line in lines for p in _COMMA.split(line)] if self.takes_commas else lines


def read_parameter(name: str, told: object) -> Parameter:
    """
    The parameter of that name, by what the header tells of it.

    Raises:
        ParameterHeaderError: if that is not in the form that CONTRIBUTING.md shows.
    """
    if not _NAME.fullmatch(name):
        raise ParameterHeaderError(f"parameter {name!r} is no name of a variable")
    if name in RESERVED:
        raise ParameterHeaderError(f"parameter {name!r} means something else in an address")
    known: Mapping[str, Any] = told if isinstance(told, dict) else {}
    kind = known.get("type")
    if kind not in TYPES:
        raise ParameterHeaderError(f"parameter {name!r} needs a type, one of {', '.join(TYPES)}")
    for member, text in known.items():
        if member not in _MEMBERS or not isinstance(text, str):
            raise ParameterHeaderError(f"{member!r} of parameter {name!r} means nothing")
    parameter = Parameter(
        name,
        kind,
        known.get("default"),
        texts(known.get("description", ""), known.get("description_sv")),
        optional=_yes(name, known, "optional"),
        several=_yes(name, known, "list"),
        base=known.get("base", "").removesuffix(":"),
    )
    if parameter.optional and parameter.default is not None:
        raise ParameterHeaderError(
            f"parameter {name!r} has a default, so it cannot be optional: without a value it "
            "would mean that"
        )
    if parameter.base and (kind != "iri" or parameter.base not in PREFIXES):
        raise ParameterHeaderError(
            f"'base' of parameter {name!r} must be a prefix known here, of an iri"
        )
    return parameter


def texts(english: str, swedish: str | None) -> dict[str, str]:
    """A text by language."""
    return {"en": english} | ({"sv": swedish} if swedish else {})


def _yes(name: str, known: Mapping[str, Any], member: str) -> bool:
    told = known.get(member, "false")
    if told not in ("true", "false"):
        raise ParameterHeaderError(f"{member!r} of parameter {name!r} must be true or false")
    return bool(told == "true")
