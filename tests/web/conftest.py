"""One public view of the small dataset, and a client of the application that answers for it."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from conftest import FIXTURES
from samverkan.query.engine import LocalEngine
from samverkan.query.library import Library, shipped_library
from samverkan.sources.dataset import Access, read_dataset
from samverkan.store.view import View, load_as_it_is, prepare
from samverkan.web import create_app


@pytest.fixture(scope="session")
def public() -> View:
    view = prepare(read_dataset(FIXTURES / "small"), None, Access.PUBLIC)
    view.describe_queries(shipped_library().quads())
    return view


@pytest.fixture(scope="session")
def app(public: View) -> Flask:
    return create_app(LocalEngine(public), shipped_library())


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def with_query(public: View, tmp_path: Path) -> Callable[[str], FlaskClient]:
    """A client of the same view with one stored query, `mine`, of that text."""

    def make(text: str) -> FlaskClient:
        header = "#+ summary: What it gives\n#+ question: What is asked?\n"
        (tmp_path / "mine.rq").write_text(header + text, encoding="utf-8")
        return create_app(LocalEngine(public), Library(tmp_path)).test_client()

    return make


@pytest.fixture
def as_it_is(tmp_path: Path) -> Callable[[str], FlaskClient]:
    """A client of an application that serves a file of that Turtle as it is."""

    def make(turtle: str) -> FlaskClient:
        path = tmp_path / "as-it-is.ttl"
        path.write_text(turtle, encoding="utf-8")
        return create_app(LocalEngine(load_as_it_is(path)), shipped_library()).test_client()

    return make


@pytest.fixture(scope="session")
def live(app: Flask) -> Iterator[str]:
    """The address, without a slash at its end, where the application really listens."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
