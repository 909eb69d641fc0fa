"""Put a chosen value in the place of a parameter's default, and in no other place."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from pyoxigraph import Literal, NamedNode

from samverkan.dates import parse_date
from samverkan.errors import SamverkanError
from samverkan.namespaces import PREFIXES, XSD
from samverkan.query.library import Parameter, StoredQuery
from samverkan.query.tokens import Token, tokens


class UnknownParameterError(SamverkanError):
    """The query has no parameter of that name."""

    def __init__(self, query: StoredQuery, name: str) -> None:
        known = ", ".join(query.parameters) or "none"
        super().__init__(f"{query.name} has no parameter {name!r}; it has {known}")
        self.name = name


class MissingParameterError(SamverkanError):
    """A parameter without a default was given no value."""

    def __init__(self, query: StoredQuery, parameter: Parameter) -> None:
        super().__init__(
            f"{query.name} needs a value for {parameter.name!r} ({parameter.type}): "
            f"{parameter.description('en')}"
        )
        self.name = parameter.name


class ParameterTypeError(SamverkanError):
    """The value is not of the parameter's type."""

    def __init__(self, parameter: Parameter, value: str, expected: str) -> None:
        super().__init__(f"parameter {parameter.name!r} must be {expected}; got {value!r}")
        self.name, self.value = parameter.name, value


class UnboundParameterError(SamverkanError):
    """The header names a parameter that the query has no VALUES block for."""

    def __init__(self, query: StoredQuery, name: str) -> None:
        super().__init__(
            f"{query.name}: parameter {name!r} stands in the header, but the query has no "
            f"`VALUES ?{name} {{ ... }}`; add it, or take the parameter out"
        )
        self.name = name


def bind(query: StoredQuery, values: Mapping[str, str]) -> str:
    """
    The query's text with each given value in the VALUES block of its parameter.

    A value is always one RDF term, written by the engine's own serializer: it cannot end the
    block, nor begin another.

    Raises:
        UnknownParameterError, MissingParameterError, ParameterTypeError,
        UnboundParameterError.
    """
    for name in values:
        if name not in query.parameters:
            raise UnknownParameterError(query, name)
    terms = {}
    for name, parameter in query.parameters.items():
        if name in values:
            terms[name] = str(term(parameter, values[name]))
        elif parameter.default is None:
            raise MissingParameterError(query, parameter)
    return _replace(query, terms)


def term(parameter: Parameter, value: str) -> Literal | NamedNode:
    """
    The value as a term of the parameter's type.

    Raises:
        ParameterTypeError: if it is not of that type.
    """
    match parameter.type:
        case "xsd:date":
            return _typed("date", parse_date(value).isoformat())
        case "xsd:integer":
            if not value.strip().lstrip("+-").isdecimal():
                raise ParameterTypeError(parameter, value, "a whole number, such as 12")
            return _typed("integer", str(int(value)))
        case "xsd:decimal":
            return _typed("decimal", _decimal(parameter, value))
        case "xsd:boolean":
            if value not in ("true", "false"):
                raise ParameterTypeError(parameter, value, "true or false")
            return _typed("boolean", value)
        case "iri":
            return _iri(parameter, value)
        case _:
            return Literal(value)


def _typed(name: str, lexical: str) -> Literal:
    return Literal(lexical, datatype=NamedNode(XSD + name))


def _decimal(parameter: Parameter, value: str) -> str:
    try:
        number = Decimal(value.replace(",", "."))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise ParameterTypeError(parameter, value, "a number, such as 1250.50")
    return f"{number:f}"


def _iri(parameter: Parameter, value: str) -> NamedNode | Literal:
    """An IRI, or a prefixed name of ours; empty means any."""
    if not value:
        return Literal("")
    prefix, _, local = value.strip().strip("<>").partition(":")
    try:
        if prefix in PREFIXES:
            return NamedNode(PREFIXES[prefix] + local)
        return NamedNode(f"{prefix}:{local}")
    except ValueError:
        raise ParameterTypeError(
            parameter, value, "an IRI or a prefixed name, such as mun:1461"
        ) from None


def _replace(query: StoredQuery, terms: Mapping[str, str]) -> str:
    seen = [token for token in tokens(query.text) if token.kind not in ("space", "comment")]
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


def _block(seen: list[Token], index: int) -> tuple[str, Token, Token] | None:
    """`VALUES ?name { ... }` beginning at that token: the name and the two braces."""
    start = seen[index : index + 3]
    if len(start) < 3 or start[0].text.upper() != "VALUES" or start[0].kind != "word":
        return None
    if start[1].kind != "variable" or start[2].text != "{":
        return None
    closing = next(token for token in seen[index + 3 :] if token.text == "}")
    return start[1].text[1:], start[2], closing
