"""Data are read anew, and processes replaced, while clients ask without pause."""

import os
import re
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

from .conftest import Answer, Server, wait_for

#: Servers are started and waited for.
pytestmark = pytest.mark.slow

#: How many marks there are of each kind: an answer from two versions would differ.
MARKS = (
    "SELECT (CONCAT(STR(?n), '-', STR(?m)) AS ?both) {"
    " { SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x <http://x/one> ?y } }"
    " { SELECT (COUNT(DISTINCT ?z) AS ?m) { ?z <http://x/two> ?w } } }"
)


def _mark(folder: Path, number: int) -> None:
    """Have a file hold so many marks of each kind; it is replaced at once, as editors do."""
    path = folder / "mellerud.ttl"
    text = path.read_text(encoding="utf-8").partition("# marks\n")[0]
    marks = "".join(
        f"<http://x/{kind}-{mark}> <http://x/{kind}> {mark} .\n"
        for kind in ("one", "two")
        for mark in range(number)
    )
    fresh = path.with_suffix(".new")
    fresh.write_text(f"{text}# marks\n{marks}", encoding="utf-8")
    fresh.rename(path)


@dataclass
class Asking:
    """Clients that ask without pause, and what they got."""

    answers: list[Answer] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)

    def statuses(self) -> Counter[int]:
        return Counter(answer.status for answer in self.answers)


@contextmanager
def _asking(server: Server, clients: int = 4) -> Iterator[Asking]:
    asking, over = Asking(), threading.Event()

    def ask(client: int) -> None:
        number = 0
        while not over.is_set():
            number += 1
            unique = f"{MARKS} # {client} {number if number % 2 else 'same'}"
            try:
                asking.answers.append(server.ask(unique))
            except OSError as error:
                asking.errors.append(error)

    threads = [threading.Thread(target=ask, args=(client,)) for client in range(clients)]
    for thread in threads:
        thread.start()
    try:
        yield asking
    finally:
        over.set()
        for thread in threads:
            thread.join()


@pytest.fixture
def marked(small: Path) -> Path:
    _mark(small, 1)
    return small


def test_no_request_fails_and_no_answer_is_mixed_while_data_are_read_anew(
    serve: Callable[..., Server], marked: Path
):
    server = serve("--dataset", str(marked))
    with _asking(server) as asking:
        for number in range(2, 6):
            _mark(marked, number)
            server.process.send_signal(signal.SIGHUP)
            if number % 2:  # and once more while it is being read
                server.process.send_signal(signal.SIGHUP)
            wait_for(lambda n=number: server.ask(MARKS).values == [f"{n}-{n}"])

    assert asking.errors == []
    failed = [answer for answer in asking.answers if answer.status != 200]
    assert not failed, (asking.statuses(), failed[0].body, server.lines)
    values = [answer.values[0] for answer in asking.answers]
    assert len(values) > 20
    assert set(values) <= {f"{n}-{n}" for n in range(1, 6)}
    assert len(set(values)) > 1
    assert server.stop() == 0


def test_two_reloads_at_once_end_with_one_root_and_the_last_data(
    serve: Callable[..., Server], marked: Path
):
    server = serve("--dataset", str(marked))
    for number in (2, 3, 4):
        _mark(marked, number)
        server.process.send_signal(signal.SIGHUP)
        time.sleep(0.1)

    wait_for(lambda: server.ask(MARKS).values == ["4-4"])
    assert wait_for(lambda: len(server.roots()) == 1)
    assert wait_for(lambda: len(psutil.Process(server.process.pid).children()) == 2)
    assert server.stop() == 0


def test_a_save_is_read_by_itself_where_files_are_watched(
    serve: Callable[..., Server], marked: Path
):
    server = serve("--dataset", str(marked), "--watch")
    time.sleep(1)
    with _asking(server, 2) as asking:
        _mark(marked, 3)
        wait_for(lambda: server.ask(MARKS).values == ["3-3"])
        (marked / "mellerud.ttl").write_text("half of", encoding="utf-8")
        server.until("new data are refused, the old ones stay: .*mellerud.ttl")
        assert server.ask(MARKS).values == ["3-3"]

    assert asking.errors == []
    assert set(asking.statuses()) == {200}
    assert server.stop() == 0


def test_a_root_that_is_killed_is_started_again(serve: Callable[..., Server], marked: Path):
    server = serve("--dataset", str(marked))
    [root] = server.roots()
    os.kill(root.pid, signal.SIGKILL)

    server.until("the process with the public data has ended; starting another")
    wait_for(lambda: server.ask(MARKS + " # again").values == ["1-1"])
    assert root.pid not in {process.pid for process in server.roots()}


def test_a_view_that_is_killed_is_made_again(serve: Callable[..., Server], marked: Path):
    server = serve("--dataset", str(marked))
    [root] = server.roots()
    [view] = root.children()
    os.kill(view.pid, signal.SIGKILL)

    wait_for(lambda: view.pid not in {fresh.pid for fresh in root.children()} != set())
    wait_for(lambda: server.ask(MARKS + " # again").values == ["1-1"])
    assert [process.pid for process in server.roots()] == [root.pid]


def test_a_front_that_is_killed_is_started_again(serve: Callable[..., Server], marked: Path):
    server = serve("--dataset", str(marked))
    time.sleep(5.5)  # a front that ends right away would end right away again
    os.kill(server.front().pid, signal.SIGKILL)

    server.until("the front process has ended .*; starting another")
    wait_for(lambda: server.ask(MARKS).values == ["1-1"])
    assert server.stop() == 0


def test_a_server_that_is_told_to_stop_ends_soon_and_finishes_what_it_was_asked(
    serve: Callable[..., Server], marked: Path
):
    server = serve("--dataset", str(marked))
    some = "{ SELECT * { ?%s ?b ?c } LIMIT 3000 }"
    product = f"SELECT (COUNT(*) AS ?n) {{ {some % 'a'} {some.replace('b ?c', 'd ?e') % 'f'} }}"
    got: list[Answer] = []
    asking = threading.Thread(target=lambda: got.append(server.ask(product)))
    asking.start()
    time.sleep(0.2)
    assert asking.is_alive()
    began = time.monotonic()
    code = server.stop()
    took = time.monotonic() - began
    asking.join()

    assert (code, [answer.status for answer in got]) == (0, [200])
    assert took < 20


def test_nothing_is_left_behind_when_the_supervisor_is_killed(
    serve: Callable[..., Server], marked: Path
):
    server = serve("--dataset", str(marked), "--watch")
    server.ask(MARKS, asOf="2018-01-01")
    everything = server.tree()
    assert len(everything) > 8
    server.process.kill()

    gone, alive = psutil.wait_procs(everything, timeout=10)
    assert [process for process in alive if process.status() != psutil.STATUS_ZOMBIE] == []
    assert gone
    assert not [line for line in server.lines if re.search("Traceback", line)]
