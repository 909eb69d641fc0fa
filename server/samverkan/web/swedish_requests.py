"""What is said in Swedish of a request that is not as it should be, by the class of the error."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from samverkan.errors import SamverkanError


def quoted(text: str) -> str:
    """The text in Swedish quotation marks."""
    return f"”{text}”"


def _unknown_parameter(error: Any) -> str:
    known = ", ".join(error.known) or "inga"
    return f"{error.query} har ingen parameter {quoted(error.name)}; den har {known}"


def _missing_parameter(error: Any) -> str:
    told = error.description.get("sv", "")
    return f"{error.query} behöver ett värde för {quoted(error.name)} ({error.type}): {told}"


def _parameter_type(error: Any) -> str:
    expected = _EXPECTED.get(error.expected, "av parameterns typ")
    return f"parametern {quoted(error.name)} ska vara {expected}; fick {quoted(error.value)}"


_EXPECTED = {
    "a day that exists, written like 2019-10-01": "en dag som finns, skriven som 2019-10-01",
    "a whole number, such as 12": "ett heltal, till exempel 12",
    "a number, such as 1250.50": "ett tal, till exempel 1250,50",
    "true or false": "true eller false",
    "a text in UTF-8": "en text i UTF-8",
    "an IRI or a prefixed name, such as mun:1461": "en IRI eller ett namn med prefix, till exempel "
    "mun:1461",
}


def _protocol(error: SamverkanError) -> str:
    return by_pattern(str(error), PROTOCOL) or "begäran följer inte SPARQL 1.1 Protocol"


#: What `ProtocolError` says; {} stands for anything.
PROTOCOL = {
    "{} queries; send one": "{} frågor; skicka en",
    "{} values for {}; send one": "{} värden för {}; skicka ett",
    "a POST with the query in its address; send it in the body": "en POST med frågan i adressen; "
    "skicka den i kroppen",
    "more than {} parameters; send fewer": "fler än {} parametrar; skicka färre",
    "both graph= and default; ask for one graph": "både graph= och default; be om en graf",
    "{} graphs; ask for one": "{} grafer; be om en",
}


def by_pattern(text: str, patterns: Mapping[str, str]) -> str | None:
    """The text in Swedish, by the first pattern that it fits."""
    for english, swedish in patterns.items():
        parts = [re.escape(part) for part in english.split("{}")]
        found = re.fullmatch("(.*)".join(parts), text, re.DOTALL)
        if found:
            return swedish.format(*found.groups())
    return None


def _media_type(error: Any) -> str:
    sent = error.mimetype or "ingen angiven typ"
    return (
        f"en POST av {sent}; skicka application/x-www-form-urlencoded med parametern query=, eller "
        "själva frågan som application/sparql-query"
    )


def _repeated_parameter(error: Any) -> str:
    takes = "ett värde" if error.most == 1 else f"högst {error.most} värden"
    return f"parametern {quoted(error.name)} tar {takes}; fick {error.count}"


def _part(error: Any) -> str:
    what = "ja eller nej" if error.kind == "boolean" else "en graf"
    return (
        f"svaret är {what}; bara en tabell har delar och etiketter, så utelämna limit, offset och "
        "labels"
    )


def _part_of_table(error: Any) -> str:
    expected = by_pattern(error.expected, _OF_PARTS)
    return f"{error.name} ska vara {expected}; fick {quoted(error.value)}"


_OF_PARTS = {
    "true or false": "true eller false",
    "a whole number from 0 to {}": "ett heltal från 0 till {}",
}


def _encoding(error: Any) -> str:
    return f"{_SENT.get(error.what, 'begäran')} är inte i UTF-8; allt ska skickas i UTF-8"


_SENT = {"the address": "adressen", "the form": "formuläret", "the query": "frågan"}


BY_CLASS: dict[str, Callable[[Any], str]] = {
    "UnknownParameterError": _unknown_parameter,
    "MissingParameterError": _missing_parameter,
    "ParameterTypeError": _parameter_type,
    "RepeatedParameterError": _repeated_parameter,
    "PartError": _part,
    "PartOfTableError": _part_of_table,
    "NoQueryError": lambda _: "ingen fråga; skicka den som parametern query=",
    "CharsetError": lambda error: f"en kropp i {error.charset}; skicka den i UTF-8",
    "MediaTypeError": _media_type,
    "EncodingError": _encoding,
    "UpdateError": lambda _: (
        "en uppdatering; här kan man bara läsa, så ändra källfilerna och läs in dem på nytt, "
        "eller skicka en fråga"
    ),
    "GraphWriteError": lambda _: (
        "grafer kan läsas här, inte skrivas; ändra källfilerna och läs in dem på nytt"
    ),
    "ProtocolError": _protocol,
}
