"""Limits per client: what is let in, what is told, and that nothing piles up."""

from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samverkan.serving.rates import Rates, Standing
from samverkan.web.refusals import RequestRateError, RequestsAtOnceError


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def _ask(rates: Rates, client: str = "a") -> bool:
    try:
        rates.enter(client)
    except RequestRateError:
        return False
    rates.leave(client)
    return True


def test_a_minute_s_requests_may_come_at_once_and_then_as_time_passes():
    clock = Clock()
    rates = Rates(60, 0, clock)

    assert [_ask(rates) for _ in range(61)] == [True] * 60 + [False]
    clock.now += 1
    assert [_ask(rates) for _ in range(2)] == [True, False]
    clock.now += 60
    assert [_ask(rates) for _ in range(61)] == [True] * 60 + [False]


def test_who_is_refused_is_told_when_to_go_on_and_may_then():
    clock = Clock()
    rates = Rates(20, 0, clock)
    while _ask(rates):
        clock.now += 0.01
    with pytest.raises(RequestRateError, match="more than 20 requests a minute") as caught:
        rates.enter("a")
    assert 1 <= caught.value.retry_after <= 3

    clock.now += caught.value.retry_after
    assert _ask(rates)


def test_one_client_does_not_hinder_another():
    rates = Rates(2, 1, Clock())
    assert _ask(rates, "a") and _ask(rates, "a") and not _ask(rates, "a")

    assert _ask(rates, "b")


def test_so_many_at_once_and_no_more_until_one_has_ended():
    rates = Rates(0, 2)
    rates.enter("a")
    rates.enter("a")
    with pytest.raises(RequestsAtOnceError, match="2 requests from your address"):
        rates.enter("a")
    rates.enter("b")
    rates.leave("a")

    rates.enter("a")


def test_what_is_refused_at_once_does_not_count_for_the_minute():
    rates = Rates(3, 1, Clock())
    rates.enter("a")
    for _ in range(10):
        with pytest.raises(RequestsAtOnceError):
            rates.enter("a")
    rates.leave("a")

    assert rates.enter("a") == Standing(1, 40)


def test_what_is_told_is_structured_fields():
    rates = Rates(600, 24, Clock())

    assert rates.told(rates.enter("a")) == [
        ("RateLimit-Policy", '"at-once";q=24;qu="concurrent-requests", "minute";q=600;w=60'),
        ("RateLimit", '"minute";r=599;t=1'),
    ]
    assert Rates(0, 0).told(Rates(0, 0).enter("a")) == []


@settings(max_examples=60, deadline=None)
@given(
    per_minute=st.integers(1, 100),
    pauses=st.lists(st.floats(0, 20, allow_nan=False), min_size=1, max_size=300),
)
def test_never_more_than_a_minute_s_worth_and_what_the_time_since_was_worth(
    per_minute: int, pauses: list[float]
):
    clock = Clock()
    rates, let_in = Rates(per_minute, 0, clock), []
    for pause in pauses:
        clock.now += pause
        if _ask(rates):
            let_in.append(clock.now)
    for first, start in enumerate(let_in):
        for number, end in enumerate(let_in[first:], 1):
            assert number <= per_minute * (1 + (end - start) / 60) + 1e-6


def test_clients_that_have_gone_are_forgotten():
    clock = Clock()
    rates = Rates(60, 0, clock)
    for number in range(20_000):
        _ask(rates, str(number))
        clock.now += 0.01

    assert rates.clients < 500


def test_who_still_waits_for_an_answer_is_not_forgotten_and_hides_nobody_else():
    clock = Clock()
    rates = Rates(60, 1, clock)
    rates.enter("slow")
    for number in range(2000):
        _ask(rates, str(number))
        clock.now += 1
    assert rates.clients < 10
    with pytest.raises(RequestsAtOnceError):
        rates.enter("slow")


def test_threads_do_not_lose_count():
    rates = Rates(0, 1000)

    def work() -> None:
        for _ in range(2000):
            _ask(rates)

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for _ in range(1000):
        rates.enter("a")
    with pytest.raises(RequestsAtOnceError):
        rates.enter("a")
