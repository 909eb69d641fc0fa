"""Every error is told in both languages, with its evidence, in the form that its reader wants."""

import ast
import html
import json
import re
import sys
from collections.abc import Callable
from datetime import date
from http import HTTPStatus
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.exceptions import BadRequest, NotFound, ServiceUnavailable
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from samverkan.dates import DateError
from samverkan.errors import SamverkanError
from samverkan.query import limits
from samverkan.query.answer import FormError, GraphNameError, UnanswerableQueryError
from samverkan.query.binder import (
    MissingParameterError,
    ParameterTypeError,
    RepeatedParameterError,
    UnknownParameterError,
)
from samverkan.query.engine import OneDateError
from samverkan.query.library import StoredQuery, UnknownQueryError, shipped_library
from samverkan.query.mistakes import Mistake
from samverkan.query.parts import PartError
from samverkan.query.reasons import REASONS
from samverkan.query.refusal import OversizeQueryError, QuerySyntaxError, RefusedQueryError
from samverkan.query.replying import UnknownGraphError
from samverkan.web import swedish, swedish_reasons, swedish_requests
from samverkan.web.levels import TokenError
from samverkan.web.negotiation import NotAcceptableError
from samverkan.web.parts import PartOfTableError
from samverkan.web.problem_types import TYPES, name_of
from samverkan.web.problems import OF_HTTP, STATUS, describe, problem_document, reads_text
from samverkan.web.protocol import (
    CharsetError,
    EncodingError,
    GraphWriteError,
    MediaTypeError,
    NoQueryError,
    ProtocolError,
    UpdateError,
)
from samverkan.web.refusals import (
    BodyEncodingError,
    ExpectationError,
    HostError,
    LongAddressError,
    LongHeadersError,
    RequestRateError,
    RequestsAtOnceError,
    SlowRequestError,
)
from samverkan.workers.views import DateSpanError, RootGoneError
from samverkan.workers.wire import read_error, write_error

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import make_problems  # noqa: E402

BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"
CURL = {"User-Agent": "curl/8.5.0", "Accept": "*/*"}


def _query() -> StoredQuery:
    return next(query for query in shipped_library() if "year" in query.parameters)


def _parameter():
    return _query().parameters["year"]


#: An error of each class, what is said of it in Swedish, and members of its document.
ERRORS: list[tuple[Callable[[], SamverkanError], str, dict[str, object]]] = [
    (
        lambda: QuerySyntaxError(
            Mistake("known-prefix", {"prefix": "ex", "line": "PREFIX ex: <x>"}, 4), "ASK ex:a"
        ),
        "frågan är inte SPARQL: rad 1, kolumn 5: ingen PREFIX-rad talar om vad ex: är; lägg till "
        "PREFIX ex: <x>\nASK ex:a\n    ^",
        {"line": 1, "column": 5, "reason": "known-prefix"},
    ),
    (
        lambda: QuerySyntaxError(Mistake("engine", {"sentence": "Something new"}), "ASK"),
        "frågan är inte SPARQL: motorn godtar den inte som helhet; dela upp den och prova delarna",
        {"reason": "engine"},
    ),
    (
        lambda: RefusedQueryError("SERVICE", 1, 2),
        "SERVICE på rad 1, kolumn 2 nekas: den här adressen anropar ingen annan; skicka frågan "
        "till den andra adressen och nämn den här i en SERVICE där",
        {"line": 1, "column": 2},
    ),
    (
        lambda: RefusedQueryError("DROP", 1, 2),
        "DROP på rad 1, kolumn 2 nekas: här kan man bara läsa; ändra källfilerna och läs in dem "
        "på nytt",
        {"line": 1, "column": 2},
    ),
    (
        lambda: OversizeQueryError("brackets inside each other", 100),
        "frågan har fler än 100 parenteser inuti varandra; ställ den i delar",
        {"limit": 100},
    ),
    (
        lambda: OversizeQueryError("words, signs and variables", 2000),
        "frågan har fler än 2000 ord, tecken och variabler; ställ den i delar",
        {"limit": 2000},
    ),
    (
        lambda: UnanswerableQueryError("The custom function <http://x/f> is not supported"),
        "frågan kan inte besvaras: det finns ingen funktion <http://x/f>; ta bort det ur den",
        {},
    ),
    (
        lambda: UnanswerableQueryError("Whatever"),
        "frågan kan inte besvaras: motorn klarar inte allt i den; ta bort det ur den",
        {},
    ),
    (
        lambda: GraphNameError("åmål"),
        "”åmål” är inget namn på en graf; ange hela dess IRI, https://...",
        {},
    ),
    (lambda: UnknownGraphError("http://x/g"), "det finns ingen graf <http://x/g>", {}),
    (
        lambda: OneDateError(date(2019, 1, 2), "2019-10-01"),
        "här går det att fråga om bara 2019-10-01 inte 2019-01-02; utelämna asOf",
        {},
    ),
    (
        lambda: OneDateError(date(2019, 1, 2), ""),
        "här går det att fråga om bara ett läge, utan datum, inte 2019-01-02; utelämna asOf",
        {},
    ),
    (
        lambda: DateError("i går"),
        "”i går” är inget datum; skriv år, månad och dag för en dag som finns, till exempel "
        "2019-10-01",
        {},
    ),
    (
        lambda: NotAcceptableError("image/png", ["text/csv", "text/turtle"]),
        "svaret finns inte som image/png; det finns som text/csv, text/turtle",
        {},
    ),
    (
        lambda: UnknownQueryError("who-own", ["who-owns"]),
        "det finns ingen fråga som heter ”who-own”; menade du who-owns?",
        {"near": ["who-owns"]},
    ),
    (
        lambda: UnknownQueryError("x", [f"query-{n}" for n in "abcdefghijklmn"]),
        "det finns ingen fråga som heter ”x”; /queries/ räknar upp de 14 som finns",
        {},
    ),
    (
        lambda: UnknownParameterError(_query(), "after"),
        f"{_query().name} har ingen parameter ”after”; den har {', '.join(_query().parameters)}",
        {},
    ),
    (
        lambda: MissingParameterError(_query(), _parameter()),
        f"{_query().name} behöver ett värde för ”year” (xsd:integer): "
        f"{_parameter().description('sv')}",
        {},
    ),
    (
        lambda: ParameterTypeError(_parameter(), "tjugo", "a whole number, such as 12"),
        "parametern ”year” ska vara ett heltal, till exempel 12; fick ”tjugo”",
        {},
    ),
    (
        lambda: limits.TimeLimitError(2.5),
        "frågan avbröts efter 2.5 sekunder, det mesta som en fråga får ta; begränsa den (nämn en "
        "graf, en kommun eller en klass, lägg till LIMIT) eller ställ den i delar",
        {"seconds": 2.5},
    ),
    (
        lambda: limits.MemoryLimitError(512),
        "frågan behövde mer än 512 MB minne, det mesta som en fråga får ha; begränsa den, sortera "
        "mindre eller ställ den i delar",
        {"megabytes": 512},
    ),
    (
        lambda: limits.RowLimitError(10),
        "svaret har fler än 10 rader, det mesta som ett svar får ha; lägg till LIMIT och OFFSET "
        "eller ställ frågan i delar",
        {"rows": 10},
    ),
    (
        lambda: limits.SizeLimitError(100),
        "svaret är längre än 100 byte, det längsta som ett svar får vara; lägg till LIMIT och "
        "OFFSET eller ta med färre kolumner",
        {"size": 100},
    ),
    (
        lambda: limits.SlowReaderError(30),
        "svaret togs inte emot inom 30 sekunder, det längsta som det får ta; läs fortare eller "
        "fråga i delar",
        {"seconds": 30},
    ),
    (
        lambda: limits.BusyError("as many questions are answered as may be at once", 3),
        "servern besvarar redan så många frågor som den kan; fråga igen om 3 sekunder",
        {},
    ),
    (
        lambda: limits.WorkerCrashError("signal 11"),
        "motorn gick sönder på den här frågan; förenkla den",
        {},
    ),
    (
        lambda: limits.LimitError("a limit"),
        "frågan nådde en gräns för vad en fråga får ta i anspråk; begränsa den",
        {},
    ),
    (
        lambda: DateSpanError(date(1800, 1, 1), date(1999, 1, 1), date(2029, 1, 1)),
        "data säger ingenting om 1800-01-01; fråga om en dag från 1999-01-01 till 2029-01-01",
        {},
    ),
    (
        RootGoneError,
        "processen med data har upphört; den startas på nytt, så fråga igen om en stund",
        {},
    ),
    (limits.ClientGoneError, "klienten har gått sin väg", {}),
    (
        TokenError,
        "den koden är okänd, har gått ut eller är återkallad; be den som driver servern om en "
        "annan, eller utelämna Authorization för att se det som är offentligt",
        {},
    ),
    (
        lambda: MediaTypeError("text/plain"),
        "en POST av text/plain; skicka application/x-www-form-urlencoded med parametern query=, "
        "eller själva frågan som application/sparql-query",
        {},
    ),
    (
        lambda: UpdateError(),
        "en uppdatering; här kan man bara läsa, så ändra källfilerna och läs in dem på nytt, "
        "eller skicka en fråga",
        {},
    ),
    (
        lambda: LongAddressError(16384),
        "adressen är längre än 16384 byte; skicka frågan med POST, i kroppen",
        {"size": 16384},
    ),
    (
        lambda: LongHeadersError(16384),
        "rubrikerna är längre än 16384 byte; skicka färre eller kortare",
        {"size": 16384},
    ),
    (
        lambda: SlowRequestError(30.0),
        "kroppen kom inte fram inom 30 sekunder; skicka begäran igen, hel",
        {"seconds": 30.0},
    ),
    (
        lambda: BodyEncodingError("gzip"),
        "en kropp i kodningen ”gzip”; skicka den utan Content-Encoding",
        {},
    ),
    (
        lambda: ExpectationError("200-ok"),
        "Expect: 200-ok; skicka 100-continue eller utelämna det",
        {},
    ),
    (
        lambda: HostError(),
        "rubriken Host är inget namn på en värd, och ingen adress till en; skicka en som är det",
        {},
    ),
    (
        lambda: RequestRateError(600, 3),
        "fler än 600 frågor i minuten från din adress; fortsätt om 3 sekunder, och fråga hellre "
        "efter mer i en fråga än lite i många",
        {"requests": 600},
    ),
    (
        lambda: RequestsAtOnceError(24),
        "24 frågor från din adress besvaras just nu; vänta tills en är klar innan du skickar nästa",
        {"requests": 24},
    ),
    (
        lambda: RepeatedParameterError(_parameter(), 2, 1),
        "parametern ”year” tar ett värde; fick 2",
        {},
    ),
    (
        lambda: RepeatedParameterError(_parameter(), 501, 500),
        "parametern ”year” tar högst 500 värden; fick 501",
        {},
    ),
    (
        lambda: PartError("boolean"),
        "svaret är ja eller nej; bara en tabell har delar och etiketter, så utelämna limit, "
        "offset och labels",
        {},
    ),
    (
        lambda: PartError("graph"),
        "svaret är en graf; bara en tabell har delar och etiketter, så utelämna limit, offset och "
        "labels",
        {},
    ),
    (
        lambda: PartOfTableError("limit", "x", "a whole number from 0 to 10"),
        "limit ska vara ett heltal från 0 till 10; fick ”x”",
        {},
    ),
    (
        lambda: PartOfTableError("labels", "ja", "true or false"),
        "labels ska vara true eller false; fick ”ja”",
        {},
    ),
    (NoQueryError, "ingen fråga; skicka den som parametern query=", {}),
    (lambda: CharsetError("latin-1"), "en kropp i latin-1; skicka den i UTF-8", {}),
    (
        lambda: EncodingError("the form"),
        "formuläret är inte i UTF-8; allt ska skickas i UTF-8",
        {},
    ),
    (
        lambda: GraphWriteError(["GET", "HEAD"]),
        "grafer kan läsas här, inte skrivas; ändra källfilerna och läs in dem på nytt",
        {},
    ),
    (lambda: ProtocolError("2 queries; send one"), "2 frågor; skicka en", {}),
    (lambda: ProtocolError("news"), "begäran följer inte SPARQL 1.1 Protocol", {}),
]


def _request(path: str = "/sparql", **headers: str) -> Request:
    return Request(EnvironBuilder(path, headers=headers).get_environ())


@pytest.mark.parametrize(("make", "told", "members"), ERRORS)
def test_an_error_is_told_in_both_languages_with_its_evidence(
    make: Callable[[], SamverkanError], told: str, members: dict[str, object]
):
    error = make()
    for language, detail in (("sv", told), ("en", str(error))):
        response = problem_document(_request(**{"Accept-Language": language}), error)
        document = json.loads(response.get_data(as_text=True))
        known = TYPES[name_of(error)]

        assert document.pop("detail") == detail
        assert document.pop("title") == (known.sv if language == "sv" else known.en)
        assert document.pop("status") == response.status_code
        assert document.pop("type") == f"https://w3id.org/samverkan/problem/{name_of(error)}"
        assert document == members
        assert response.content_type == "application/problem+json"
        assert response.headers["Content-Language"] == language
        assert response.headers["Cache-Control"] == "no-store"


def test_no_class_with_a_status_is_left_without_an_example_here():
    assert set(STATUS) <= {type(make()) for make, _, _ in ERRORS}


@pytest.mark.parametrize(("make", "told", "_members"), ERRORS)
def test_an_error_from_another_process_is_told_from_its_name_message_and_attributes(
    make: Callable[[], SamverkanError], told: str, _members: dict[str, object]
):
    error = make()
    again = read_error(write_error(error))

    assert type(again) is type(error)
    assert (str(again), swedish.in_swedish(again)) == (str(error), told)
    assert vars(again) == vars(error)


@pytest.mark.parametrize("status", STATUS.values())
def test_a_status_says_that_it_is_the_clients_fault_or_a_limit(status: HTTPStatus):
    assert 400 <= status < 500 or status in (501, 503)


def test_every_type_has_a_status_and_every_status_a_type():
    statuses = make_problems.statuses()

    assert set(TYPES) == set(statuses)
    assert set(OF_HTTP.values()) <= set(TYPES)


def test_the_documentation_of_problems_is_what_the_tool_writes():
    written = make_problems.PAGE.read_text(encoding="utf-8")

    assert written == make_problems.page(), "run python tools/make_problems.py"


def test_every_reason_why_a_query_cannot_be_read_has_swedish_of_the_same_values():
    def values(text: str) -> set[str]:
        return set(re.findall(r"(?<!{){(\w+)}", text))

    assert list(swedish_reasons.REASONS) == list(REASONS)
    for code, english in REASONS.items():
        assert values(swedish_reasons.REASONS[code]) == values(english), code
        assert swedish_reasons.REASONS[code] != english or code == "engine"


def test_every_protocol_error_that_is_raised_has_swedish():
    raised = []
    for path in sorted((ROOT / "server").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ProtocolError":
                parts = (
                    node.args[0].values if isinstance(node.args[0], ast.JoinedStr) else node.args
                )
                raised.append(
                    "".join(p.value if isinstance(p, ast.Constant) else "7" for p in parts)
                )

    assert len(raised) > 2
    for text in raised:
        assert swedish_requests.by_pattern(text, swedish_requests.PROTOCOL), text


@pytest.mark.parametrize(
    ("headers", "path", "text"),
    [
        (CURL, "/sparql", True),
        ({"User-Agent": "curl/8.5.0"}, "/sparql", True),
        ({"User-Agent": "Wget/1.21", "Accept": "*/*"}, "/sparql", True),
        ({"User-Agent": "HTTPie/3.2", "Accept": "*/*"}, "/sparql", True),
        ({"User-Agent": "Mozilla/5.0 (Linux) PowerShell/7.4.1"}, "/sparql", True),
        ({**CURL, "Accept": "text/csv"}, "/sparql", True),
        ({**CURL, "Accept": "application/sparql-results+json"}, "/sparql", False),
        ({**CURL, "Accept": "application/problem+json"}, "/sparql", False),
        (CURL, "/sparql?format=json", False),
        (CURL, "/sparql?format=csv", True),
        ({}, "/sparql", False),
        ({"Accept": "*/*", "User-Agent": "python-requests/2.32"}, "/sparql", False),
        ({"Accept": "text/plain"}, "/sparql", True),
        ({"Accept": "text/plain, application/json;q=0.5"}, "/sparql", True),
        ({"Accept": "application/json, text/plain;q=0.5"}, "/sparql", False),
        ({"Accept": "text/plain;q=0"}, "/sparql", False),
    ],
)
def test_who_reads_what_is_printed_gets_plain_text(headers: dict[str, str], path: str, text: bool):
    assert reads_text(_request(path, **headers)) is text


def test_plain_text_is_title_detail_and_type():
    error = QuerySyntaxError(Mistake("stuck", {"token": "}"}, 8), "ASK { ?s }")
    response = problem_document(_request(**CURL), error)

    assert response.content_type == "text/plain; charset=utf-8"
    assert response.get_data(as_text=True) == (
        "400 The query is not SPARQL\n"
        "the query is not SPARQL: line 1, column 9: } cannot stand here\n"
        "ASK { ?s }\n"
        "        ^\n"
        "https://w3id.org/samverkan/problem/QuerySyntax\n"
    )


def test_what_took_too_long_is_told_what_in_it_is_slow():
    slow = "ASK { ?a a smv:A FILTER NOT EXISTS { ?g smv:covers ?a ; a smv:B } }"
    response = problem_document(_request(), limits.TimeLimitError(10), slow)

    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert json.loads(response.data)["hints"] == [
        "Line 1: NOT EXISTS with several steps is slow here; MINUS { ... } is fast."
    ]
    in_text = problem_document(
        _request(**CURL, **{"Accept-Language": "sv"}), limits.TimeLimitError(1), slow
    )
    assert "\nRad 1: NOT EXISTS med flera led är långsamt här" in in_text.get_data(as_text=True)


def test_the_query_of_the_request_is_looked_at_for_hints():
    request = _request("/sparql?query=ASK%20{%20?a%20smv:partOf*%20?b%20}")

    assert "hints" in describe(request, limits.TimeLimitError(10), "en").members


def test_a_token_that_opens_nothing_is_told_on_a_page_too(client: FlaskClient):
    headers = {"Authorization": "Bearer nix", "Accept": BROWSER, "Accept-Language": "sv"}
    response = client.get("/sparql?query=ASK{}", headers=headers)

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer ")
    assert "den koden är okänd" in response.text


def test_who_comes_too_early_is_told_when_to_come_again():
    response = problem_document(_request(), limits.BusyError("full", 7))

    assert (response.status_code, response.headers["Retry-After"]) == (503, "7")


@pytest.mark.parametrize("kind", ["table", "boolean", "graph"])
def test_a_form_that_there_is_not_is_told_with_those_there_are(kind: str):
    response = problem_document(_request(Accept="image/png"), FormError(kind))

    assert response.status_code == 406
    assert ("text/turtle" if kind == "graph" else "text/csv") in response.get_data(as_text=True)
    assert swedish.in_swedish(FormError(kind)).startswith("svaret är ")


def test_an_error_of_http_has_a_type_where_we_have_one():
    found = json.loads(problem_document(_request("/nix"), NotFound()).data)
    assert found["detail"] == "there is no page /nix; begin at the start page"
    assert found["type"].endswith("/NotFound")

    other = json.loads(problem_document(_request(), BadRequest("inner words")).data)
    assert (other["type"], other["title"]) == ("about:blank", "Bad Request")
    assert "inner words" not in other["detail"]
    swedish_ = json.loads(
        problem_document(_request(**{"Accept-Language": "sv"}), BadRequest()).data
    )
    assert swedish_["title"] == "Felaktig begäran"
    assert swedish_["detail"] == "/sparql kunde inte svara på den begäran (status 400)"
    later = problem_document(_request(), ServiceUnavailable(retry_after=5))
    assert later.headers["Retry-After"] == "5"


@pytest.mark.parametrize("error", [ZeroDivisionError("secret"), SamverkanError("secret")])
def test_an_unforeseen_error_has_a_number_that_the_log_has(
    error: Exception, caplog: pytest.LogCaptureFixture
):
    response = problem_document(_request(), error)
    document = json.loads(response.data)

    assert response.status_code == 500
    assert "secret" not in response.get_data(as_text=True)
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", document["instance"])
    assert document["instance"] in caplog.text
    assert "secret" in caplog.text


#: Addresses that go wrong, each in another way.
WRONG = [
    "/nix",
    "/sparql?query=SELCET",
    "/sparql?query=SELECT%20*%20{%20?s%20schema:name%20}",
    "/sparql?query=SELECT%20*%20{}%20GROUP%20BY%20?x",
    "/sparql?query=DROP%20ALL",
    "/sparql?query=ASK{SERVICE%20<http://x/>{}}",
    "/sparql?query=ASK{FILTER(<http://x/f>(1))}",
    "/sparql?query=ASK{}&default-graph-uri=x",
    "/sparql?query=ASK{}&query=ASK{}",
    "/sparql?query=ASK{}&asOf=2001-01-01",
    "/sparql?query=ASK{}&asOf=never",
    "/queries/nix",
    "/queries/cost-per-municipality?year=tjugo",
    "/queries/cost-per-municipality?nix=1",
    "/queries/cost-per-municipality?year=1&year=2",
]
_ENGLISH = re.compile(
    r"\b(the|is|was|not|cannot|query|such|there|send|write|must|found|error|line|of|and)\b"
)


@pytest.mark.parametrize("address", WRONG)
def test_no_english_is_on_a_swedish_page(address: str, client: FlaskClient):
    page = client.get(address, headers={"Accept": BROWSER, "Accept-Language": "sv"})
    told = re.search(r'<pre[^>]*class="problem"[^>]*>(.*?)</pre>', page.text, re.DOTALL)

    assert page.status_code >= 400
    assert told, page.text
    words = re.sub(r"&[#\w]+;|query=", " ", told[1].split("\n")[0])
    assert not _ENGLISH.search(words), words
    assert 'lang="en"' not in told[0]


@pytest.mark.parametrize("address", WRONG)
def test_the_same_is_told_in_english_and_to_programs(address: str, client: FlaskClient):
    page = client.get(address, headers={"Accept": BROWSER, "Accept-Language": "en"})
    document = client.get(address)
    text = client.get(address, headers=CURL)

    assert document.mimetype == "application/problem+json"
    assert page.status_code == document.status_code == text.status_code
    assert text.text.split("\n")[1] == document.json["detail"].split("\n")[0]
    shown = re.search(r'<pre[^>]*class="problem"[^>]*>(.*?)</pre>', page.text, re.DOTALL)
    assert shown
    assert html.unescape(shown[1]) == document.json["detail"]
