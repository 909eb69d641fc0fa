"""`samverkan explain`: what a rule means and why there is one."""

import click
from pyoxigraph import Store

from samverkan.cli.options import language
from samverkan.coverage import requirements
from samverkan.query.library import shipped_library
from samverkan.reporting.explain import explain as told
from samverkan.sources.shared import policies, shared_quads
from samverkan.store.view import add
from samverkan.validate.labels import Labels
from samverkan.validate.shapes import shipped_shapes


@click.command()
@click.argument("rule", metavar="REQUIREMENT|CODE")
@language
def explain(rule: str, lang: str) -> None:
    """
    Say what a rule means and why there is one.

    Gives its meaning and remedy, what the policy wants with section and page, and an example
    of what is right and of what is wrong by it.

    Takes a requirement, or the code of a rule as `samverkan validate` names it.

    \b
    samverkan explain R-3.9
    samverkan explain ApplicationInUse-operationAgreement --lang sv
    samverkan explain Value-from
    """
    store, shapes = Store(), shipped_shapes()
    add(store, shared_quads())
    asked = requirements(store, policies(), shapes, shipped_library())
    click.echo(told(rule, asked, shapes.shapes.values(), Labels(store), lang), nl=False)
