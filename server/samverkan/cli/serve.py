"""`samverkan serve`: the pages and the SPARQL endpoint."""

from datetime import date

import click

from samverkan.cli.options import as_of
from samverkan.cli.progress import progress
from samverkan.cli.views import view_of
from samverkan.query.library import shipped_library
from samverkan.sources.dataset import Access
from samverkan.sources.finding import DESCRIPTION, locate
from samverkan.store.view import View, load_as_it_is


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option(
    "--dataset",
    "dataset_name",
    default="example",
    show_default=True,
    metavar="NAME|PATH",
    help="A shipped dataset, a dataset folder, or an RDF file (served as it is).",
)
@as_of
def serve(host: str, port: int, dataset_name: str, as_of: date | None) -> None:
    """
    Serve a dataset's public graphs: pages, stored queries, SPARQL.

    \b
    samverkan serve
    samverkan serve --dataset registers --port 8080
    samverkan serve --dataset prepared.trig        any RDF file, its graphs as they are
    """
    from samverkan.web import create_app  # noqa: PLC0415 the other commands need no Flask
    from samverkan.web.server import run  # noqa: PLC0415

    with progress(f"Preparing {dataset_name}"):
        view = _view(dataset_name, as_of)
    run(create_app(view, shipped_library()), host, port)


def _view(name: str, on: date | None) -> View:
    path = locate(name)
    if path.is_file() and path.name != DESCRIPTION:
        return load_as_it_is(path)
    return view_of(name, on, Access.PUBLIC.value)
