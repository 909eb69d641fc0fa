"""Many dates at once from a server that keeps two: answers of their own day, in bounded memory."""

import threading
import time
from collections.abc import Callable
from datetime import date, timedelta

import psutil
import pytest

from conftest import FIXTURES

from .conftest import Answer, Server, wait_for

#: Servers are started and waited for.
pytestmark = pytest.mark.slow

DAY = "SELECT ?d { ?e smv:asOf ?d }"


@pytest.fixture(scope="module")
def server(serve: Callable[..., Server]) -> Server:
    return serve(
        *("--dataset", str(FIXTURES / "small")),
        SAMVERKAN_DATES="2",
        SAMVERKAN_QUEUE_SECONDS="3",
        SAMVERKAN_REQUESTS_AT_ONCE="0",
        SAMVERKAN_REQUESTS_PER_MINUTE="0",
    )


def _own_memory(server: Server) -> int:
    """Bytes that the processes have to themselves, each shared page counted in parts."""
    total = 0
    for process in server.tree():
        try:
            total += process.memory_full_info().pss
        except psutil.Error:  # it ended meanwhile
            continue
    return total


def _processes_with_views(server: Server) -> int:
    [root] = server.roots()
    return len(root.children())


def test_fifty_dates_at_once_are_answered_each_by_its_own_or_told_to_come_again(server: Server):
    days = [date(2014, 1, 1) + timedelta(days=30 * number) for number in range(50)]
    server.ask(DAY)
    before = _own_memory(server)
    answers: dict[date, Answer] = {}

    def ask(on: date) -> None:
        answers[on] = server.ask(f"{DAY} # {on}", asOf=on.isoformat())

    threads = [threading.Thread(target=ask, args=(on,)) for on in days]
    for thread in threads:
        thread.start()
    views, memory = 0, 0
    while any(thread.is_alive() for thread in threads):
        views = max(views, _processes_with_views(server))
        memory = max(memory, _own_memory(server))
        time.sleep(0.05)
    answered = {on: answer for on, answer in answers.items() if answer.status == 200}

    assert len(answers) == 50
    assert answered
    assert {answer.status for answer in answers.values()} <= {200, 503}
    assert all(answer.values == [on.isoformat()] for on, answer in answered.items())
    assert all(
        int(answer.headers["Retry-After"]) > 0
        for answer in answers.values()
        if answer.status == 503
    )
    # the default, two that are kept, three that leave, one that comes, and those just ending
    assert views <= 10
    assert memory < before + 10 * 60 * 1024 * 1024


def test_views_that_were_put_away_leave_nothing_behind(server: Server):
    def at_rest() -> bool:
        return _processes_with_views(server) <= 3

    for day in ("2009-01-01", "2009-01-02"):  # as many as are kept
        assert wait_for(lambda on=day: server.ask(DAY, asOf=on).values == [on], 20)
    assert wait_for(at_rest, 20)
    before = _own_memory(server)
    for number in range(12):
        on = date(2010, 1, 1) + timedelta(days=number)
        assert server.ask(DAY, asOf=on.isoformat()).values == [on.isoformat()]
    assert wait_for(at_rest, 20)

    assert _own_memory(server) < before + 40 * 1024 * 1024


def test_the_same_date_is_made_once_for_all_who_ask(server: Server):
    def made() -> float:
        [line] = [
            line
            for line in server.get("metrics").body.decode().splitlines()
            if line.startswith("samverkan_views_made_total")
        ]
        return float(line.split()[-1])

    before = made()
    threads = [
        threading.Thread(
            target=server.ask, args=(f"{DAY} # {number}",), kwargs={"asOf": "2012-07-07"}
        )
        for number in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert made() == before + 1
