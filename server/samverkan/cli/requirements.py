"""`samverkan requirements` and `samverkan allocate`: the policy, and its model of costs."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

import click

from samverkan.allocation import allocate as divide
from samverkan.cli.options import Day, access, as_of, dataset, language, table_format
from samverkan.cli.progress import progress
from samverkan.cli.tables import chosen_form, print_table
from samverkan.cli.views import view_of
from samverkan.coverage import Requirement, overall, standing
from samverkan.coverage import requirements as covered
from samverkan.coverage_page import coverage_page
from samverkan.errors import SamverkanError
from samverkan.population import population_on
from samverkan.query.library import shipped_library
from samverkan.sources.dataset import read_dataset
from samverkan.sources.finding import shipped
from samverkan.store.view import open_view
from samverkan.validate.conformance import Conformance
from samverkan.validate.report import Report

_STATUS = {
    "sv": {
        "met": "uppfyllt",
        "notMet": "ej uppfyllt",
        "waived": "undantaget",
        "notApplicable": "ej tillämpligt",
        "notAssessed": "ej bedömt: interna data",
        "seeQuery": "se fråga",
        "notChecked": "prövas ej",
    },
    "en": {
        "met": "met",
        "notMet": "not met",
        "waived": "waived",
        "notApplicable": "not applicable",
        "notAssessed": "not assessed: internal data",
        "seeQuery": "see query",
        "notChecked": "not checked",
    },
}


class NoPolicyError(SamverkanError):
    """The dataset is held against no policy, so there is no requirement to list."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is held against no policy; add smv:evaluatedAgainst to its dataset.ttl"
        )


@click.command(short_help="List what the policy requires, and whether it is met.")
@dataset
@as_of
@access
@language
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "markdown"]),
    help="Default: table on a terminal, CSV when piped. `markdown` is the page "
    "docs/requirements.md, with findings of the shipped datasets.",
)
def requirements(
    dataset_name: str, as_of: date | None, access: str, lang: str, form: str | None
) -> None:
    """
    List the policy's requirements: what checks each, and whether the data meet it.

    Each requirement is met, not met (with how many of the checked fail), waived (all that fails
    is, by decision), not applicable (no such thing in the data), answered by a stored query, or
    not checked, with the reason.

    \b
    samverkan requirements
    samverkan requirements --dataset registers --lang sv
    samverkan requirements > requirements.csv
    samverkan requirements --format markdown > docs/requirements.md
    """
    with progress("Validating"):
        view = view_of(dataset_name, as_of, access)
    if view.dataset is None or not view.dataset.policies:
        raise NoPolicyError(dataset_name)
    listed = covered(view.store, view.dataset.policies, view.shapes, shipped_library())
    if form == "markdown":
        click.echo(coverage_page(listed, _shipped_reports()), nl=False)
        return
    rows = list(_rows(listed, view.conformance, lang))
    if chosen_form(form) == "table":
        short = [[r[0], r[2], f"{r[4]}/{r[3]}" if r[3] != "0" else "", r[7]] for r in rows]
        print_table(("id", "status", "failed", "requirement"), short, "table")
    else:
        print_table(COLUMNS, rows, form)


COLUMNS = ("id", "modality", "status", "checked", "failed", "shapes", "queries", "requirement")


def _rows(
    listed: Iterable[Requirement], counts: Sequence[Conformance], language: str
) -> Iterator[list[str]]:
    tallies = standing(counts)
    for requirement in listed:
        mine = [count for count in counts if count.requirement == requirement.iri]
        why = requirement.not_checked.get(language)
        yield [
            requirement.short,
            requirement.modality,
            _STATUS[language][overall(tallies[requirement.iri])],
            str(sum(count.checked for count in mine)),
            str(sum(count.failed for count in mine)),
            " ".join(shape.code for shape in requirement.shapes),
            " ".join(query.name for query in requirement.queries),
            requirement.paraphrase.get(language, "") + (f" ({why})" if why else ""),
        ]


def _shipped_reports() -> dict[str, Report]:
    """The reports of the shipped datasets, real data first."""
    datasets = [read_dataset(folder) for folder in shipped().values()]
    datasets.sort(key=lambda dataset: dataset.fictional)
    return {dataset.name: open_view(dataset).report for dataset in datasets}


@click.command(short_help="Divide a joint cost by population.")
@click.argument("amount")
@click.option(
    "--reference-date",
    required=True,
    type=Day(),
    help="The day whose population counts; figures are of 31 December.",
)
@click.option(
    "--municipalities",
    "-m",
    default="1438,1439,1460,1461,1492",
    show_default=True,
    help="Codes or names, with commas between.",
)
@table_format
def allocate(amount: str, reference_date: date, municipalities: str, form: str | None) -> None:
    """
    Divide AMOUNT (SEK) among municipalities by population, exact to the öre.

    \b
    samverkan allocate 1000000 --reference-date 2018-12-31
    samverkan allocate 84500.50 --reference-date 2018-12-31 -m Mellerud,Åmål,Säffle
    samverkan allocate --reference-date 2018-12-31 -- -500       a refund
    """
    chosen = population_on(reference_date, _names(municipalities))
    counts = {m.iri: m.inhabitants for m in chosen}
    shares = divide(_amount(amount), counts)
    rows = [[m.code, m.name, str(m.inhabitants), f"{shares[m.iri]:.2f}"] for m in chosen]
    print_table(("code", "municipality", "inhabitants", "share_sek"), rows, form)


def _names(listed: str) -> Sequence[str]:
    return [name.strip() for name in listed.split(",") if name.strip()]


def _amount(text: str) -> Decimal:
    try:
        amount = Decimal(text.replace(" ", "").replace("\u00a0", "").replace(",", "."))
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite():
        raise click.BadParameter(
            f"{text!r} is not an amount in SEK, such as 84500.50", param_hint="AMOUNT"
        )
    return amount
