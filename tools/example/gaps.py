"""The intended gaps."""

from example.register import Register


def make_gaps(register: Register) -> list[str]:
    return []


def gaps_csv(gaps: list[str]) -> str:
    return "focus,shape,requirements\n"
