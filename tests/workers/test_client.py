"""Who works for a client is told when it goes."""

from samverkan.workers.client import Client


def test_all_who_want_to_know_are_told_once():
    told: list[str] = []
    client = Client()
    client.when_gone(lambda: told.append("one"))
    client.when_gone(lambda: told.append("other"))
    client.leave()
    client.leave()

    assert told == ["one", "other"]


def test_who_asks_too_late_is_told_at_once():
    told: list[str] = []
    client = Client()
    client.leave()
    client.when_gone(lambda: told.append("late"))

    assert told == ["late"]


def test_who_is_done_is_told_nothing():
    told: list[str] = []
    client = Client()
    call = lambda: told.append("no")  # noqa: E731 the same one twice
    client.when_gone(call)
    client.forget(call)
    client.leave()

    assert not told
