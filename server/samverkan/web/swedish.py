"""What an error says in Swedish, by its class, made from the evidence that it carries."""

import re
from collections.abc import Callable
from typing import Any

from samverkan.errors import SamverkanError
from samverkan.web.swedish_reasons import REASONS
from samverkan.web.swedish_requests import BY_CLASS as OF_REQUESTS
from samverkan.web.swedish_requests import quoted


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
    return f"det finns ingen fråga som heter {quoted(error.name)}; {hint}"


def _one_date(error: Any) -> str:
    there = f"bara {error.only}" if error.only else "bara ett läge, utan datum,"
    return f"här går det att fråga om {there} inte {error.on}; utelämna asOf"


def _not_acceptable(error: Any) -> str:
    return f"svaret finns inte som {error.wanted}; det finns som {', '.join(error.offered)}"


_BY_CLASS: dict[str, Callable[[Any], str]] = {
    **OF_REQUESTS,
    "QuerySyntaxError": _syntax,
    "RefusedQueryError": _refused,
    "OversizeQueryError": _oversize,
    "UnanswerableQueryError": _unanswerable,
    "FormError": lambda error: f"svaret är {_KINDS[error.kind]}, i ingen form som du tar emot",
    "NotAcceptableError": _not_acceptable,
    "GraphNameError": lambda error: (
        f"{quoted(error.name)} är inget namn på en graf; ange hela dess IRI, https://..."
    ),
    "UnknownGraphError": _in("det finns ingen graf <{graph}>"),
    "OneDateError": _one_date,
    "DateError": lambda error: (
        f"{quoted(error.text)} är inget datum; skriv år, månad och dag för "
        "en dag som finns, till exempel 2019-10-01"
    ),
    "UnknownQueryError": _unknown_query,
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
    "LongAddressError": _in("adressen är längre än {size} byte; skicka frågan med POST, i kroppen"),
    "LongHeadersError": _in("rubrikerna är längre än {size} byte; skicka färre eller kortare"),
    "SlowRequestError": _in(
        "kroppen kom inte fram inom {seconds:g} sekunder; skicka begäran igen, hel"
    ),
    "BodyEncodingError": _in("en kropp i kodningen ”{encoding}”; skicka den utan Content-Encoding"),
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
