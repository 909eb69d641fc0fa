"""What a shape's constraint asks for, in the reader's language."""

from collections.abc import Callable, Sequence
from difflib import get_close_matches

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from samverkan.namespaces import CODE, PREFIXES, SH, SHAPES, SMV
from samverkan.validate.labels import Labels
from samverkan.validate.report import Result
from samverkan.validate.shapes import ShapesGraph

Term = NamedNode | BlankNode | Literal
_IN_SCHEME = NamedNode(PREFIXES["skos"] + "inScheme")
#: How many codes or values are listed before the rest are counted.
_LISTED = 8
_TEXTS = {
    "sv": {
        "none": "inget {}", "exactly": "exakt {} {}", "atLeast": "minst {} {}",
        "atMost": "högst {} {}", "values": "värde på {}", "value": "{} med värdet {}",
        "class": "något av klassen {}", "code": "en kod i listan {}: {}",
        "form": "text på formen {}", "notAfter": "inte efter {}", "notMore": "inte mer än {}",
        "notClass": "inte {}",
        "link": "en IRI, inte text", "literal": "text eller ett tal, inte en IRI",
        "oneOf": "ett av {}", "uniqueLang": "högst ett värde på varje språk",
        "perhaps": "kanske {}", "more": "{} till",
    },
    "en": {
        "none": "no {}", "exactly": "exactly {} {}", "atLeast": "at least {} {}",
        "atMost": "at most {} {}", "values": "value of {}", "value": "{} with the value {}",
        "class": "something of class {}", "code": "a code of the list {}: {}",
        "form": "text of the form {}", "notAfter": "not after {}", "notMore": "not more than {}",
        "notClass": "not {}",
        "link": "an IRI, not text", "literal": "text or a number, not an IRI",
        "oneOf": "one of {}", "uniqueLang": "at most one value in each language",
        "perhaps": "perhaps {}", "more": "{} more",
    },
}  # fmt: skip


def listed(names: Sequence[str], language: str) -> str:
    """The names with commas between, the last of many only counted."""
    if len(names) <= _LISTED:
        return ", ".join(names)
    rest = _TEXTS[language]["more"].format(len(names) - _LISTED)
    return ", ".join([*names[:_LISTED], rest])


class Expected:
    """Tells what the constraints of a view's shapes ask for."""

    def __init__(self, store: Store, shapes: ShapesGraph, labels: Labels) -> None:
        self._store = store
        self._shapes = shapes
        self._labels = labels
        self._terms: list[str] = []
        self._tellers: dict[str, Callable[[Result, NamedNode, str], str | None]] = {
            "MinCount": self._count,
            "MaxCount": self._count,
            "MinInclusive": self._range,
            "MaxInclusive": self._range,
            "Class": self._class,
            "Datatype": self._datatype,
            "Node": self._code,
            "Or": self._alternatives,
            "Not": self._other,
            "In": self._members,
            "HasValue": self._stated,
            "Pattern": self._pattern,
            "NodeKind": self._kind,
            "LessThanOrEquals": self._order,
            "UniqueLang": self._languages,
        }

    def of(self, result: Result, language: str) -> str | None:
        """What was expected in place of the result; None if that cannot be said shortly."""
        if result.shape == SHAPES + "Term-unknown":
            return self._similar(result, language)
        component = (result.component or "").removesuffix("ConstraintComponent")
        tell = self._tellers.get(component)
        return tell(result, NamedNode(result.shape), language) if tell else None

    def _count(self, result: Result, shape: NamedNode, language: str) -> str:
        texts = _TEXTS[language]
        least, most = self._number(shape, "minCount"), self._number(shape, "maxCount")
        values = texts["values"].format(self._path(result, language)) if result.path else ""
        if least is not None and least == most:
            told = texts["exactly"].format(least, values)
        elif result.component == "MinCountConstraintComponent":
            told = texts["atLeast"].format(least, values)
        elif most == "0":
            told = texts["none"].format(values)
        else:
            told = texts["atMost"].format(most, values)
        return told.strip()

    def _range(self, _result: Result, shape: NamedNode, language: str) -> str:
        texts = _TEXTS[language]
        least, most = self._number(shape, "minInclusive"), self._number(shape, "maxInclusive")
        if least is not None and least == most:
            return texts["exactly"].format(least, "").strip()
        bounds = [("atLeast", least), ("atMost", most)]
        told = [texts[name].format(bound, "").strip() for name, bound in bounds if bound]
        return ", ".join(told)

    def _class(self, _result: Result, shape: NamedNode, language: str) -> str:
        names = self._named(self._shapes.told(shape, "class"), language)
        return _TEXTS[language]["class"].format(", ".join(names))

    def _datatype(self, _result: Result, shape: NamedNode, language: str) -> str | None:
        kinds = self._shapes.told(shape, "datatype")
        return self._labels.datatype(kinds[0].value, language) if kinds else None

    def _code(self, _result: Result, shape: NamedNode, language: str) -> str | None:
        for node in self._shapes.told(shape, "node"):
            for inner in self._shapes.told(node, "property"):
                schemes = self._shapes.told(inner, "hasValue")
                if self._shapes.told(inner, "path") == [_IN_SCHEME] and schemes:
                    return self._code_list(schemes[0], language)
        return None

    def _code_list(self, scheme: Term, language: str) -> str:
        quads = self._store.quads_for_pattern(None, _IN_SCHEME, scheme)
        codes = sorted({q.subject.value for q in quads if isinstance(q.subject, NamedNode)})
        names = listed([self._labels.named(code, language) for code in codes], language)
        told = self._labels.of(scheme.value, language) or scheme.value.removeprefix(CODE)
        return _TEXTS[language]["code"].format(told, names)

    def _alternatives(self, result: Result, shape: NamedNode, language: str) -> str | None:
        compared = [
            self._after(result, later, language) for later, _ in self._shapes.comparisons(shape)
        ]
        if compared:
            return compared[0]
        told: list[str] = []
        for node in self._shapes.told(shape, "or"):
            told += self._named(self._shapes.told(node, "class"), language)
            told += self._named(self._shapes.told(node, "in"), language)
            kinds = self._shapes.told(node, "datatype")
            told += [self._labels.datatype(kind.value, language) for kind in kinds]
        return _TEXTS[language]["oneOf"].format(listed(told, language)) if told else None

    def _other(self, _result: Result, shape: NamedNode, language: str) -> str | None:
        classes = [
            c for n in self._shapes.told(shape, "not") for c in self._shapes.told(n, "class")
        ]
        names = ", ".join(self._named(classes, language))
        return _TEXTS[language]["notClass"].format(names) if names else None

    def _members(self, _result: Result, shape: NamedNode, language: str) -> str:
        names = self._named(self._shapes.told(shape, "in"), language)
        return _TEXTS[language]["oneOf"].format(listed(names, language))

    def _stated(self, result: Result, shape: NamedNode, language: str) -> str:
        values = [
            self._labels.value(str(v), language) for v in self._shapes.told(shape, "hasValue")
        ]
        path = self._path(result, language)
        return _TEXTS[language]["value"].format(path, ", ".join(values))

    def _pattern(self, _result: Result, shape: NamedNode, language: str) -> str:
        patterns = [p.value for p in self._shapes.told(shape, "pattern")]
        return _TEXTS[language]["form"].format(", ".join(patterns))

    def _kind(self, _result: Result, shape: NamedNode, language: str) -> str:
        kinds = {kind.value.removeprefix(SH) for kind in self._shapes.told(shape, "nodeKind")}
        return _TEXTS[language]["literal" if kinds == {"Literal"} else "link"]

    def _order(self, result: Result, shape: NamedNode, language: str) -> str | None:
        later = [
            p for p in self._shapes.told(shape, "lessThanOrEquals") if isinstance(p, NamedNode)
        ]
        return self._after(result, later[0], language) if later else None

    def _after(self, result: Result, later: NamedNode, language: str) -> str:
        quads = self._store.quads_for_pattern(NamedNode(result.focus), later, None)
        terms = sorted({str(quad.object) for quad in quads})
        values = [self._labels.value(term, language) for term in terms]
        told = ", ".join([self._labels.quoted(later.value, language), *values])
        dates = all(term.endswith("date>") for term in terms)
        return _TEXTS[language]["notAfter" if dates else "notMore"].format(told)

    def _languages(self, _result: Result, _shape: NamedNode, language: str) -> str:
        return _TEXTS[language]["uniqueLang"]

    def _similar(self, result: Result, language: str) -> str | None:
        """A term that is known and written nearly so."""
        if not self._terms:
            quads = self._store.quads_for_pattern(None, NamedNode(PREFIXES["rdf"] + "type"), None)
            subjects = {q.subject.value for q in quads if isinstance(q.subject, NamedNode)}
            self._terms = sorted(s for s in subjects if s.startswith((SMV, CODE)))
        close = get_close_matches((result.value or "")[1:-1], self._terms, n=1, cutoff=0.9)
        return (
            _TEXTS[language]["perhaps"].format(self._labels.named(close[0], language))
            if close
            else None
        )

    def _path(self, result: Result, language: str) -> str:
        return self._labels.quoted(result.path or "", language)

    def _number(self, shape: NamedNode, name: str) -> str | None:
        return next((n.value for n in self._shapes.told(shape, name)), None)

    def _named(self, terms: Sequence[Term], language: str) -> list[str]:
        return [self._labels.named(t.value, language) for t in terms if isinstance(t, NamedNode)]
