"""What a workbook of a stored query says beside its rows."""

from collections.abc import Mapping, Sequence

from samverkan import __version__
from samverkan.query.about import About
from samverkan.query.header import StoredQuery
from samverkan.query.question import Wording


def wording_of(
    query: StoredQuery,
    values: Mapping[str, Sequence[str]],
    about: About,
    address: str,
    language: str,
    t: Mapping[str, str],
) -> Wording:
    """
    Headings of the columns, and the facts that tell what the answer is.

    Args:
        query: that was asked.
        values: of its parameters, as they were given.
        about: the view that answers.
        address: that gives the same workbook.
        language: of the reader.
        t: the texts of that language.
    """
    return Wording(
        answer=t["sheet_answer"],
        about=t["sheet_about"],
        headings=tuple(
            (name, told) for name in query.columns if (told := query.column(name, language))
        ),
        facts=tuple(_facts(query, values, about, address, language, t)),
        rows=t["row_total"],
        shortened=t["texts_shortened"],
    )


def _facts(
    query: StoredQuery,
    values: Mapping[str, Sequence[str]],
    about: About,
    address: str,
    language: str,
    t: Mapping[str, str],
) -> list[tuple[str, str]]:
    facts = [(t["question"], query.question(language)), (t["gives"], query.summary(language))]
    for name, parameter in query.parameters.items():
        given = ", ".join(value for value in values.get(name, ()) if value.strip())
        chosen = given or parameter.default or t["any"]
        facts.append((_capital(parameter.description(language) or name), chosen))
    if about.name:
        facts.append((t["dataset"], about.labels.get(language) or about.name))
    if about.on:
        facts.append((_capital(t["as_of_date"]), about.on))
    notes = [
        query.notes.get(language, ""),
        t["fictional"] if about.fictional else "",
        t["hidden"] if about.access == "public" and query.needs_internal else "",
    ]
    facts += [(t["note_fact"], note) for note in notes if note]
    facts += [
        (t["source_version"], about.version),
        (t["software"], f"Samverkan {__version__}"),
        (t["address"], address),
    ]
    return facts


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
