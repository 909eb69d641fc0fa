"""A store of three people in two graphs, and stored queries made for one test."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Store

from samverkan.query.header import StoredQuery, read_query
from samverkan.sources.reading import read
from samverkan.store.view import add

DATA = """\
@prefix ex: <http://x/> .
ex:bengtsfors { ex:anna ex:name "Anna Åkesson"@sv ; ex:age 40 . }
ex:mellerud { ex:bo ex:name "Bo \\"Bosse\\" Ek, \\\\o/\\n" ; ex:knows ex:anna .
  ex:cia ex:name "Cia" ; ex:age 50.50 . }
"""


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    path = tmp_path_factory.mktemp("people") / "people.trig"
    path.write_text(DATA, encoding="utf-8")
    store = Store()
    add(store, list(read(path)))
    assert len(store) == 12
    return store


@pytest.fixture
def stored(tmp_path: Path) -> Callable[..., StoredQuery]:
    """Make a stored query of a body and the lines of a header."""

    def query(body: str, *header: str, name: str = "mine") -> StoredQuery:
        lines = ["summary: What it gives", "question: What is asked?", *header]
        path = tmp_path / f"{name}.rq"
        path.write_text("".join(f"#+ {line}\n" for line in lines) + body, encoding="utf-8")
        return read_query(path)

    return query
