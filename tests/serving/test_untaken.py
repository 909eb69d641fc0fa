"""Who takes nothing is told from who takes little, and from whom nothing waits for."""

from typing import Any

from samverkan.serving.untaken import Untaken


class _Transport:
    """A transport with so many bytes that wait, and a socket or none."""

    waiting = 0

    def get_write_buffer_size(self) -> int:
        return self.waiting

    def get_extra_info(self, _: str) -> None:
        return None


def test_only_who_has_something_waiting_and_takes_nothing_is_stuck():
    transport: Any = _Transport()
    untaken = Untaken(transport, 10)
    looked = []
    for now, waiting in ((0, 0), (100, 500), (109, 500), (109.5, 400), (119, 400), (120, 400)):
        transport.waiting = waiting
        looked.append(untaken.is_stuck(now))

    assert looked == [False, False, False, False, False, True]


def test_what_was_taken_whole_begins_anew():
    transport: Any = _Transport()
    untaken = Untaken(transport, 10)
    looked = []
    for now, waiting in ((0, 500), (8, 0), (100, 500), (105, 500), (111, 500)):
        transport.waiting = waiting
        looked.append(untaken.is_stuck(now))

    assert looked == [False, False, False, False, True]
