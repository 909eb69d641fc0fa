"""`samverkan serve`: the pages and the SPARQL endpoint."""

import socket
from datetime import date

import click

from samverkan.cli.options import as_of
from samverkan.cli.progress import progress
from samverkan.cli.views import view_as_it_is, view_of
from samverkan.query.engine import LocalEngine
from samverkan.query.library import shipped_library
from samverkan.sources.dataset import Access
from samverkan.sources.finding import DESCRIPTION, locate
from samverkan.store.view import View


@click.command(short_help="Serve pages, stored queries and SPARQL.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Port to listen on; 0 for any that is free.",
)
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
    from samverkan.web.server import reserve, run  # noqa: PLC0415

    with reserve(host, port) as address:
        with progress(f"Preparing {dataset_name}"):
            view = _view(dataset_name, as_of)
        told = f"{_url(address)} answers for {dataset_name}; Ctrl-C ends it"
        app = create_app(LocalEngine(view), shipped_library())
        run(app, address, ready=lambda: click.echo(told, err=True))


def _view(name: str, on: date | None) -> View:
    path = locate(name)
    if path.is_file() and path.name != DESCRIPTION:
        view = view_as_it_is(path, on)
        click.echo(f"{path}: served as it is, with all that it holds", err=True)
        return view
    return view_of(name, on, Access.PUBLIC.value)


def _url(address: socket.socket) -> str:
    host, port = address.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
