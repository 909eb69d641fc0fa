"""
Reading the default graph node by node, for the steps in Python.

A value of the wrong type (a date that does not exist, a date written as text) is passed over
as if it were not stated: the shapes on well-formedness report it.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from samverkan.dates import DateError, Period, parse_date
from samverkan.namespaces import RDF, XSD, smv

_DEFAULT = DefaultGraph()
_TYPE = NamedNode(RDF + "type")
_DATE = XSD + "date"
_INTEGER = XSD + "integer"
_DECIMAL = XSD + "decimal"
_BOOLEAN = XSD + "boolean"
_TIMEZONE = re.compile(r"(Z|[+-][0-9]{2}:[0-9]{2})$")


def instances(store: Store, name: str) -> list[NamedNode]:
    """The things of a class of ours, in the order of their IRIs."""
    quads = store.quads_for_pattern(None, _TYPE, smv(name), _DEFAULT)
    return sorted((q.subject for q in quads if isinstance(q.subject, NamedNode)), key=_iri)


class Node:
    """A thing, read through our vocabulary."""

    def __init__(self, store: Store, iri: NamedNode) -> None:
        self._store = store
        self.iri = iri

    def things(self, name: str) -> list[NamedNode]:
        """The things that the property points at, in the order of their IRIs."""
        quads = self._store.quads_for_pattern(self.iri, smv(name), None, _DEFAULT)
        return sorted((q.object for q in quads if isinstance(q.object, NamedNode)), key=_iri)

    def subjects(self, name: str) -> list["Node"]:
        """The things whose property points here, in the order of their IRIs."""
        quads = self._store.quads_for_pattern(None, smv(name), self.iri, _DEFAULT)
        found = sorted((q.subject for q in quads if isinstance(q.subject, NamedNode)), key=_iri)
        return [Node(self._store, iri) for iri in found]

    def dates(self, name: str) -> list[date]:
        """The days stated, earliest first."""
        return sorted(
            day
            for literal in self._literals(name)
            if literal.datatype.value == _DATE and (day := _day(literal.value)) is not None
        )

    def date(self, name: str) -> date | None:
        """The day stated; the earliest if there are several."""
        return next(iter(self.dates(name)), None)

    def decimal(self, name: str) -> Decimal | None:
        """The number stated, if there is exactly one."""
        found = [
            Decimal(literal.value)
            for literal in self._literals(name)
            if literal.datatype.value in (_DECIMAL, _INTEGER) and _is_number(literal.value)
        ]
        return found[0] if len(found) == 1 else None

    def integer(self, name: str) -> int | None:
        """The whole number stated, if there is exactly one."""
        number = self.decimal(name)
        return None if number is None or number % 1 else int(number)

    def true(self, name: str) -> bool:
        """Whether the property is stated to be true."""
        return any(
            literal.datatype.value == _BOOLEAN and literal.value == "true"
            for literal in self._literals(name)
        )

    def a(self, name: str) -> bool:
        """Whether it is of that class of ours."""
        quads = self._store.quads_for_pattern(self.iri, _TYPE, smv(name), _DEFAULT)
        return next(quads, None) is not None

    def end_unknown(self) -> bool:
        """Whether it has ended or will end on a day that is not known."""
        return self.true("untilUnknown") and self.date("until") is None

    def period(self) -> Period:
        """From its first to its last day; a day that is not known is no bound."""
        return Period(self.date("from"), self.date("until"))

    def _literals(self, name: str) -> Iterator[Literal]:
        for quad in self._store.quads_for_pattern(self.iri, smv(name), None, _DEFAULT):
            if isinstance(quad.object, Literal):
                yield quad.object


def nodes(store: Store, name: str) -> Iterator[Node]:
    """The things of a class of ours, in the order of their IRIs."""
    return (Node(store, iri) for iri in instances(store, name))


def _iri(node: NamedNode) -> str:
    return node.value


def _day(text: str) -> date | None:
    try:
        return parse_date(_TIMEZONE.sub("", text))
    except DateError:
        return None


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)", text) is not None
