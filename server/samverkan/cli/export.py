"""`samverkan export`: the sources, or the prepared graph, as one file."""

import sys
from datetime import date
from pathlib import Path

import click
from pyoxigraph import DefaultGraph, RdfFormat

from samverkan.cli.options import OutputFile, access, as_of, dataset, language
from samverkan.cli.progress import progress
from samverkan.cli.registers import municipality, supplier
from samverkan.cli.views import view_of
from samverkan.registers.exporting import export_register, supplier_of
from samverkan.registers.importing import find_municipality
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
    type=OutputFile(),
    help="The file to write; its ending names the format. Default: standard output.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(_FORMS)),
    help="Default: by the ending of --output, else turtle (the union of all graphs).",
)
@municipality
@supplier
@language
def export(
    dataset_name: str,
    as_of: date | None,
    access: str,
    prepared: bool,
    output: Path | None,
    form: str | None,
    municipality: str | None,
    supplier: str | None,
    lang: str,
) -> None:
    """
    Write a dataset as one RDF file, or as a workbook.

    A workbook holds one supplier's part of it: the register that can be imported again.

    \b
    samverkan export -o example.trig                    the sources, a graph each
    samverkan export --prepared -o example.ttl          for any SPARQL tool
    samverkan export --prepared --as-of 2019-12-01 --access public -o public.nq
    samverkan export --municipality 1461 --lang sv -o register.xlsx
    """
    if output is not None and output.suffix.lower() == ".xlsx":
        _workbook(dataset_name, output, Access(access), municipality, supplier, lang)
        return
    if municipality or supplier:
        raise click.UsageError("--municipality and --supplier are for workbooks: -o NAME.xlsx")
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


def _workbook(
    dataset_name: str,
    output: Path,
    access: Access,
    municipality: str | None,
    supplier: str | None,
    lang: str,
) -> None:
    with progress("Writing the workbook"):
        opened = open_source(dataset_name).dataset
        whose = find_municipality(municipality) if municipality else None
        slug = supplier or supplier_of(opened, whose)
        count = export_register(opened, slug, access, output, lang)
    click.echo(f"{output}: {count} statements of {slug}", err=True)
