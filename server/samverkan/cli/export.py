"""`samverkan export`: the sources, or the prepared graph, as one file."""

import sys
from datetime import date
from pathlib import Path

import click
from pyoxigraph import DefaultGraph, RdfFormat

from samverkan.cli.options import access, as_of, dataset
from samverkan.cli.progress import progress
from samverkan.cli.views import view_of
from samverkan.sources.dataset import Access
from samverkan.sources.formats import format_of
from samverkan.sources.opening import open_source
from samverkan.store.view import dump, source_store

_FORMS = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}


@click.command()
@dataset
@as_of
@access
@click.option(
    "--prepared",
    is_flag=True,
    help="With vocabulary, policy and reference data, what follows as of the date, and findings: "
    "what stored queries are asked on.",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write; its ending names the format. Default: standard output.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(_FORMS)),
    help="Default: by the ending of --output, else turtle (the union of all graphs).",
)
def export(
    dataset_name: str,
    as_of: date | None,
    access: str,
    prepared: bool,
    output: Path | None,
    form: str | None,
) -> None:
    """
    Write a dataset as one RDF file.

    \b
    samverkan export -o example.trig                    the sources, a graph each
    samverkan export --prepared -o example.ttl          for any SPARQL tool
    samverkan export --prepared --as-of 2019-12-01 --access public -o public.nq
    """
    if output is not None and not output.parent.is_dir():
        raise click.BadParameter(f"there is no folder {output.parent}", param_hint="--output")
    kind = _FORMS[form] if form else format_of(output) if output else RdfFormat.TURTLE
    with progress("Preparing" if prepared else "Reading"):
        if prepared:
            store = view_of(dataset_name, as_of, access).store
        else:
            store = source_store(open_source(dataset_name).dataset, Access(access))
        written = dump(store, kind)
    if output is None:
        sys.stdout.buffer.write(written)
        return
    beside = output.with_name(output.name + ".part")
    beside.write_bytes(written)
    beside.replace(output)
    statements = sum(1 for _ in store.quads_for_pattern(None, None, None, DefaultGraph()))
    click.echo(f"{output}: {statements} statements, {len(written)} bytes", err=True)
