"""
A thousand malformed and hostile requests to a server that runs.

Whatever is sent: no fault of the server's, no wait without end, nothing of its insides told, and it
answers the next request as ever. What is asked of each answer is in `_check`.
"""

import gzip
import re
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote, quote_from_bytes

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samverkan.query.library import shipped_library
from serving.live import Served

#: Servers are started and waited for.
pytestmark = pytest.mark.slow

#: Seconds after which a server that says nothing, and keeps the connection, hangs.
_PATIENCE = 20
_INSIDES = re.compile(
    rb"Traceback|site-packages|File \"|\.py\b|werkzeug|pyoxigraph|/fixtures/|/server/|/root/|"
    rb"root:x:0|0x[0-9a-f]{8}|object at|Error\(",
)
_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3}) ")
_DRAWN = settings(
    max_examples=400,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def served(start: Callable[..., Served]) -> Iterator[Served]:
    running = start(query_seconds=1, header_seconds=1, body_seconds=1, query_megabytes=256)
    yield running
    assert "Traceback" not in running.told.read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def afterwards(served: Served) -> Iterator[None]:
    """It is as well as before."""
    yield
    started = time.monotonic()
    answer = served.ask("SELECT (COUNT(*) AS ?n) { ?s a smv:Application }", format="csv")
    assert (answer.status, answer.text) == (200, "n\r\n13\r\n")
    assert time.monotonic() - started < 2
    assert served.process.poll() is None
    told = served.told.read_text(encoding="utf-8")
    assert "Traceback" not in told and "has ended" not in told, told[-3000:]


def _send(served: Served, data: bytes) -> bytes:
    """All that comes back; the server must end the connection, or say something."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=_PATIENCE) as connection:
        answer = b""
        try:
            connection.sendall(data)
            while piece := connection.recv(65536):
                answer += piece
                connection.settimeout(0.3 if b"onnection: close" not in data else _PATIENCE)
        except TimeoutError:
            assert answer, "it hangs"
        except ConnectionError:
            pass  # it would not listen to the end
        return answer


def _check(data: bytes, answer: bytes, answers: int = 1) -> None:
    answer = answer.removeprefix(b"HTTP/1.1 100 Continue\r\n\r\n")
    head, _, body = answer.partition(b"\r\n\r\n")
    statuses = [int(status) for status in _STATUS.findall(answer)]

    assert len(statuses) <= answers, answer[:500]
    assert all(status < 500 or status in (503, 505) for status in statuses), answer[:2000]
    assert b"injected" not in head.lower(), head
    for found in _INSIDES.findall(answer):
        assert found in data or quote_from_bytes(found).encode() in data, (found, answer[-1500:])
    if body and statuses and statuses[0] >= 400:
        assert b"application/problem+json" in head or b"text/" in head, head


def _get(path: str | bytes, *headers: bytes) -> bytes:
    written = path if isinstance(path, bytes) else path.encode()
    lines = [b"GET " + written + b" HTTP/1.1", b"Host: a", b"Connection: close", *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def _post(body: bytes, media_type: bytes, *headers: bytes, path: bytes = b"/sparql") -> bytes:
    length = b"Content-Length: " + str(len(body)).encode()
    lines = [b"POST " + path + b" HTTP/1.1", b"Host: a", b"Connection: close", length]
    lines += [b"Content-Type: " + media_type, *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


FORM, QUERY = b"application/x-www-form-urlencoded", b"application/sparql-query"
HEAD = b"Host: a\r\nConnection: close\r\n"


def _traversal() -> Iterator[bytes]:
    ups = (
        "../",
        "..%2f",
        "%2e%2e/",
        "%2e%2e%2f",
        "..%5c",
        "..\\",
        "....//",
        "..;/",
        "%c0%ae%c0%ae/",
    )
    for up in ups:
        for base in ("/", "/static/", "/queries/", "/graph/"):
            for target in ("etc/passwd", "pyproject.toml"):
                yield _get(base + up * 6 + target)
    for path in ("//etc/passwd", "/static//etc/passwd", "/static/%2fetc%2fpasswd", "/.git/config"):
        yield _get(path)
    yield _get("/static/samverkan.css%00.png")
    yield _get("/queries/..")


def _encoding() -> Iterator[bytes]:
    bad = (
        "%",
        "%%",
        "%zz",
        "%u0041",
        "%ff%fe",
        "%00",
        "%c3",
        "%ed%a0%80",
        "%f4%90%80%80",
        "%0a",
        "+",
    )
    for text in bad:
        for path in (
            "/{}",
            "/queries/{}",
            "/graph/{}",
            "/sparql?query={}",
            "/sparql?{}=ASK",
            "/sparql?query=ASK{{}}&format={}",
            "/sparql?query=ASK{{}}&asOf={}",
            "/?lang={}",
            "/sparql?query=ASK{{}}&default-graph-uri={}",
            "/graphs?graph={}",
            "/queries/applications-without-owner?municipality={}",
        ):
            yield _get(path.format(text))
        yield _post(b"query=ASK{}&" + text.encode() + b"=" + text.encode(), FORM)
        yield _post(text.encode(), QUERY)
    for raw in (
        b"\xff",
        b"\xc3\xa5",
        b"\x7f",
        b"\x01",
        b"\t",
        b"\xed\xa0\x80",
        b"\xf0\x9f\x92\xa9",
    ):
        yield _get(b"/" + raw)
        yield _get(b"/sparql?query=" + raw)
        yield _post(b"SELECT * { ?s ?p '" + raw + b"' }", QUERY)
        yield _post(b"query=" + raw, FORM, b"Accept: text/html")
        for name in (
            b"Accept",
            b"Accept-Language",
            b"Accept-Encoding",
            b"Authorization",
            b"Cookie",
            b"If-None-Match",
            b"User-Agent",
            b"Content-Type",
            b"X-Forwarded-For",
            b"Host",
        ):
            yield _get("/sparql?query=ASK{}", name + b": " + raw)


def _injection() -> Iterator[bytes]:
    crlf = "%0d%0aX-Injected:%20yes%0d%0a%0d%0a<script>alert(1)</script>"
    for path in (
        "/{}",
        "/queries{}",
        "/queries/{}",
        "/sparql?query=ASK{{}}&format={}",
        "/?lang={}",
        "/queries/applications-without-owner?format={}",
        "/graph/{}",
        "/sparql?query={}",
        "/graphs?graph={}",
        "/graphs?default={}",
    ):
        yield _get(path.format(crlf))
        yield _get(path.format(crlf), b"Accept: text/html")
    for host in (
        b"evil.example\r\nX-Injected: yes",
        b"a b",
        b"a@b",
        b"<script>",
        b"a'\"",
        b"[",
        b"[::",
        b"",
    ):
        yield b"GET /queries HTTP/1.1\r\nHost: " + host + b"\r\nConnection: close\r\n\r\n"
        yield (
            b"GET /.well-known/void HTTP/1.1\r\nHost: "
            + host
            + b"\r\nAccept: text/turtle\r\nConnection: close\r\n\r\n"
        )
    ends = (
        "} DROP ALL",
        '"; DROP ALL; #',
        "\\u007D INSERT DATA {}",
        "'''",
        '"""',
        "\\",
        "> }",
        "mun:1461 } UNION {",
        "2019-01-01' ) SERVICE <http://a> {",
        "${jndi:ldap://a}",
        "{{7*7}}",
        "' OR 1=1 --",
        "\x00",
    )
    for query in shipped_library():
        for name in list(query.parameters)[:1]:
            for end in ends:
                yield _get(f"/queries/{query.name}?{name}={quote(end)}")
                break
    for end in ends:
        yield _get(
            f"/queries/applications-without-owner?municipality={quote(end)}", b"Accept: text/html"
        )
        yield _get(f"/sparql?query={quote('SELECT * { ?s ?p ?o ' + end)}")
    for update in (
        "DROP ALL",
        "LOAD <file:///etc/passwd>",
        "CLEAR DEFAULT",
        "INSERT DATA { <a:b> <a:b> 1 }",
    ):
        yield _post(f"update={quote(update)}".encode(), FORM)
        yield _post(f"query={quote(update)}".encode(), FORM)
        yield _post(update.encode(), b"application/sparql-update")
    for iri in (
        "file:///etc/passwd",
        "http://169.254.169.254/",
        "../../etc/passwd",
        "javascript:alert(1)",
    ):
        yield _get("/sparql?query=" + quote(f"SELECT * FROM <{iri}> {{ ?s ?p ?o }}"))
        yield _get("/sparql?query=" + quote(f"SELECT * {{ SERVICE <{iri}> {{ ?s ?p ?o }} }}"))
        yield _get(f"/graphs?graph={quote(iri)}")


def _large() -> Iterator[bytes]:
    yield _get("/" + "a" * 20_000)
    yield _get("/" + "a" * 70_000)
    yield _get("/sparql?" + "&".join(f"a{n}=b" for n in range(3000)))
    yield _get("/sparql?query=ASK{}" + "&default-graph-uri=x:y" * 500)
    yield _get("/sparql?query=ASK{}", b"X: " + b"a" * 20_000)
    yield _get("/sparql?query=ASK{}", b"X: " + b"a" * 500_000)
    yield _get("/sparql?query=ASK{}", *[b"X%d: a" % n for n in range(90)])
    yield _get("/sparql?query=ASK{}", *[b"X%d: a" % n for n in range(300)])
    for name in (
        b"Accept",
        b"Accept-Language",
        b"Accept-Encoding",
        b"If-None-Match",
        b"Cookie",
        b"Range",
    ):
        for value in (
            b"a/b;q=0.1,",
            b"*/*;q=,",
            b'"a",',
            b";;;;",
            b"=,=",
            b"text/html;q=1e999,",
            b"bytes=0-1,",
        ):
            yield _get("/sparql?query=ASK{}", name + b": " + value * 800)
            yield _get("/static/samverkan.css", name + b": " + value)
    yield _post(b"query=" + b"a" * 900_000, FORM)
    yield _post(b"query=" + b"a" * 2_000_000, FORM)
    yield _post(b"&" * 500_000, FORM)
    yield _post(b"a=b&" * 200_000, FORM)
    yield _post(b"ASK{" + b"{" * 100_000, QUERY)
    yield _post(b"ASK{" + b"{" * 50_000 + b"}" * 50_001, QUERY)
    yield _post(b"SELECT * { ?s " + b"(" * 30_000 + b"a:b" + b")" * 30_000 + b" ?o }", QUERY)
    yield _post(b"SELECT * { ?s ?p ?o FILTER(" + b"!" * 200_000 + b"?o) }", QUERY)
    yield _post(b"SELECT * { ?s ?p ?o FILTER(?o IN (" + b"1," * 300_000 + b"1)) }", QUERY)
    yield _post(b"SELECT * { VALUES ?x { " + b"1 " * 400_000 + b"} } LIMIT 1", QUERY)
    yield _post(b"SELECT * { ?s ?p ?o FILTER(REGEX(STR(?o), '" + b"(a*)*" * 2000 + b"b')) }", QUERY)
    yield _post(b"#" * 900_000, QUERY)
    yield _post(b'ASK { ?s ?p "' + b"\\" * 500_001 + b'" }', QUERY)
    yield _post(b"PREFIX a: <" + b"a" * 500_000 + b"> ASK {}", QUERY)
    bomb = gzip.compress(b"query=ASK%7B%7D" + b" " * 50_000_000)
    for encoding in (b"gzip", b"deflate", b"br", b"zstd", b"gzip, gzip", b"x"):
        yield _post(bomb, FORM, b"Content-Encoding: " + encoding)
    yield _post(b"--x\r\n" * 10_000, b"multipart/form-data; boundary=x")
    yield _post(b"--x", b"multipart/form-data")
    yield _post(b'{"query": "ASK {}"}', b"application/json")
    yield _post(b"ASK {}", QUERY + b"; charset=utf-7")
    yield _post(b"ASK {}", QUERY + b"; charset=nothing")
    yield _post(b"ASK {}", b"a" * 10_000)


def _methods() -> Iterator[bytes]:
    for method in (
        b"TRACE",
        b"TRACK",
        b"PUT",
        b"DELETE",
        b"PATCH",
        b"CONNECT",
        b"PROPFIND",
        b"FOO",
        b"get",
        b"G\xc3\xa5",
        b"GET\t",
        b"",
        b"A" * 10_000,
        b"OPTIONS",
        b"SEARCH",
        b"QUERY",
        b"-",
    ):
        for path in (
            b"/",
            b"/sparql",
            b"/sparql?query=ASK{}",
            b"/graphs?default",
            b"/queries/",
            b"*",
        ):
            yield method + b" " + path + b" HTTP/1.1\r\n" + HEAD + b"Content-Length: 0\r\n\r\n"
    for version in (
        b"HTTP/0.9",
        b"HTTP/1.0",
        b"HTTP/1.2",
        b"HTTP/2.0",
        b"HTTP/9.9",
        b"http/1.1",
        b"",
        b"X",
    ):
        yield b"GET / " + version + b"\r\n" + HEAD + b"\r\n"
    for target in (
        b"http://evil.example/",
        b"http://",
        b"evil.example:80",
        b"?query=ASK{}",
        b"#",
        b"\\",
        b"//",
    ):
        yield b"GET " + target + b" HTTP/1.1\r\n" + HEAD + b"\r\n"


def _doubled() -> Iterator[bytes]:
    for name in (
        "query",
        "format",
        "lang",
        "asOf",
        "default-graph-uri",
        "limit",
        "offset",
        "labels",
    ):
        yield _get(f"/sparql?query=ASK{{}}&{name}=a&{name}=b")
        yield _get(f"/queries/applications-without-owner?{name}=a&{name}=b")
        yield _get(f"/queries/applications-without-owner?{name}=-1")
        yield _get(f"/queries/applications-without-owner?{name}=" + "9" * 400)
        yield _get(f"/queries/applications-without-owner?{name}[]=a&{name}.x=1")
    for day in (
        "0000-00-00",
        "9999-12-31",
        "2019-02-30",
        "-1",
        "２０１９-01-01",
        "2019-01-01T00:00",
    ):
        yield _get(f"/sparql?query=ASK{{}}&asOf={quote(day)}")
    for ending in (".csv", ".xlsx", ".exe", ".csv.csv", "."):
        yield _get(f"/queries/applications-without-owner{ending}")


def _smuggled() -> Iterator[bytes]:
    inner = b"GET /injected HTTP/1.1\r\nHost: a\r\n\r\n"
    body = b"0\r\n\r\n" + inner
    for told in (
        b"Content-Length: %d\r\nTransfer-Encoding: chunked" % len(body),
        b"Transfer-Encoding: chunked\r\nContent-Length: 4",
        b"Transfer-Encoding: xchunked",
        b"Transfer-Encoding: chunked, identity",
        b"Transfer-Encoding: identity, chunked",
        b"Transfer-Encoding : chunked",
        b"Transfer-Encoding:\tchunked",
        b"Transfer-Encoding: \x0bchunked",
        b" Transfer-Encoding: chunked",
        b"X: a\nTransfer-Encoding: chunked",
        b"X: a\rTransfer-Encoding: chunked",
        b"Content-Length: 0\r\nContent-Length: 5",
        b"Content-Length: 5, 5",
        b"Content-Length: +5",
        b"Content-Length: -1",
        b"Content-Length: 0x5",
        b"Content-Length: 99999999999999999999999",
        b"Content-Length:",
        b"content_length: 5",
    ):
        yield (
            b"POST /sparql HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + told + b"\r\n\r\n" + body
        )
    for chunk in (
        b"-1\r\n",
        b"ffffffffffffffffff\r\n",
        b"5;" + b"a" * 50_000 + b"\r\n",
        b"0\r\nX-Injected: a\r\n\r\n",
        b"zz\r\n",
        b"5\n",
        b"\r\n",
        b"0" * 50_000 + b"\r\n",
    ):
        yield b"POST /sparql HTTP/1.1\r\n" + HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunk


def _torn() -> Iterator[bytes]:
    """Requests that do not come to an end: the server must not wait for ever."""
    yield b""
    yield b"G"
    yield b"GET / HTTP/1.1\r\n"
    yield b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X: a\r\n" * 50
    yield b"POST /sparql HTTP/1.1\r\n" + HEAD + b"Content-Length: 100\r\n\r\nquery="
    yield b"POST /sparql HTTP/1.1\r\n" + HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab"
    yield b"POST /sparql HTTP/1.1\r\n" + HEAD + b"Expect: 100-continue\r\nContent-Length: 5\r\n\r\n"
    yield b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"
    yield b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00"
    yield b"\r\n" * 1000
    yield b"\x00" * 1000


KNOWN = {
    "path traversal": list(_traversal()),
    "encodings": list(_encoding()),
    "injection": list(_injection()),
    "sizes": list(_large()),
    "methods": list(_methods()),
    "parameters": list(_doubled()),
    "smuggling": list(_smuggled()),
    "torn": list(_torn()),
}


def test_there_are_more_than_a_thousand():
    assert sum(map(len, KNOWN.values())) + 2 * _DRAWN.max_examples > 1000


@pytest.mark.parametrize("kind", KNOWN)
def test_known_attacks_are_answered_or_refused(kind: str, served: Served):
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda data: _send(served, data), KNOWN[kind]))
    for data, answer in zip(KNOWN[kind], answers, strict=True):
        _check(data, answer)
    told = sum(bool(_STATUS.match(answer)) for answer in answers)
    assert told > len(answers) * (0.3 if kind == "torn" else 0.9)


_name = st.text("abcdefghijklmnopqrstuvwxyz-_.~AQ", min_size=1, max_size=12)
_any = st.one_of(
    st.text(max_size=30).map(lambda text: quote(text, safe="")),
    st.binary(max_size=20).map(quote_from_bytes),
    st.sampled_from(
        ["ASK{}", "SELECT*{?s?p?o}LIMIT+1", "html", "csv", "json", "%00", "2019-01-01", "sv"]
    ),
)
_path = st.one_of(
    st.sampled_from(
        [
            "/",
            "/sparql",
            "/queries/",
            "/queries/applications-without-owner",
            "/graphs",
            "/.well-known/void",
            "/static/samverkan.css",
            "/graph/small-dkf",
            "/openapi.json",
        ]
    ),
    st.lists(_any, max_size=4).map(lambda parts: "/" + "/".join(parts)),
)
_key = st.sampled_from(
    [
        "query",
        "format",
        "lang",
        "asOf",
        "default-graph-uri",
        "named-graph-uri",
        "graph",
        "default",
        "limit",
        "offset",
        "labels",
        "municipality",
        "update",
    ]
)
_fields = st.lists(st.tuples(st.one_of(_key, _any), _any), max_size=5).map(
    lambda pairs: "&".join(f"{key}={value}" for key, value in pairs)
)
_value = st.binary(max_size=40).map(lambda value: re.sub(rb"[\x00-\x08\x0a-\x1f\x7f]", b"", value))
_header = st.tuples(
    st.one_of(
        st.sampled_from(
            [
                "Accept",
                "Accept-Language",
                "Accept-Encoding",
                "Authorization",
                "If-None-Match",
                "Range",
                "Cookie",
                "Content-Type",
                "User-Agent",
                "X-Forwarded-For",
                "Forwarded",
                "If-Modified-Since",
                "Expect",
                "Upgrade",
                "Origin",
                "TE",
            ]
        ),
        _name,
    ),
    st.one_of(
        _value,
        st.sampled_from([b"text/html", b"*/*;q=0", b"text/csv;q=nan", b"gzip;q=0, *", b"W/"]),
    ),
)
_requests = st.tuples(
    st.sampled_from(["GET", "GET", "HEAD", "POST", "OPTIONS", "PUT"]),
    _path,
    _fields,
    st.lists(_header, max_size=5),
    st.binary(max_size=200),
)


@_DRAWN
@given(drawn=_requests)
def test_requests_of_all_kinds_are_answered(drawn, served: Served):
    method, path, fields, headers, body = drawn
    lines = [f"{method} {path}?{fields} HTTP/1.1".encode(), b"Host: a", b"Connection: close"]
    lines += [name.encode() + b": " + value for name, value in headers]
    if method in ("POST", "PUT"):
        lines.append(b"Content-Length: %d" % len(body))
    data = b"\r\n".join(lines) + b"\r\n\r\n" + (body if method in ("POST", "PUT") else b"")
    answer = _send(served, data)

    assert answer, data
    _check(data, answer)


_WHOLE = [
    _get(
        "/sparql?query=SELECT%20*%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D%20LIMIT%202", b"Accept: text/csv"
    ),
    _post(b"query=ASK%7B%7D&format=json", FORM, b"Accept-Encoding: gzip"),
    _post(b"DESCRIBE mun:1461", QUERY, b"Accept: text/turtle;q=0.5, */*;q=0.1"),
]


@_DRAWN
@given(
    whole=st.sampled_from(_WHOLE),
    changes=st.lists(st.tuples(st.integers(0, 400), st.binary(max_size=4)), min_size=1, max_size=4),
)
def test_requests_with_bytes_changed_are_answered_or_refused(whole, changes, served: Served):
    data = bytearray(whole)
    for place, other in changes:
        at = place % len(data)
        data[at : at + len(other)] = other
    # torn ones are tried above; here none is to be waited for
    data += b"\r\n\r\n" if b"\r\n\r\n" not in data else b""
    _check(bytes(data), _send(served, bytes(data) + b"a" * 60), answers=2)
