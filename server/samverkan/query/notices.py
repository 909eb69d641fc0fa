"""What is worth knowing about a query that is answered all the same."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from pyoxigraph import NamedNode, Store
from rapidfuzz import fuzz, process

from samverkan.namespaces import shorten
from samverkan.query.mentions import Mentions, mentions
from samverkan.query.question import Notice
from samverkan.query.slowness import slow
from samverkan.query.tokens import code, place
from samverkan.query.vocabulary import Vocabulary

#: So many notices are given at most, and so many names are looked at.
MOST, _LOOKED_AT = 8, 200

_vocabularies: list[Vocabulary] = []


def vocabulary_of(store: Store) -> Vocabulary:
    """What the store speaks of; that of the last store that was asked about is kept."""
    for kept in _vocabularies:
        if kept.store is store:
            return kept
    _vocabularies[:] = [Vocabulary(store)]
    return _vocabularies[0]


def all_known(store: Store, terms: Iterable[str]) -> bool:
    """Whether the store speaks of all these IRIs."""
    return all(map(vocabulary_of(store).knows, terms))


def notices(
    store: Store,
    sparql: str,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
    added: Mapping[str, str] | None = None,
) -> tuple[Notice, ...]:
    """
    What the asker of a query should know, none of it a reason not to answer.

    Args:
        store: that answers.
        sparql: what the engine could read.
        default_graphs: of the protocol's dataset.
        named_graphs: likewise.
        added: prefixes that were added to the query.

    Returns:
        The first few notices, by code:
        `prefix-added` (`prefix`, `iri`);
        `unknown-term` (`term` as it is written; `near` if something similar is there);
        `unknown-graph` (`graph`, `near`);
        `never-bound` (`variable`, `near`);
        `untagged-text` (`text`, `near`: the text with the language that the data have it in);
        and those of `slow_patterns`.
    """
    seen = code(sparql)
    added = added or {}
    mentioned = mentions(seen, added)
    vocabulary = vocabulary_of(store)
    found = [Notice("prefix-added", {"prefix": p, "iri": iri}) for p, iri in added.items()]
    if default_graphs or named_graphs:
        mentioned.graphs = {f"<{name}>": name for name in (*default_graphs, *named_graphs)}
    for notice in _odd(mentioned, vocabulary):
        found.append(notice)
        if len(found) >= MOST:
            return tuple(found)
    found += [Notice(name, {"line": str(place(sparql, start)[0])}) for name, start in slow(seen)]
    return tuple(found[:MOST])


def _odd(mentioned: Mentions, vocabulary: Vocabulary) -> Iterator[Notice]:
    for written, iri in islice(mentioned.terms.items(), _LOOKED_AT):
        if not vocabulary.knows(iri):
            yield _with_near("unknown-term", "term", written, vocabulary.near(iri))
    for written, iri in mentioned.graphs.items():
        if not _is_graph(vocabulary.store, iri):
            yield _with_near("unknown-graph", "graph", written, vocabulary.near_graph(iri))
    bound = mentioned.bound
    for name in (*mentioned.selected, *mentioned.used):
        if name not in bound:
            near = process.extractOne(name, bound, scorer=fuzz.ratio, score_cutoff=70)
            values = {"variable": f"?{name}"}
            yield Notice("never-bound", {**values, "near": f"?{near[0]}"} if near else values)
            bound.add(name)
    for text, variable in mentioned.texts[:_LOOKED_AT]:
        if "\\" not in text and (not variable or _is_free(variable, mentioned)):
            plain = re.sub(r"^('''|\"\"\"|'|\")(.*)\1$", r"\2", text, flags=re.DOTALL)
            language = vocabulary.tagged(plain)
            if language:
                yield Notice("untagged-text", {"text": text, "near": f"{text}@{language}"})


def _is_free(variable: str, mentioned: Mentions) -> bool:
    """Whether it is a variable of the data, with no computed value."""
    return variable[:1] in ("?", "$") and variable[1:] not in mentioned.named


def _is_graph(store: Store, iri: str) -> bool:
    try:
        return store.contains_named_graph(NamedNode(iri))
    except ValueError:
        return True


def _with_near(name: str, what: str, written: str, near: str | None) -> Notice:
    values = {what: written}
    if near:
        short = shorten(near)
        values["near"] = f"<{near}>" if short == near else short
    return Notice(name, values)
