"""Put chosen values in the place of a parameter's default, and in no other place."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from samverkan.dates import DateError, parse_date
from samverkan.errors import SamverkanError
from samverkan.namespaces import PREFIXES, XSD
from samverkan.query.header import StoredQuery
from samverkan.query.parameters import Parameter
from samverkan.query.tokens import Token, code


class UnknownParameterError(SamverkanError):
    """The query has no parameter of that name."""

    def __init__(self, query: StoredQuery, name: str) -> None:
        known = ", ".join(query.parameters) or "none"
        super().__init__(f"{query.name} has no parameter {name!r}; it has {known}")
        self.query, self.name, self.known = query.name, name, list(query.parameters)


class MissingParameterError(SamverkanError):
    """A parameter without a default was given no value."""

    def __init__(self, query: StoredQuery, parameter: Parameter) -> None:
        super().__init__(
            f"{query.name} needs a value for {parameter.name!r} ({parameter.type}): "
            f"{parameter.description('en')}"
        )
        self.query, self.name, self.type = query.name, parameter.name, parameter.type
        self.description = {language: parameter.description(language) for language in ("sv", "en")}


class ParameterTypeError(SamverkanError):
    """The value is not of the parameter's type."""

    def __init__(self, parameter: Parameter, value: str, expected: str) -> None:
        super().__init__(f"parameter {parameter.name!r} must be {expected}; got {value!r}")
        self.name, self.value, self.expected = parameter.name, value, expected


class UnboundParameterError(SamverkanError):
    """The header names a parameter that the query has no VALUES block for."""

    def __init__(self, query: StoredQuery, name: str) -> None:
        super().__init__(
            f"{query.name}: parameter {name!r} stands in the header, but the query has no "
            f"`VALUES ?{name} {{ ... }}`; add it, or take the parameter out"
        )
        self.name = name


class RepeatedParameterError(SamverkanError):
    """Several values for a parameter that takes one, or more than one may give."""

    def __init__(self, parameter: Parameter, count: int, most: int) -> None:
        takes = "one value" if most == 1 else f"{most} values at most"
        super().__init__(f"parameter {parameter.name!r} takes {takes}; got {count}")
        self.name, self.count, self.most = parameter.name, count, most


#: Values of one parameter at most.
MOST_VALUES = 500
#: What a parameter is given: a value, or several.
Given = str | Sequence[str]


def bind(query: StoredQuery, values: Mapping[str, Given]) -> str:
    """
    The query's text with the given values in the VALUES block of their parameter.

    A value is always one RDF term, written by the engine's own serializer: it cannot end the
    block, nor begin another. An empty value leaves the default, as a form's empty field does,
    unless it is a text: that may be empty. Without a value an optional parameter stands for any.

    Raises:
        UnknownParameterError, MissingParameterError, ParameterTypeError,
        RepeatedParameterError, UnboundParameterError.
    """
    for name in values:
        if name not in query.parameters:
            raise UnknownParameterError(query, name)
    bound = {}
    for name, parameter in query.parameters.items():
        found = _given(parameter, values.get(name))
        if found:
            bound[name] = " ".join(str(term) for term in terms(parameter, found))
        elif parameter.default is None and not parameter.optional:
            raise MissingParameterError(query, parameter)
    return with_blocks(query, bound)


def _given(parameter: Parameter, value: Given | None) -> list[str]:
    """The texts of the values; none if the default is to stay."""
    if value is None:
        return []
    parts = [value] if isinstance(value, str) else list(value)
    if len(parts) > 1 and not parameter.several:
        raise RepeatedParameterError(parameter, len(parts), 1)
    filled = [part for value in parts for part in parameter.parts(value) if part.strip()]
    if not filled and parameter.type == "xsd:string" and not parameter.optional:
        return parts[:1]
    return filled


def terms(parameter: Parameter, values: Sequence[str]) -> list[Literal | NamedNode]:
    """
    Each value once, in the order given.

    Raises:
        ParameterTypeError: if one is not of the parameter's type.
        RepeatedParameterError: if there are too many.
    """
    found = list(dict.fromkeys(term(parameter, value) for value in values))
    if len(found) > MOST_VALUES:
        raise RepeatedParameterError(parameter, len(found), MOST_VALUES)
    return found


def term(parameter: Parameter, value: str) -> Literal | NamedNode:
    """
    The value as a term of the parameter's type.

    Raises:
        ParameterTypeError: if it is not of that type.
    """
    if parameter.type == "iri":
        return _iri(parameter, value)
    if parameter.type == "xsd:string":
        try:
            return Literal(value)
        except ValueError:
            raise ParameterTypeError(parameter, value, "a text in UTF-8") from None
    lexical = value.strip()
    if parameter.type == "xsd:date":
        try:
            parse_date(lexical)
        except DateError:
            raise ParameterTypeError(parameter, value, _EXPECTED["xsd:date"]) from None
    elif parameter.type == "xsd:decimal":
        lexical = re.sub(r"\s", "", lexical).replace(",", ".")
    if not _LEXICAL[parameter.type].fullmatch(lexical):
        raise ParameterTypeError(parameter, value, _EXPECTED[parameter.type])
    if parameter.several and parameter.type in ("xsd:integer", "xsd:decimal"):
        lexical = f"{Decimal(lexical):f}"
    return Literal(lexical, datatype=NamedNode(parameter.type.replace("xsd:", XSD)))


_LEXICAL = {
    "xsd:date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "xsd:integer": re.compile(r"[+-]?[0-9]{1,18}"),
    "xsd:decimal": re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?"),
    "xsd:boolean": re.compile(r"true|false"),
}
_EXPECTED = {
    "xsd:date": "a day that exists, written like 2019-10-01",
    "xsd:integer": "a whole number, such as 12",
    "xsd:decimal": "a number, such as 1250.50",
    "xsd:boolean": "true or false",
}
#: How an IRI may begin that is not a prefixed name of ours.
_SCHEMES = ("http", "https", "urn")


def _iri(parameter: Parameter, value: str) -> NamedNode:
    """An IRI, a prefixed name of ours, or what stands behind the parameter's own prefix."""
    written = value.strip().removeprefix("<").removesuffix(">")
    prefix, colon, local = written.partition(":")
    if parameter.base and not colon:
        prefix, local = parameter.base, written
    expected = "an IRI or a prefixed name, such as mun:1461"
    if not local or (prefix not in PREFIXES and prefix not in _SCHEMES):
        raise ParameterTypeError(parameter, value, expected)
    try:
        return NamedNode(PREFIXES.get(prefix, f"{prefix}:") + local)
    except ValueError:
        raise ParameterTypeError(parameter, value, expected) from None


def any_value_stands(query: StoredQuery, parameter: Parameter) -> bool:
    """Whether the parameter's blocks hold UNDEF and nothing else, as the query stands."""
    seen = code(query.text)
    blocks = [found for index in range(len(seen)) if (found := _block(seen, index))]
    held = [
        [token.text.upper() for token in seen if opening.end <= token.start < closing.start]
        for name, opening, closing in blocks
        if name == parameter.name
    ]
    return bool(held) and all(words == ["UNDEF"] for words in held)


def with_blocks(query: StoredQuery, terms: Mapping[str, str]) -> str:
    """
    The query with those terms in the blocks of those parameters.

    Raises:
        UnboundParameterError: if a parameter has no block.
    """
    seen = code(query.text)
    pieces, last = [], 0
    found: set[str] = set()
    for index in range(len(seen)):
        block = _block(seen, index)
        if block is None:
            continue
        name, opening, closing = block
        found.add(name)
        if name in terms:
            pieces += [query.text[last : opening.end], f" {terms[name]} "]
            last = closing.start
    for name in query.parameters:
        if name not in found:
            raise UnboundParameterError(query, name)
    return "".join([*pieces, query.text[last:]])


def _block(seen: Sequence[Token], index: int) -> tuple[str, Token, Token] | None:
    """`VALUES ?name { ... }` beginning at that token: the name and the two braces."""
    start = seen[index : index + 3]
    if len(start) < 3 or start[0].text.upper() != "VALUES" or start[0].kind != "word":
        return None
    if start[1].kind != "variable" or start[2].text != "{":
        return None
    closing = next((token for token in seen[index + 3 :] if token.text == "}"), None)
    return (start[1].text[1:], start[2], closing) if closing else None
