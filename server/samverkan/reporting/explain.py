"""What a rule means, why the policy wants it, and what is right and wrong by it."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from textwrap import indent

from samverkan.coverage import Requirement
from samverkan.errors import SamverkanError
from samverkan.namespaces import SHAPES
from samverkan.reporting.examples import example
from samverkan.reporting.words import SEVERITY
from samverkan.validate.labels import Labels
from samverkan.validate.shapes import Shape

_WORDS = {
    "sv": {
        "rule": "Regel", "severity": "allvar", "standIn": "prövar ett tecken på kravet",
        "means": "Innebörd", "why": "Varför", "reading": "Vår läsning", "source": "Källa",
        "right": "Rätt", "wrong": "Fel", "page": "s.", "rules": "Prövas av", "queries":
        "Besvaras av", "notChecked": "Prövas inte", "form": "Datas form; inget krav i policyn.",
        "internal": "läser interna data", "more": "Mer", "for": "Gäller",
    },
    "en": {
        "rule": "Rule", "severity": "severity", "standIn": "checks a sign of the requirement",
        "means": "What it means", "why": "Why", "reading": "Our reading", "source": "Source",
        "right": "Right", "wrong": "Wrong", "page": "p.", "rules": "Checked by", "queries":
        "Answered by", "notChecked": "Not checked",
        "form": "The form of the data; no requirement of the policy.",
        "internal": "reads internal data", "more": "More", "for": "Looks at",
    },
}  # fmt: skip


class UnknownRuleError(SamverkanError):
    """Neither a requirement nor a shape."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        close = get_close_matches(name, list(known), n=3, cutoff=0.5)
        hint = f"; did you mean {' or '.join(close)}?" if close else ""
        super().__init__(
            f"{name!r} is neither a requirement, such as R-3.9, nor the code of a rule{hint} "
            "List them with `samverkan requirements`"
        )
        self.name = name


def explain(
    name: str,
    requirements: Sequence[Requirement],
    shapes: Iterable[Shape],
    labels: Labels,
    language: str,
) -> str:
    """
    The explanation of a requirement or a shape, as text.

    Args:
        name: `R-3.9`, a shape's code as results name it, or the IRI or prefixed name of either.
        requirements: of the policies that are known.
        shapes: those that say something of their own.
        labels: to name what shapes look at.
        language: of the texts.

    Raises:
        UnknownRuleError: if it is neither; names what is written nearly so.
    """
    told = {shape.code: shape for shape in shapes if shape.messages}
    asked = {requirement.short: requirement for requirement in requirements}
    short = name.strip("<>").removeprefix(SHAPES).rsplit("/", 1)[-1].rpartition(":")[2]
    known = {key.lower(): key for key in (*told, *asked)}
    key = known.get(short.lower())
    if key in told:
        lines = _shape(told[key], requirements, labels, language)
    elif key in asked:
        lines = _requirement(asked[key], language)
    else:
        raise UnknownRuleError(name, (*told, *asked))
    return "\n".join(lines) + "\n"


def _shape(
    shape: Shape, requirements: Sequence[Requirement], labels: Labels, language: str
) -> Iterator[str]:
    words = _WORDS[language]
    marks = [f"{words['severity']}: {SEVERITY[language][shape.severity]}"]
    marks += [words["standIn"]] if shape.stand_in else []
    marks += [words["internal"]] if shape.needs_internal else []
    yield f"{shape.code}: {shape.names.get(language, '')} ({', '.join(marks)})"
    yield ""
    yield f"{words['means']}: {shape.messages.get(language, '')}"
    targets = _targets(shape, labels, language)
    if targets:
        yield f"{words['for']}: {targets}"
    yield ""
    cited = [r for r in requirements if r.iri in shape.requirements]
    if not cited:
        yield f"{words['why']}: {words['form']}"
    for requirement in cited:
        yield from _why(requirement, language)
    yield from _examples(shape, language)
    yield f"{words['more']}: {shape.iri}"


def _requirement(requirement: Requirement, language: str) -> Iterator[str]:
    words = _WORDS[language]
    yield from _why(requirement, language)
    yield ""
    if requirement.shapes:
        yield f"{words['rules']}:"
        for shape in requirement.shapes:
            severity = SEVERITY[language][shape.severity]
            yield f"  {shape.code} ({severity}): {shape.names.get(language, '')}"
            yield f"    {shape.messages.get(language, '')}"
    if requirement.queries:
        yield f"{words['queries']}:"
        for query in requirement.queries:
            yield f"  {query.name}: {query.question(language)}"
    if not requirement.shapes and not requirement.queries:
        yield f"{words['notChecked']}: {requirement.not_checked.get(language, '')}"
    if requirement.shapes:
        yield from _examples(requirement.shapes[0], language)
    yield f"{words['more']}: {requirement.iri}"


def _why(requirement: Requirement, language: str) -> Iterator[str]:
    words = _WORDS[language]
    sections = "; ".join(requirement.sections)
    pages = ", ".join(requirement.pages)
    yield f"{requirement.short}: {requirement.paraphrase.get(language, '')}"
    yield f"  {words['source']}: {sections} ({words['page']} {pages})"
    if requirement.reading.get(language):
        yield f"  {words['reading']}: {requirement.reading[language]}"


def _examples(shape: Shape, language: str) -> Iterator[str]:
    for name, word in (("invalid", "wrong"), ("valid", "right")):
        found = example(shape.code, name)
        if found:
            yield ""
            yield f"{_WORDS[language][word]} ({shape.code}): {found.note}"
            yield indent(found.text, "  ")
    yield ""


def _targets(shape: Shape, labels: Labels, language: str) -> str:
    iris = [part.split(">")[0] for t in shape.targets for part in t.split("<")[1:]]
    return ", ".join(labels.named(iri, language) for iri in dict.fromkeys(iris))
