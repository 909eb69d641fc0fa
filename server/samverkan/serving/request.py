"""A request as the RSGI server hands it over, and as WSGI wants it."""

import io
import sys
from typing import Any, Protocol
from urllib.parse import unquote_to_bytes

Environ = dict[str, Any]


class Headers(Protocol):
    """The headers of a request, as RSGI has them."""

    def items(self) -> list[tuple[str, str]]:
        """Names in small letters, and values."""

    def get(self, key: str, default: Any = None) -> Any:
        """The first value of that name that is in ASCII."""

    def get_all(self, key: str) -> list[str]:
        """All values of that name that are in ASCII."""

    def __contains__(self, key: str) -> bool:
        """Whether there is one of that name, readable or not."""


class Scope(Protocol):
    """A request, as RSGI has it."""

    method: str
    path: str
    query_string: str
    client: str
    scheme: str
    http_version: str
    headers: Headers


def environ_of(scope: Scope, body: bytes) -> Environ:
    """
    The request as WSGI has it.

    A header with _ in its name could pass for one with -, and is left out. Of values beyond ASCII
    the server tells nothing; a token that is not told must not pass for none.
    """
    environ: Environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope.path).decode("latin-1"),
        "QUERY_STRING": scope.query_string.encode().decode("latin-1"),
        "REMOTE_ADDR": scope.client.rpartition(":")[0],
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "wsgi.input_terminated": True,
    }
    for name, value in scope.headers.items():
        if name == "content-type":
            environ["CONTENT_TYPE"] = value
        elif name not in ("content-length", "transfer-encoding") and "_" not in name:
            key = "HTTP_" + name.upper().replace("-", "_")
            environ[key] = f"{environ[key]}, {value}" if key in environ else value
    if "authorization" in scope.headers:
        environ.setdefault("HTTP_AUTHORIZATION", "unreadable")
    return environ
