"""The command group, and what happens to an error that reaches the top."""

import sys
from typing import Any

import click

from samverkan import __version__
from samverkan.cli.export import export
from samverkan.cli.query import queries, query
from samverkan.cli.registers import import_, template
from samverkan.cli.requirements import allocate, requirements
from samverkan.cli.serve import serve
from samverkan.cli.validate import validate
from samverkan.errors import SamverkanError


class _Group(click.Group):
    """Ends with one clear line and exit code 2 when a command could not do its work."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SamverkanError as error:
            click.echo(f"samverkan: {error}", err=True)
            ctx.exit(2)
        except BrokenPipeError:
            sys.stderr.close()
            ctx.exit(0)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, package_name="samverkan", prog_name="samverkan")
def main() -> None:
    """
    A knowledge graph of inter-municipal IT governance.

    \b
    Which applications lack a system owner?   samverkan query applications-without-owner
    Which questions can I ask?                samverkan queries
    What is wrong in my data?                 samverkan validate mellerud.ttl
    Does it meet the policy?                  samverkan requirements --dataset example
    A workbook to fill in, and back:          samverkan template, samverkan import
    A page and a SPARQL endpoint:             samverkan serve

    Exit codes: 0 conforms or done, 1 does not conform, 2 could not be done.
    """


for command in (validate, query, queries, requirements, allocate, template, import_, export, serve):
    main.add_command(command)
