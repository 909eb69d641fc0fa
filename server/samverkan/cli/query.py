"""`samverkan query` and `samverkan queries`: ask, and see what can be asked."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import click
from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, Store

from samverkan.cli.options import access, as_of, dataset, language, table_format
from samverkan.cli.progress import progress
from samverkan.cli.tables import chosen_form, print_table
from samverkan.cli.views import view_to_ask
from samverkan.errors import SamverkanError
from samverkan.namespaces import shorten
from samverkan.query.answer import GRAPH_FORMATS, RESULT_FORMATS, Answer, ask, plain, table, write
from samverkan.query.binder import bind
from samverkan.query.columns import columns
from samverkan.query.header import StoredQuery, read_query
from samverkan.query.library import shipped_library
from samverkan.query.notices import notices
from samverkan.query.question import Notice
from samverkan.sources.dataset import Access
from samverkan.sources.reading import SourceNotFoundError, SourceSyntaxError

_NO_ROWS = {"sv": "Inga rader: inget stämmer in.", "en": "No rows: nothing matches."}
_HIDDEN = {
    "sv": "Frågan behöver interna data, som inte är med här: svaret är inte hela svaret.",
    "en": "The question needs internal data, which are left out here: not the whole answer.",
}


class WrongFormError(SamverkanError):
    """The answer has no such form."""

    def __init__(self, form: str, kind: str, forms: str) -> None:
        super().__init__(f"--format {form} does not fit {kind}; use {forms}")


class UnknownTagError(SamverkanError):
    """No stored query has that tag."""

    def __init__(self, tag: str, known: Iterable[str]) -> None:
        super().__init__(f"no query has the tag {tag!r}; there are {', '.join(sorted(known))}")
        self.tag = tag


@click.command()
@click.argument("query_name", metavar="NAME|FILE.rq")
@click.option(
    "--param",
    "-p",
    "params",
    multiple=True,
    metavar="NAME=VALUE",
    help="A parameter of the query; may be given several times, for a list also of one name.",
)
@dataset
@as_of
@access
@language
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "turtle"]),
    help="Default: table on a terminal, CSV when piped; turtle for a graph.",
)
def query(
    query_name: str,
    params: tuple[str, ...],
    dataset_name: str,
    as_of: date | None,
    access: str,
    lang: str,
    form: str | None,
) -> None:
    """
    Ask a stored query, or the query in a file.

    A table on a terminal shows things by their labels; CSV and JSON have their IRIs too. What is
    odd about a query, such as a name that nothing bears, is told on standard error.

    \b
    samverkan query applications-without-owner
    samverkan query who-owns --param name=ekonomi
    samverkan query agreements-to-act-on -p before=2020-03-31 > agreements.csv
    samverkan query my-question.rq --dataset registers --format json
    """
    stored, text = _find(query_name)
    if stored is not None:
        text = bind(stored, _pairs(params))
    elif params:
        raise click.BadParameter(
            "only a query with a #+ header has parameters", param_hint="--param"
        )
    ask(Store(), text)
    with progress("Loading"):
        view = view_to_ask(dataset_name, as_of, access)
    if stored is not None and stored.needs_internal and access == Access.PUBLIC.value:
        click.echo(_HIDDEN[lang], err=True)
    answer = ask(view.store, text)
    _tell(notices(view.store, text), lang)
    _print(answer, form, lang)


def _tell(found: Sequence[Notice], lang: str) -> None:
    """What is worth knowing about the query, beside its answer."""
    if found:
        from samverkan.web.notices import told  # noqa: PLC0415 brings Flask, which is slow to import

        for notice in found:
            click.echo(told(notice, lang), err=True)


def _print(answer: Answer, form: str | None, lang: str) -> None:
    if not isinstance(answer, QuerySolutions | QueryBoolean):
        if form in ("table", "csv"):
            raise WrongFormError(form, "a graph", "turtle or json")
        media = "application/ld+json" if form == "json" else next(iter(GRAPH_FORMATS))
        click.echo(write(answer, media).decode().rstrip("\n"))
    elif form == "turtle":
        raise WrongFormError(form, "a table", "table, csv or json")
    elif form == "json":
        click.echo(write(answer, next(iter(RESULT_FORMATS))).decode())
    elif isinstance(answer, QueryBoolean):
        click.echo("true" if answer else "false")
    else:
        _print_rows(answer, chosen_form(form), lang)


def _print_rows(answer: QuerySolutions, form: str, lang: str) -> None:
    found = table(answer)
    if form == "csv":
        rows = [[plain(cell) for cell in row] for row in found.rows]
        print_table(found.variables, rows, form)
        return
    shown = columns(found.variables)
    cells = [[row[c.index] if c.label is None else row[c.label] or row[c.index] for c in shown]
             for row in found.rows]  # fmt: skip
    rows = [[shorten(c.value) if isinstance(c, NamedNode) else plain(c) for c in r] for r in cells]
    print_table([column.name for column in shown], rows, form, _NO_ROWS[lang])


@click.command()
@click.option("--tag", help="Only queries with this tag.")
@table_format
@language
def queries(tag: str | None, form: str | None, lang: str) -> None:
    """
    List the stored queries with the questions they answer.

    \b
    samverkan queries
    samverkan queries --tag agreements --lang sv
    """
    library = shipped_library()
    found = [query for query in library if tag is None or tag in query.tags]
    if tag is not None and not found:
        raise UnknownTagError(tag, {known for query in library for known in query.tags})
    rows = [
        [query.name, query.question(lang), _parameters(query), " ".join(query.tags)]
        for query in found
    ]
    print_table(("name", "question", "parameters", "tags"), rows, form)


def _parameters(query: StoredQuery) -> str:
    return " ".join(f"{p.name}={p.default or ''}" for p in query.parameters.values())


def _find(name: str) -> tuple[StoredQuery | None, str]:
    """The stored query, or of a file without a header its text alone."""
    if not name.endswith(".rq"):
        stored = shipped_library().find(name)
        return stored, stored.text
    path = Path(name)
    if not path.is_file():
        raise SourceNotFoundError(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceSyntaxError(path, None, None, "not in UTF-8") from error
    return (read_query(path) if text.startswith("#+") else None), text


def _pairs(params: tuple[str, ...]) -> dict[str, list[str]]:
    pairs: dict[str, list[str]] = {}
    for param in params:
        name, equals, value = param.partition("=")
        if not equals:
            raise click.BadParameter(
                f"{param!r} is not of the form NAME=VALUE", param_hint="--param"
            )
        pairs.setdefault(name, []).append(value)
    return pairs
