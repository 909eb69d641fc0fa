"""Few go on at once, all go on in the end."""

import asyncio

import pytest

from conftest import run
from samverkan.serving.turns import Turns


def test_no_more_go_on_at_once_than_may_and_each_gets_its_turn():
    async def all_of_them() -> tuple[int, list[int]]:
        turns, at_it, most, done = Turns(2, 60, 60), 0, 0, []

        async def one(number: int) -> None:
            nonlocal at_it, most
            async with turns:
                at_it += 1
                most = max(most, at_it)
                await asyncio.sleep(0)
                at_it -= 1
                done.append(number)

        await asyncio.gather(*(one(number) for number in range(10)))
        return most, done

    most, done = run(all_of_them())

    assert most == 2
    assert done == list(range(10))


def test_who_waits_behind_something_long_goes_on_after_a_moment():
    async def behind() -> bool:
        turns, end = Turns(1, 0.01, 0.01), asyncio.Event()

        async def long() -> None:
            async with turns:
                await end.wait()

        first = asyncio.ensure_future(long())
        await asyncio.sleep(0)
        async with turns:
            went_on = not first.done()
        end.set()
        await first
        return went_on

    assert run(asyncio.wait_for(behind(), 5))


def test_who_gives_up_waiting_and_who_fails_leave_the_turn_to_others():
    async def troubled() -> bool:
        turns, end = Turns(1, 60, 60), asyncio.Event()

        async def fail() -> None:
            async with turns:
                await end.wait()
                raise ValueError

        async def wait() -> bool:
            async with turns:
                return True

        failing = asyncio.ensure_future(fail())
        await asyncio.sleep(0)
        giving_up, waiting = asyncio.ensure_future(wait()), asyncio.ensure_future(wait())
        await asyncio.sleep(0)
        giving_up.cancel()
        end.set()
        with pytest.raises(ValueError):  # noqa: PT011 the one that was raised above
            await failing
        return await waiting

    assert run(asyncio.wait_for(troubled(), 5))


def test_one_waits_a_few_times_what_is_usual_between_two_bounds():
    turns = Turns(1, 0.02, 0.5)
    shortest = turns.patience
    for _ in range(200):
        turns.took(0.01)
    usual = turns.patience
    for _ in range(200):
        turns.took(10)

    assert shortest == 0.02
    assert usual == pytest.approx(0.1, rel=0.01)
    assert turns.patience == 0.5
