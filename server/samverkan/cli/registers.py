"""`samverkan template` and `import`: registers that data stewards keep, in and out."""

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from samverkan.cli.options import Decorator, OutputFile, access, language
from samverkan.cli.progress import progress
from samverkan.registers.importing import Register, find_municipality, read_register
from samverkan.registers.mapping import NOTHING, NameMapping, read_mapping
from samverkan.registers.opening import read_grids
from samverkan.registers.problems import Grade, Problem, errors
from samverkan.registers.scheme import scheme
from samverkan.registers.serializing import trig
from samverkan.registers.settings import Settings
from samverkan.registers.tabling import empty_content
from samverkan.registers.writing import write_workbook
from samverkan.sources.dataset import Access

municipality: Decorator = click.option(
    "--municipality",
    metavar="CODE",
    help="Whose register it is: code or name, such as 1461 or Mellerud. Default: what the "
    "register's instruction sheet says.",
)
supplier: Decorator = click.option(
    "--supplier",
    metavar="NAME",
    help="The name in the IRIs of its things. Default: the instruction sheet's, else the code.",
)
mapping: Decorator = click.option(
    "--mapping",
    "mapping_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A TOML file that says which of their sheets and columns are which of ours.",
)
_GRADES = {
    "sv": {Grade.ERROR: "fel", Grade.NOTICE: "upplysning"},
    "en": {Grade.ERROR: "error", Grade.NOTICE: "notice"},
}


@click.command()
@click.option(
    "--output",
    "-o",
    type=OutputFile(),
    required=True,
    help="The workbook to write, an .xlsx file.",
)
@language
@municipality
def template(output: Path, lang: str, municipality: str | None) -> None:
    """
    Write an empty register: a workbook to fill in.

    A sheet for each kind of thing, with explanations, drop-downs, checks and an example row,
    made from the rules and code lists that the register is held against later.

    \b
    samverkan template -o register.xlsx --lang sv --municipality 1461
    samverkan validate register.xlsx --annotate checked.xlsx
    samverkan import register.xlsx -o mellerud.trig
    """
    _refuse_ending(output)
    settings = Settings()
    if municipality:
        code = find_municipality(municipality).value.rsplit("/", 1)[-1]
        settings = Settings(municipality=code, supplier=code)
    write_workbook(output, empty_content(settings), lang, examples=True)
    told = {
        "sv": "blad att fylla i; börja med Instruktion",
        "en": "sheets to fill in; begin with Instructions",
    }
    click.echo(f"{output}: {len(scheme().sheets)} {told[lang]}", err=True)


@click.command("import")
@click.argument("register", type=click.Path(path_type=Path))
@municipality
@supplier
@mapping
@click.option(
    "--suggest-mapping",
    is_flag=True,
    help="Write a draft of a mapping file instead, and import nothing.",
)
@click.option(
    "--output",
    "-o",
    type=OutputFile(),
    help="The TriG file to write (with --suggest-mapping: the mapping). Default: stdout.",
)
@access
@language
def import_(
    register: Path,
    municipality: str | None,
    supplier: str | None,
    mapping_file: Path | None,
    suggest_mapping: bool,
    output: Path | None,
    access: str,
    lang: str,
) -> None:
    """
    Read a register into TriG: a public and an internal graph.

    REGISTER is a workbook (.xlsx, .ods, .xls), a CSV file, or a folder of CSV files, each
    named after its sheet. Everything that cannot be read is listed, with its cell, and then
    nothing is written. The same register always gives the same graphs.

    \b
    samverkan import register.xlsx --municipality 1461 -o mellerud.trig
    samverkan import register.xlsx --access public -o public.trig
    samverkan import theirs.xlsx --suggest-mapping -o theirs.toml
    samverkan import theirs.xlsx --mapping theirs.toml --municipality 1461

    Exit code 0: done. 2: could not be read.
    """
    if suggest_mapping:
        draft = suggest_text(register, lang)
        _write(output, draft.encode())
        return
    with progress(f"Reading {register}"):
        read = read_for(register, municipality, supplier, mapping_file)
    tell_problems(read.problems, lang)
    if errors(read.problems):
        wrong = len(errors(read.problems))
        click.echo(
            f"{register}: {wrong} fel; inget skrevs"
            if lang == "sv"
            else f"{register}: {wrong} errors; nothing was written",
            err=True,
        )
        sys.exit(2)
    _write(output, trig(read, Access(access)))
    counts = len(read.public_quads), len(read.internal_quads)
    told = (
        f"{counts[0]} publika och {counts[1]} interna uppgifter"
        if lang == "sv"
        else f"{counts[0]} public and {counts[1]} internal statements"
    )
    click.echo(f"{register}: {told}", err=True)


def read_for(
    register: Path, municipality: str | None, supplier: str | None, mapping_file: Path | None
) -> Register:
    """The register with its problems beside it, read as the options say."""
    known: NameMapping = read_mapping(mapping_file, scheme()) if mapping_file else NOTHING
    return read_register(
        register, municipality=municipality, supplier=supplier, mapping=known, strict=False
    )


def suggest_text(register: Path, lang: str) -> str:
    """The draft of a mapping for the register."""
    from samverkan.registers.suggesting import suggest_mapping  # noqa: PLC0415 slow to import

    return suggest_mapping(read_grids(register), scheme(), lang)


def tell_problems(problems: Iterable[Problem], lang: str) -> None:
    """Each problem on a line of its own on stderr."""
    for problem in problems:
        click.echo(f"{_GRADES[lang][problem.grade]}: {problem.text(lang)}", err=True)


def _refuse_ending(output: Path) -> None:
    if output.suffix.lower() != ".xlsx":
        raise click.BadParameter(f"{output}: a workbook's name ends with .xlsx", param_hint="-o")


def _write(output: Path | None, content: bytes) -> None:
    if output is None:
        sys.stdout.buffer.write(content)
        return
    beside = output.with_name(output.name + ".part")
    beside.write_bytes(content)
    beside.replace(output)
