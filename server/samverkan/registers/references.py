"""How a cell points at a thing: by key, by name, by prefix or by its whole IRI."""

import re
from collections.abc import Iterable

from pyoxigraph import NamedNode

from samverkan.namespaces import PREFIXES, THINGS, shorten
from samverkan.registers.names import composed, plain
from samverkan.registers.problems import CellError, expected, quoted
from samverkan.registers.scheme import Column, Scheme, Sheet
from samverkan.registers.shared_names import SharedNames, node, shared_names

KEY = re.compile(r"\w[\w.~-]*")
_IRI = re.compile(r"<?([A-Za-z][A-Za-z0-9+.-]*:(?://|[a-z]+:)[^\s<>\"{}|\\^`]+)>?")
_PREFIXED = re.compile(r"([a-z0-9][a-z0-9-]*):(\S+)")
#: Looking for what may be meant takes time in a long list; after so many nobody reads on.
_HINTS = 100


class References:
    """The things of a register by kind and key, and what others' things are called."""

    def __init__(self, scheme: Scheme, supplier: str, internal_costs: bool = False) -> None:
        self.scheme, self.supplier, self.internal_costs = scheme, supplier, internal_costs
        self.public = f"{THINGS}{supplier}/"
        self.internal = f"{THINGS}{supplier}-internal/"
        self._shared: SharedNames = shared_names()
        self._own: dict[str, dict[str, set[str]]] = {}
        self._names: dict[str, dict[str, str]] = {}
        self._kinds: dict[tuple[str, ...], list[str]] = {}
        self._found: dict[tuple[int, str], NamedNode] = {}
        self._hints = _HINTS
        self._written: dict[tuple[int, str, str], str | None] = {}

    def is_internal(self, sheet: Sheet) -> bool:
        """Whether what the sheet lists belongs into the internal graph."""
        return sheet.access == "internal" or (sheet.access == "cost" and self.internal_costs)

    def base(self, sheet: Sheet) -> str:
        """How the IRIs of the sheet's things begin."""
        return f"{self.internal if self.is_internal(sheet) else self.public}{sheet.kind}/"

    def thing(self, sheet: Sheet, key: str) -> NamedNode:
        """
        The thing that a key cell names.

        Raises:
            CellError: if the key is none that lasts, or names a thing of somebody else's.
        """
        if match := _IRI.fullmatch(key):
            iri = node(match[1])
            if iri is None or not match[1].startswith((self.public, self.internal)):
                raise expected(
                    key,
                    f"hör inte till registret: en IRI som nyckel börjar med {self.public}.",
                    f"does not belong to the register: an IRI as a key begins with {self.public}.",
                    "key",
                )
            if self.is_internal(sheet) and sheet.access == "internal":
                self._refuse_public(key, match[1])
            return iri
        if not KEY.fullmatch(key):
            better = re.sub(r"[^\w.~-]+", "-", key).strip("-.~") or "sak-1"
            raise expected(
                key,
                f"duger inte som nyckel: använd bokstäver, siffror, bindestreck, till exempel "
                f"{better}.",
                f"cannot be a key: use letters, digits, hyphens, for instance {better}.",
                "key",
            )
        return NamedNode(self.base(sheet) + key)

    def _refuse_public(self, key: str, iri: str) -> None:
        if not iri.startswith(self.internal):
            raise expected(
                key,
                f"är en publik IRI på ett internt blad: den ska börja med {self.internal}.",
                f"is a public IRI on an internal sheet: it must begin with {self.internal}.",
                "key",
            )

    def key_of(self, sheet: Sheet, iri: str) -> str:
        """What stands in the key cell of a thing on that sheet."""
        local = iri.removeprefix(self.base(sheet))
        return local if KEY.fullmatch(local) and composed(local) == local else iri

    def add(self, sheet: Sheet, key: str, iri: str, name: str | None = None) -> None:
        """Let cells point at the thing by that key."""
        self._own.setdefault(sheet.kind, {}).setdefault(key, set()).add(iri)
        if name:
            self._names.setdefault(sheet.kind, {}).setdefault(plain(name), key)

    def resolve(self, column: Column, text: str) -> NamedNode:
        """
        The code or thing that one value of a cell names.

        Raises:
            CellError: if it names none, or several.
        """
        place = (id(column), text)
        if place not in self._found:
            self._found[place] = self._resolve(column, text)
        return self._found[place]

    def _resolve(self, column: Column, text: str) -> NamedNode:
        if match := _IRI.fullmatch(text):
            return self._checked(text, match[1])
        if column.codes:
            code = self._shared.codes(column.codes).get(plain(text))
            if code:
                return NamedNode(code)
            if not column.classes:
                raise self._no_code(column, text)
        kinds = self._candidates(column)
        own = self._find_own(kinds, text)
        if len(own) > 1:
            raise self._several(text, own)
        if own:
            return NamedNode(next(iter(own)))
        named = self._shared.find(text, column.classes) if column.classes else set()
        if len(named) == 1:
            return NamedNode(next(iter(named)))
        if len(named) > 1:
            raise self._several(text, named)
        if match := _PREFIXED.fullmatch(text):
            return self._prefixed(column, text, match[1], match[2])
        raise self._unknown(column, kinds, text)

    def _candidates(self, column: Column) -> list[str]:
        if column.classes not in self._kinds:
            self._kinds[column.classes] = self.scheme.kinds_for(column.classes)
        return self._kinds[column.classes]

    def _find_own(self, kinds: Iterable[str], text: str) -> set[str]:
        kind, _, key = text.partition("/")
        if key:
            return self._own.get(kind, {}).get(key, set()) if kind in kinds else set()
        return {iri for kind in kinds for iri in self._own.get(kind, {}).get(text, ())}

    def _checked(self, text: str, iri: str) -> NamedNode:
        found = node(iri)
        if found is None or not self._shared.known(iri):
            raise expected(
                text,
                "finns inte: rätta stavningen, eller välj i listan.",
                "does not exist: correct the spelling, or choose from the list.",
                "reference",
            )
        return found

    def _prefixed(self, column: Column, text: str, prefix: str, rest: str) -> NamedNode:
        if prefix in PREFIXES:
            return self._checked(text, PREFIXES[prefix] + rest)
        if "/" in rest:
            return self._checked(text, f"{THINGS}{prefix}/{rest}")
        kinds = self._candidates(column)
        if len(kinds) == 1:
            return self._checked(text, f"{THINGS}{prefix}/{kinds[0]}/{rest}")
        some = ", ".join(f"{prefix}:{kind}/{rest}" for kind in kinds[:3])
        raise expected(
            text,
            f"kan vara flera slags saker: skriv också vilken, till exempel {some}.",
            f"can be several kinds of things: say which, for instance {some}.",
            "reference",
        )

    def write(self, column: Column, iri: str, language: str) -> str | None:
        """What a cell says to point at the IRI; None if nothing would be read back as it."""
        place = (id(column), iri, language)
        if place not in self._written:
            self._written[place] = self._write(column, iri, language)
        return self._written[place]

    def _write(self, column: Column, iri: str, language: str) -> str | None:
        for text in self._ways(column, iri, language):
            try:
                if text.strip() == text and self._resolve(column, text).value == iri:
                    return text
            except CellError:
                continue
        return None

    def _ways(self, column: Column, iri: str, language: str) -> Iterable[str]:
        if iri in column.codes:
            yield self._shared.label(iri, language) or ""
        name = self._shared.written(iri, language)
        if name:
            yield name
        local = iri.removeprefix(THINGS)
        supplier, _, rest = local.partition("/")
        _, _, key = rest.partition("/")
        if iri.startswith((self.public, self.internal)):
            yield from (key, rest)
        elif local != iri and supplier != "reference":
            yield from (f"{supplier}:{key}", f"{supplier}:{rest}")
        if shorten(iri) != iri:
            yield shorten(iri)
        yield iri

    def codes_of(self, column: Column, language: str) -> list[str]:
        """The labels of the column's codes, in the order of the list."""
        return [self._shared.label(code, language) or code for code in column.codes]

    def _no_code(self, column: Column, text: str) -> CellError:
        names = self._shared.codes(column.codes)
        hint = _nearest(text, names)
        near = names[hint] if hint else None

        def told(language: str) -> str:
            if near:
                return quoted(self._shared.label(near, language))
            labels = self.codes_of(column, language)
            return ", ".join(labels[:8]) + (" …" if len(labels) > 8 else "")

        return expected(
            text,
            f"finns inte i listan för {column.labels['sv']}: "
            + (f"menas {told('sv')}? Annars välj i listan." if near else f"välj {told('sv')}."),
            f"is not in the list for {column.labels['en']}: "
            + (
                f"is {told('en')} meant? Else choose from the list."
                if near
                else f"choose {told('en')}."
            ),
        )

    def _several(self, text: str, found: Iterable[str]) -> CellError:
        ways = sorted(
            iri.removeprefix(self.internal).removeprefix(self.public)
            if iri.startswith((self.public, self.internal))
            else shorten(iri)
            for iri in found
        )
        told = ", ".join(ways) if len(set(ways)) > 1 else ", ".join(sorted(found))
        return expected(
            text,
            f"kan vara flera saker: skriv vilken, {told}.",
            f"can be several things: say which, {told}.",
            "reference",
        )

    def _unknown(self, column: Column, kinds: list[str], text: str) -> CellError:
        elsewhere = [k for k, keys in self._own.items() if text in keys and k not in kinds]
        wanted = {s.kind: s.names for s in reversed(self.scheme.sheets) if s.kind in kinds}
        told = {
            lang: ", ".join(names[lang] for names in reversed(wanted.values()))
            for lang in ("sv", "en")
        }
        if elsewhere:
            other = next(s for s in self.scheme.sheets if s.kind == elsewhere[0])
            return expected(
                text,
                f"står på bladet {other.names['sv']}, men här ska det vara något från "
                f"{told['sv'] or 'referensdata'}.",
                f"stands on the sheet {other.names['en']}, but here it must be something from "
                f"{told['en'] or 'the reference data'}.",
                "reference",
            )
        meant = self._hint(column, kinds, text)
        hint = (
            {"sv": f" Menas {meant}?", "en": f" Is {meant} meant?"}
            if meant
            else {"sv": "", "en": ""}
        )
        if not wanted:
            return expected(
                text,
                f"är inget känt namn, kod eller kortnamn.{hint['sv']}",
                f"is no known name, code or short name.{hint['en']}",
                "reference",
            )
        return expected(
            text,
            f"är ingen nyckel på {told['sv'] if len(wanted) < 6 else 'något blad'}: lägg till "
            f"raden där, eller rätta hänvisningen (andras saker: deras-prefix:nyckel)."
            f"{hint['sv']}",
            f"is no key on {told['en'] if len(wanted) < 6 else 'any sheet'}: add the row there, "
            f"or correct the reference (others' things: their-prefix:key).{hint['en']}",
            "reference",
        )

    def _hint(self, column: Column, kinds: list[str], text: str) -> str | None:
        if self._hints == 0:
            return None
        self._hints -= 1
        names = {plain(key): key for kind in kinds for key in self._own.get(kind, ())}
        for kind in kinds:
            for name, key in self._names.get(kind, {}).items():
                names.setdefault(name, key)
        if column.classes:
            names |= {name: name for name in self._shared.names(column.classes)}
        found = _nearest(text, names)
        return names[found] if found else None


def _nearest(text: str, names: Iterable[str]) -> str | None:
    """The name most like the text, if one is like it at all."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 needed for errors only

    found = process.extractOne(plain(text), list(names), scorer=fuzz.ratio, score_cutoff=70)
    return found[0] if found else None
