"""Years of more digits than the fast engine can count, at which it would break off."""

import re

#: A date or time whose year has nineteen digits or more.
_FAR = r'-?[0-9]{19}[^"\\]*"\^\^<http://www\.w3\.org/2001/XMLSchema#date(?:Time|TimeStamp)?>'
#: Put before such a year, it makes the value ill-typed; the store takes it for that too.
_MARK = "far "
_TO_MARK = re.compile(rf'(?<!\\)"({_FAR})')
_MARKED = re.compile(f'^"{_MARK}({_FAR})$')


def marked(data: str) -> str:
    """The N-Triples with each such year marked as no year."""
    return _TO_MARK.sub(rf'"{_MARK}\1', data)


def unmarked(term: str) -> str:
    """The term as it was before."""
    return _MARKED.sub(r'"\1', term)
