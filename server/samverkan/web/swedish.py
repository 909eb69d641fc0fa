"""What an error says in Swedish, by its class, made from the evidence that it carries."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from samverkan.errors import SamverkanError
from samverkan.web.swedish_reasons import REASONS


def in_swedish(error: SamverkanError) -> str | None:
    """
    What is wrong and what to do, in Swedish; None for an error that no request can raise.

    Nothing but the name of the class and the attributes is asked for, so that an error from
    another process can be told too.
    """
    for kind in type(error).__mro__:
        tell = _BY_CLASS.get(kind.__name__)
        if tell:
            return tell(error)
    return None


def _in(template: str) -> Callable[[Any], str]:
    return lambda error: template.format_map(vars(error))


def _syntax(error: Any) -> str:
    why = error.values.get("sentence", "")
    told = REASONS[error.reason].format(
        **{**error.values, "sentence": _SENTENCES.get(why, _AS_ONE)}
    )
    if error.line is not None:
        told = f"rad {error.line}, kolumn {error.column}: {told}\n{error.shown}"
    return f"frågan är inte SPARQL: {told}"


#: What the engine says of a query as a whole.
_SENTENCES = {
    "The SELECT contains a variable that is unbound": "SELECT tar med en variabel som frågan inte "
    "ger något värde",
    "The SELECT contains an expression with a variable that is unbound": "SELECT räknar med en "
    "variabel som varken står i GROUP BY eller inuti COUNT, SUM, SAMPLE eller liknande",
    "SELECT * is not authorized with GROUP BY": "SELECT * går inte ihop med GROUP BY; räkna upp "
    "variablerna",
    "Duplicated variable name in SELECT": "SELECT tar med samma variabel två gånger",
    "The VALUES clause rows should have exactly the same number of values as there are variables": (
        "varje rad i VALUES ska ha lika många värden som det finns variabler; skriv UNDEF där "
        "inget värde är givet"
    ),
    "Repeated variables are not allowed in VALUES clauses": "VALUES har samma variabel två gånger",
    "language tag parsing failed": "ett språk efter @ som inte är något språk, till exempel @sv",
    "An existing variable is overridden in the right side of LATERAL": "LATERAL ger en variabel "
    "ett nytt värde",
}
_AS_ONE = "motorn godtar den inte som helhet; dela upp den och prova delarna"


def _refused(error: Any) -> str:
    why = (
        "den här adressen anropar ingen annan; skicka frågan till den andra adressen och nämn den "
        "här i en SERVICE där"
        if "SERVICE" in error.word
        else "här kan man bara läsa; ändra källfilerna och läs in dem på nytt"
    )
    return f"{error.word} på rad {error.line}, kolumn {error.column} nekas: {why}"


def _oversize(error: Any) -> str:
    what = _WHAT.get(error.what, error.what)
    return f"frågan har fler än {error.limit} {what}; ställ den i delar"


_WHAT = {
    "brackets inside each other": "parenteser inuti varandra",
    "words, signs and variables": "ord, tecken och variabler",
}


def _unanswerable(error: Any) -> str:
    function = re.search(r"custom function <?([^>\s]*)>? is not supported", error.why)
    why = (
        f"det finns ingen funktion <{function[1]}>" if function else "motorn klarar inte allt i den"
    )
    return f"frågan kan inte besvaras: {why}; ta bort det ur den"


_KINDS = {"table": "en tabell", "boolean": "ja eller nej", "graph": "en graf"}


def _unknown_query(error: Any) -> str:
    hint = f"/queries/ räknar upp de {error.count} som finns"
    if error.near:
        hint = f"menade du {' eller '.join(error.near)}?"
    return f"det finns ingen fråga som heter {_quoted(error.name)}; {hint}"


def _unknown_parameter(error: Any) -> str:
    known = ", ".join(error.known) or "inga"
    return f"{error.query} har ingen parameter {_quoted(error.name)}; den har {known}"


def _missing_parameter(error: Any) -> str:
    told = error.description.get("sv", "")
    return f"{error.query} behöver ett värde för {_quoted(error.name)} ({error.type}): {told}"


def _parameter_type(error: Any) -> str:
    expected = _EXPECTED.get(error.expected, "av parameterns typ")
    return f"parametern {_quoted(error.name)} ska vara {expected}; fick {_quoted(error.value)}"


_EXPECTED = {
    "a day that exists, written like 2019-10-01": "en dag som finns, skriven som 2019-10-01",
    "a whole number, such as 12": "ett heltal, till exempel 12",
    "a number, such as 1250.50": "ett tal, till exempel 1250,50",
    "true or false": "true eller false",
    "a text in UTF-8": "en text i UTF-8",
    "an IRI or a prefixed name, such as mun:1461": "en IRI eller ett namn med prefix, till exempel "
    "mun:1461",
}


def _one_date(error: Any) -> str:
    there = f"bara {error.only}" if error.only else "bara ett läge, utan datum,"
    return f"här går det att fråga om {there} inte {error.on}; utelämna asOf"


def _protocol(error: SamverkanError) -> str:
    return by_pattern(str(error), PROTOCOL) or "begäran följer inte SPARQL 1.1 Protocol"


#: What `ProtocolError` says; {} stands for anything.
PROTOCOL = {
    "no query; send it as the parameter query=": "ingen fråga; skicka den som parametern query=",
    "{} queries; send one": "{} frågor; skicka en",
    "{} values for {}; send one": "{} värden för {}; skicka ett",
    "the query is not in UTF-8; send it so": "frågan är inte i UTF-8; skicka den så",
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


def _not_acceptable(error: Any) -> str:
    return f"svaret finns inte som {error.wanted}; det finns som {', '.join(error.offered)}"


def _quoted(text: str) -> str:
    return f"”{text}”"


_BY_CLASS: dict[str, Callable[[Any], str]] = {
    "QuerySyntaxError": _syntax,
    "RefusedQueryError": _refused,
    "OversizeQueryError": _oversize,
    "UnanswerableQueryError": _unanswerable,
    "FormError": lambda error: f"svaret är {_KINDS[error.kind]}, i ingen form som du tar emot",
    "NotAcceptableError": _not_acceptable,
    "GraphNameError": lambda error: (
        f"{_quoted(error.name)} är inget namn på en graf; ange hela dess IRI, https://..."
    ),
    "UnknownGraphError": _in("det finns ingen graf <{graph}>"),
    "OneDateError": _one_date,
    "DateError": lambda error: (
        f"{_quoted(error.text)} är inget datum; skriv år, månad och dag för "
        "en dag som finns, till exempel 2019-10-01"
    ),
    "UnknownQueryError": _unknown_query,
    "UnknownParameterError": _unknown_parameter,
    "MissingParameterError": _missing_parameter,
    "ParameterTypeError": _parameter_type,
    "TimeLimitError": _in(
        "frågan avbröts efter {seconds:g} sekunder, det mesta som en fråga får ta; begränsa den "
        "(nämn en graf, en kommun eller en klass, lägg till LIMIT) eller ställ den i delar"
    ),
    "MemoryLimitError": _in(
        "frågan behövde mer än {megabytes} MB minne, det mesta som en fråga får ha; begränsa den, "
        "sortera mindre eller ställ den i delar"
    ),
    "RowLimitError": _in(
        "svaret har fler än {rows} rader, det mesta som ett svar får ha; lägg till LIMIT och "
        "OFFSET eller ställ frågan i delar"
    ),
    "SizeLimitError": _in(
        "svaret är längre än {size} byte, det längsta som ett svar får vara; lägg till LIMIT och "
        "OFFSET eller ta med färre kolumner"
    ),
    "SlowReaderError": _in(
        "svaret togs inte emot inom {seconds:g} sekunder, det längsta som det får ta; läs "
        "fortare eller fråga i delar"
    ),
    "BusyError": _in(
        "servern besvarar redan så många frågor som den kan; fråga igen om {retry_after} sekunder"
    ),
    "WorkerCrashError": lambda _: "motorn gick sönder på den här frågan; förenkla den",
    "LimitError": lambda _: "frågan nådde en gräns för vad en fråga får ta i anspråk; begränsa den",
    "ClientGoneError": lambda _: "klienten har gått sin väg",
    "DateSpanError": _in("data säger ingenting om {on}; fråga om en dag från {first} till {last}"),
    "RootGoneError": lambda _: (
        "processen med data har upphört; den startas på nytt, så fråga igen om en stund"
    ),
    "TokenError": lambda _: (
        "den koden är okänd, har gått ut eller är återkallad; be den som driver "
        "servern om en annan, eller utelämna Authorization för att se det som är offentligt"
    ),
    "MediaTypeError": _media_type,
    "UpdateError": lambda _: (
        "en uppdatering; här kan man bara läsa, så ändra källfilerna och läs "
        "in dem på nytt, eller skicka en fråga"
    ),
    "ProtocolError": _protocol,
    "LongAddressError": _in("adressen är längre än {size} byte; skicka frågan med POST, i kroppen"),
    "LongHeadersError": _in("rubrikerna är längre än {size} byte; skicka färre eller kortare"),
    "SlowRequestError": _in(
        "kroppen kom inte fram inom {seconds:g} sekunder; skicka begäran igen, hel"
    ),
    "BodyEncodingError": lambda error: (
        f"en kropp i kodningen {_quoted(error.encoding)}; skicka den utan Content-Encoding"
    ),
    "ExpectationError": _in("Expect: {expected}; skicka 100-continue eller utelämna det"),
    "HostError": lambda _: (
        "rubriken Host är inget namn på en värd, och ingen adress till en; skicka en som är det"
    ),
    "RequestRateError": _in(
        "fler än {requests} frågor i minuten från din adress; fortsätt om {retry_after} sekunder, "
        "och fråga hellre efter mer i en fråga än lite i många"
    ),
    "RequestsAtOnceError": _in(
        "{requests} frågor från din adress besvaras just nu; vänta tills en är klar innan du "
        "skickar nästa"
    ),
}
