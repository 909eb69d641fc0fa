"""The scheme of a register: one sheet a kind of thing, one column a property of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property

from pyoxigraph import Literal, NamedNode

from samverkan.errors import SamverkanError
from samverkan.namespaces import DCTERMS, PREFIXES, RDF, RDFS, SMV, shorten
from samverkan.registers.forms import Form, Forms, read_forms
from samverkan.registers.names import (
    EXPLAINED,
    IN_ENGLISH,
    NAME,
    NOTE,
    SHEETS,
    SOURCE,
    SheetName,
    kind_of,
    plain,
)
from samverkan.sources.shared import shared_quads

LABEL = RDFS + "label"
COMMENT = RDFS + "comment"
_TEXT = RDF + "langString"
_FICTIONAL = SMV + "fictional"
#: Personal data: a sheet of a public graph has no such column.
_PERSONAL = {SMV + "grantedToPerson", SMV + "person"}
_LAST = [SMV + "from", SMV + "until", SMV + "untilUnknown"]
Texts = dict[str, str]


class ColumnNameError(SamverkanError):
    """Two columns of one sheet would have the same name, so a header could mean either."""

    def __init__(self, sheet: str, name: str) -> None:
        super().__init__(f"sheet {sheet}: two columns are called {name!r}; give one another label")
        self.sheet = sheet


@dataclass(frozen=True)
class Column:
    """One property of a kind of thing, in one language where it is text."""

    predicate: str
    labels: Texts = field(hash=False)
    definitions: Texts = field(hash=False)
    datatype: str | None = None
    language: str | None = None
    code_list: str | None = None
    codes: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    many: bool = True
    required: bool = False

    @property
    def is_node(self) -> bool:
        """Whether its values are things or codes, not texts, numbers or dates."""
        return self.datatype is None

    @property
    def is_text(self) -> bool:
        """Whether its values are sentences, in which a semicolon is only a semicolon."""
        return self.language is not None


@dataclass(frozen=True)
class Sheet:
    """A kind of thing, and the columns that describe it."""

    cls: str
    kind: str
    names: Texts = field(hash=False)
    labels: Texts = field(hash=False)
    definitions: Texts = field(hash=False)
    access: str = "public"
    columns: tuple[Column, ...] = ()

    @cached_property
    def by_header(self) -> dict[str, Column]:
        """Its columns by every name that a header may have."""
        found: dict[str, Column] = {}
        for column in self.columns:
            local = shorten(column.predicate)
            told = [*column.labels.values()]
            if column.language != "en":
                told += [local, local.split(":", 1)[-1]]
            for name in map(plain, told):
                if found.setdefault(name, column) is not column:
                    raise ColumnNameError(self.names["en"], name)
        return found


@dataclass(frozen=True)
class Scheme:
    """All sheets, and the class hierarchy that tells which of them a reference may point at."""

    sheets: tuple[Sheet, ...]
    forms: Forms = field(repr=False)

    @cached_property
    def by_name(self) -> dict[str, Sheet]:
        """The sheets by every name that they may have."""
        found: dict[str, Sheet] = {}
        for sheet in self.sheets:
            told = [*sheet.names.values()]
            if sheet.kind not in {other.kind for other in found.values()}:
                told += [*sheet.labels.values(), sheet.kind, sheet.cls.rsplit("/", 1)[-1]]
            for name in told:
                found.setdefault(plain(name), sheet)
        return found

    def kinds_for(self, classes: Iterable[str]) -> list[str]:
        """The kinds of things that belong to one of those classes; all if none is named."""
        wanted = set(classes)
        kinds = {
            sheet.kind: None
            for sheet in self.sheets
            if not wanted or wanted.intersection(self.forms.lineage(sheet.cls))
        }
        return list(kinds)


@cache
def scheme() -> Scheme:
    """The scheme that the shapes, the code lists and the vocabulary give; made once."""
    forms = read_forms()
    words = _Words()
    return Scheme(tuple(_sheet(name, forms, words) for name in SHEETS), forms)


def _sheet(name: SheetName, forms: Forms, words: "_Words") -> Sheet:
    prefix, local = name.name.split(":")
    cls = PREFIXES[prefix] + local
    lineage = forms.lineage(cls)
    properties = [p for above in lineage for p in forms.properties.get(above, [])]
    if name.access != "internal":
        properties = [p for p in properties if p not in _PERSONAL]
    ordered = [p for p in dict.fromkeys(properties) if p not in _LAST]
    ordered.sort(key=lambda p: not _holds(forms.required, lineage, p))
    ordered += [p for p in _LAST if p in properties]
    if cls in (SMV + "Supplier", SMV + "Product"):
        ordered.append(_FICTIONAL)
    columns = list(_texts(LABEL, NAME, EXPLAINED["name"], required=cls in forms.named))
    for path in ordered:
        columns += _columns(path, forms.forms[path], lineage, forms, words)
    columns += _texts(COMMENT, NOTE, EXPLAINED["note"])
    columns.append(Column(DCTERMS + "source", SOURCE, EXPLAINED["source"]))
    return Sheet(
        cls=cls,
        kind=kind_of(name.name),
        names={"sv": name.sv, "en": name.en},
        labels=words.labels(cls, {"sv": name.sv, "en": name.en}),
        definitions=words.definitions(cls),
        access=name.access,
        columns=tuple(columns),
    )


def _columns(
    path: str, form: Form, lineage: list[str], forms: Forms, words: "_Words"
) -> Iterable[Column]:
    labels = {
        lang: text[:1].upper() + text[1:] for lang, text in words.labels(path, form.names).items()
    }
    definitions = words.definitions(path) or EXPLAINED.get(shorten(path), {})
    required = _holds(forms.required, lineage, path)
    if form.datatype == _TEXT:
        return _texts(path, labels, definitions, required=required)
    column = Column(
        predicate=path,
        labels=labels,
        definitions=definitions,
        datatype=form.datatype,
        code_list=form.code_list,
        codes=words.codes(form),
        classes=form.classes,
        many=not (form.single or _holds(forms.single, lineage, path)),
        required=required,
    )
    return [column]


def _texts(
    path: str, labels: Texts, definitions: Texts, *, required: bool = False
) -> Iterable[Column]:
    english = {lang: f"{text} ({IN_ENGLISH[lang]})" for lang, text in labels.items()}
    yield Column(
        path,
        labels,
        definitions,
        datatype=_TEXT,
        language="sv",
        many=path not in (LABEL,),
        required=required,
    )
    yield Column(
        path, english, definitions, datatype=_TEXT, language="en", many=path not in (LABEL,)
    )


def _holds(pairs: set[tuple[str, str]], lineage: list[str], path: str) -> bool:
    return any((cls, path) in pairs for cls in lineage)


class _Words:
    """Labels and definitions of terms and codes, from the vocabulary."""

    def __init__(self) -> None:
        self._labels: dict[str, Texts] = {}
        self._definitions: dict[str, Texts] = {}
        self._lists: dict[str, list[str]] = {}
        skos = PREFIXES["skos"]
        for quad in shared_quads():
            if not isinstance(quad.subject, NamedNode):
                continue
            subject, term = quad.subject.value, quad.object
            if isinstance(term, Literal) and term.language:
                if quad.predicate.value in (LABEL, skos + "prefLabel"):
                    self._labels.setdefault(subject, {})[term.language] = term.value
                elif quad.predicate.value == skos + "definition":
                    self._definitions.setdefault(subject, {})[term.language] = term.value
            elif quad.predicate.value == skos + "inScheme" and isinstance(term, NamedNode):
                self._lists.setdefault(term.value, []).append(subject)

    def labels(self, iri: str, default: Texts) -> Texts:
        return self._labels.get(iri) or default or {"sv": shorten(iri), "en": shorten(iri)}

    def definitions(self, iri: str) -> Texts:
        return self._definitions.get(iri, {})

    def codes(self, form: Form) -> tuple[str, ...]:
        return form.codes or tuple(self._lists.get(form.code_list or "", ()))
