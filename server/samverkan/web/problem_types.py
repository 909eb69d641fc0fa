"""The types of problems: what each is called, what it means, and what to do about it."""

from typing import NamedTuple

#: The type of a problem is this and its name.
BASE = "https://w3id.org/samverkan/problem/"


class ProblemType(NamedTuple):
    """A title in Swedish and English, and what it means and asks for (in English)."""

    sv: str
    en: str
    meaning: str
    remedy: str


#: By the name of the error class without `Error`, or of what HTTP has a status for.
TYPES = {
    "QuerySyntax": ProblemType(
        "Frågan är inte SPARQL",
        "The query is not SPARQL",
        "The query cannot be read. `line` and `column` say where, if the mistake has one place; "
        "`reason` is the mistake's code.",
        "Mend the query where the caret points. A prefix that people know is offered as a line "
        "to add.",
    ),
    "RefusedQuery": ProblemType(
        "Frågan nekas",
        "The query is refused",
        "The query holds SERVICE, or is an update.",
        "To federate, ask the other endpoint and name this one in its SERVICE. To change data, "
        "change the source files.",
    ),
    "OversizeQuery": ProblemType(
        "Frågan är för stor",
        "The query is too large",
        "More brackets inside each other, or more words, signs and variables, than the engine "
        "can take (`limit`). Lists in VALUES are not counted.",
        "Ask in parts.",
    ),
    "UnanswerableQuery": ProblemType(
        "Frågan går inte att besvara",
        "The query cannot be answered",
        "The query is well formed, but needs something that the engine has not, such as a "
        "function of another product.",
        "Leave that out.",
    ),
    "GraphName": ProblemType(
        "Inget namn på en graf",
        "No name of a graph",
        "`default-graph-uri`, `named-graph-uri` or `graph` is no IRI.",
        "Give the graph's IRI in full.",
    ),
    "UnknownGraph": ProblemType(
        "Grafen finns inte",
        "There is no such graph",
        "No graph of that name can be read here.",
        "`/graphs` lists those that there are.",
    ),
    "OneDate": ProblemType(
        "Bara ett datum finns",
        "Only one date is there",
        "The server has one evaluation date only, and another was asked for.",
        "Leave `asOf` out, or ask a server that can derive other dates.",
    ),
    "Date": ProblemType(
        "Inget datum",
        "Not a date",
        "What should be a date is none.",
        "Write year, month and day: `2019-10-01`.",
    ),
    "NotAcceptable": ProblemType(
        "Svaret finns inte i den formen",
        "No answer in that form",
        "The answer exists in none of the media types that the request takes.",
        "Take one of those that the detail lists, by `Accept` or `?format=`.",
    ),
    "UnknownQuery": ProblemType(
        "Frågan finns inte",
        "There is no such query",
        "The library has no stored query of that name.",
        "`/queries/` lists them.",
    ),
    "UnknownParameter": ProblemType(
        "Parametern finns inte",
        "There is no such parameter",
        "The stored query has no parameter of that name.",
        "`/queries/` says which it has.",
    ),
    "MissingParameter": ProblemType(
        "En parameter saknas",
        "A parameter is missing",
        "The stored query has a parameter without a default, and it was given no value.",
        "Give it one.",
    ),
    "ParameterType": ProblemType(
        "Fel sorts värde",
        "A value of the wrong type",
        "A parameter's value is not of its type.",
        "Write it as the detail says.",
    ),
    "RepeatedParameter": ProblemType(
        "För många värden",
        "Too many values",
        "A parameter that takes one value was given several, or one that takes several too many.",
        "Send as many as the detail says.",
    ),
    "Part": ProblemType(
        "Svaret har inga delar",
        "The answer has no parts",
        "`limit`, `offset` or `labels` of an answer that is no table.",
        "Leave them out.",
    ),
    "PartOfTable": ProblemType(
        "Ingen del av en tabell",
        "No part of a table",
        "`limit`, `offset` or `labels` is not what it may be.",
        "Write it as the detail says.",
    ),
    "TimeLimit": ProblemType(
        "Frågan tog för lång tid",
        "The query took too long",
        "The query was stopped at the time limit (`seconds`). `hints` name patterns in it that "
        "this engine is slow at.",
        "Narrow the query: name a graph, a municipality or a class; use MINUS instead of NOT "
        "EXISTS with a join; add LIMIT.",
    ),
    "MemoryLimit": ProblemType(
        "Frågan behövde för mycket minne",
        "The query needed too much memory",
        "The query was stopped at the memory limit (`megabytes`).",
        "Narrow it, order less, or ask in parts.",
    ),
    "RowLimit": ProblemType(
        "Svaret har för många rader",
        "The answer has too many rows",
        "The answer has more rows or triples than one may have (`rows`).",
        "Add LIMIT and OFFSET, or ask in parts.",
    ),
    "SizeLimit": ProblemType(
        "Svaret är för långt",
        "The answer is too long",
        "The answer has more bytes than one may have (`size`).",
        "Add LIMIT and OFFSET, or select fewer columns.",
    ),
    "Busy": ProblemType(
        "Servern är upptagen",
        "The server is busy",
        "As many questions are being answered as may be at once.",
        "Ask again after the seconds that `Retry-After` says.",
    ),
    "WorkerCrash": ProblemType(
        "Motorn gick sönder på frågan",
        "The engine broke down over the query",
        "The process that answered ended. Nobody else's question was harmed.",
        "Simplify the query, and report it.",
    ),
    "DateSpan": ProblemType(
        "En dag utanför data",
        "A day beyond the data",
        "`asOf` lies far from all that the data speak of.",
        "Ask for a day in the span that the detail names.",
    ),
    "RootGone": ProblemType(
        "Data läses in på nytt",
        "The data are being loaded anew",
        "The process that holds the data has ended.",
        "Ask again after the seconds that `Retry-After` says.",
    ),
    "Token": ProblemType(
        "En kod som inte öppnar något",
        "A token that opens nothing",
        "The token in `Authorization` is unknown, expired or revoked.",
        "Ask for another, or leave it out to see what is public.",
    ),
    "Limit": ProblemType(
        "En gräns är nådd",
        "A limit was hit",
        "The question would use up more than one may.",
        "Narrow it.",
    ),
    "Update": ProblemType(
        "Här kan man bara läsa",
        "This endpoint is for reading",
        "The request is an update.",
        "Change the source files and load them anew.",
    ),
    "GraphWrite": ProblemType(
        "Grafer kan bara läsas här",
        "Graphs can only be read here",
        "The request would write a graph. `Allow` lists the methods that read one.",
        "Change the source files and load them anew.",
    ),
    "MediaType": ProblemType(
        "Fel sorts innehåll",
        "A body of the wrong type",
        "A query does not come in a body of that media type.",
        "Send a form with `query=`, or the query itself as `application/sparql-query`.",
    ),
    "Charset": ProblemType(
        "Fel teckenuppsättning",
        "A body in another character set",
        "The body says that it is in another character set than UTF-8.",
        "Send it in UTF-8.",
    ),
    "Encoding": ProblemType(
        "Inte UTF-8",
        "Not UTF-8",
        "The address, the form or the query has bytes that are not UTF-8.",
        "Send it in UTF-8; in an address and in a form, percent-encoded.",
    ),
    "NoQuery": ProblemType(
        "Ingen fråga",
        "No query",
        "Nothing is asked: there is no `query`, or it is empty.",
        "Send the query as the parameter `query`.",
    ),
    "Protocol": ProblemType(
        "Begäran följer inte protokollet",
        "The request does not keep to the protocol",
        "Something that the protocols of SPARQL 1.1 do not know, such as two queries.",
        "Send it as the detail says.",
    ),
    "SlowRequest": ProblemType(
        "Begäran kom för långsamt",
        "The request came too slowly",
        "The body did not arrive within the time for that (`seconds`).",
        "Send the request again, whole.",
    ),
    "LongAddress": ProblemType(
        "Adressen är för lång",
        "The address is too long",
        "The address with its query is longer than one may be (`size`).",
        "Send the query by POST, in the body.",
    ),
    "LongHeaders": ProblemType(
        "Rubrikerna är för långa",
        "The headers are too long",
        "The headers together are longer than they may be (`size`).",
        "Send fewer, or shorter ones.",
    ),
    "BodyEncoding": ProblemType(
        "Kroppen är komprimerad",
        "The body is compressed",
        "Bodies are taken as they are; `Accept-Encoding` of the answer says so.",
        "Send it without `Content-Encoding`.",
    ),
    "Expectation": ProblemType(
        "Det går inte att vänta sig",
        "That cannot be expected",
        "`Expect` asks for something else than `100-continue`.",
        "Leave it out.",
    ),
    "Host": ProblemType(
        "Värden är ingen",
        "The host is none",
        "`Host` is missing, stands there twice, or is no name or address of a host.",
        "Send one that is.",
    ),
    "RequestRate": ProblemType(
        "För många frågor i minuten",
        "Too many requests in a minute",
        "One client sent more requests than one may in a minute (`requests`).",
        "Go on after the seconds that `Retry-After` says; ask for more in one query.",
    ),
    "RequestsAtOnce": ProblemType(
        "För många frågor på en gång",
        "Too many requests at once",
        "One client has as many requests under way as one may (`requests`).",
        "Wait for one to end before the next.",
    ),
    "NotFound": ProblemType(
        "Sidan finns inte",
        "There is no such page",
        "Nothing has that address.",
        "Begin at `/`.",
    ),
    "MethodNotAllowed": ProblemType(
        "Metoden går inte här",
        "That method does not work here",
        "The address does not answer that HTTP method; `Allow` lists those that it does.",
        "Use one of them.",
    ),
    "RequestEntityTooLarge": ProblemType(
        "Begäran är för stor",
        "The request is too large",
        "The body is larger than one may be.",
        "Send a shorter query, or several.",
    ),
    "Internal": ProblemType(
        "Ett oväntat fel",
        "An unexpected error",
        "A fault of the server. `instance` is in its log.",
        "Try again; report it with the `instance` if it comes back.",
    ),
}


def name_of(error: Exception) -> str:
    """The name of an error's type: of the first of its classes that has one."""
    names = (kind.__name__.removesuffix("Error") for kind in type(error).__mro__)
    return next((name for name in names if name in TYPES), "Internal")
