"""`samverkan query` and `samverkan queries`: ask, and see what can be asked."""

import sys
from datetime import date
from pathlib import Path

import click

from samverkan.cli.options import access, as_of, dataset, language
from samverkan.cli.progress import progress
from samverkan.cli.tables import print_table
from samverkan.cli.views import view_of
from samverkan.errors import SamverkanError
from samverkan.query.answer import GRAPH_FORMATS, RESULT_FORMATS, ask, plain, table, write
from samverkan.query.binder import bind
from samverkan.query.library import StoredQuery, read_query, shipped_library
from samverkan.sources.reading import SourceNotFoundError


class WrongFormError(SamverkanError):
    """The answer has no such form."""

    def __init__(self, form: str, kind: str, forms: str) -> None:
        super().__init__(f"--format {form} does not fit {kind}; use {forms}")


@click.command()
@click.argument("query_name", metavar="NAME|FILE.rq")
@click.option(
    "--param",
    "-p",
    "params",
    multiple=True,
    metavar="NAME=VALUE",
    help="A parameter of the query; may be given several times.",
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

    \b
    samverkan query applications-without-owner
    samverkan query who-owns --param search=ekonomi
    samverkan query agreements-to-act-on -p before=2020-03-31 > agreements.csv
    samverkan query my-question.rq --dataset registers --format json
    """
    text = _text(query_name, _pairs(params))
    with progress("Loading"):
        view = view_of(dataset_name, as_of, access)
    answer = ask(view.store, text)
    if hasattr(answer, "variables"):
        found = table(answer)
        if form == "turtle":
            raise WrongFormError(form, "a table", "table, csv or json")
        if form == "json":
            click.echo(write(ask(view.store, text), next(iter(RESULT_FORMATS))).decode())
        else:
            nothing = "Inga rader." if lang == "sv" else "No rows: nothing matches."
            rows = [[plain(cell) for cell in row] for row in found.rows]
            print_table(found.variables, rows, form, nothing)
    elif isinstance(answer, bool) or not hasattr(answer, "__next__"):
        click.echo("true" if answer else "false")
    else:
        if form in ("table", "csv"):
            raise WrongFormError(form, "a graph", "turtle or json")
        media = "application/ld+json" if form == "json" else next(iter(GRAPH_FORMATS))
        click.echo(write(answer, media).decode(), nl=False)


@click.command()
@click.option("--tag", help="Only queries with this tag.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]))
@language
def queries(tag: str | None, form: str | None, lang: str) -> None:
    """
    List the stored queries with the questions they answer.

    \b
    samverkan queries
    samverkan queries --tag agreements --lang sv
    """
    found = [query for query in shipped_library() if tag is None or tag in query.tags]
    rows = [
        [query.name, query.question(lang), _parameters(query), " ".join(query.tags)]
        for query in found
    ]
    tags = sorted({tag for query in shipped_library() for tag in query.tags})
    print_table(
        ("name", "question", "parameters", "tags"),
        rows,
        form,
        f"No query has the tag {tag!r}; there are {', '.join(tags)}.",
    )
    if not rows:
        sys.exit(2)


def _parameters(query: StoredQuery) -> str:
    return " ".join(f"{p.name}={p.default or ''}" for p in query.parameters.values())


def _text(name: str, values: dict[str, str]) -> str:
    if not name.endswith(".rq"):
        return bind(shipped_library().find(name), values)
    path = Path(name)
    if not path.is_file():
        raise SourceNotFoundError(path)
    text = path.read_text(encoding="utf-8")
    return bind(read_query(path), values) if values or text.startswith("#+") else text


def _pairs(params: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for param in params:
        name, equals, value = param.partition("=")
        if not equals:
            raise click.BadParameter(
                f"{param!r} is not of the form NAME=VALUE", param_hint="--param"
            )
        pairs[name] = value
    return pairs
