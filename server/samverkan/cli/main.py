"""The command group, and what happens to an error that reaches the top."""

import os
import sys
from typing import Any

import click

from samverkan import __version__
from samverkan.cli.explain import explain
from samverkan.cli.export import export
from samverkan.cli.query import queries, query
from samverkan.cli.registers import import_, template
from samverkan.cli.requirements import allocate, requirements
from samverkan.cli.serve import serve
from samverkan.cli.token import token
from samverkan.cli.validate import validate
from samverkan.errors import SamverkanError

#: What a shell reports of a program whose reader has gone, as `| head` does.
_READER_GONE = 141


class _Group(click.Group):
    """Ends with one clear line and exit code 2 when a command could not do its work."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            try:
                return super().invoke(ctx)
            finally:
                sys.stdout.flush()
        except SamverkanError as error:
            _fail(ctx, str(error))
        except click.UsageError as error:
            told = error.format_message().strip().rstrip(".")
            where = (error.ctx or ctx).command_path
            _fail(ctx, f"{told[:1].lower()}{told[1:]}; see `{where} --help`")
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(_READER_GONE)
        except OSError as error:
            what = error.filename or "input or output"
            _fail(ctx, f"{what}: {(error.strerror or str(error)).lower()}")


def _fail(ctx: click.Context, message: str) -> None:
    click.echo(f"samverkan: {message}", err=True)
    ctx.exit(2)


@click.group("samverkan", cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="samverkan")
def main() -> None:
    """
    A knowledge graph of inter-municipal IT governance.

    \b
    Which applications lack a system owner?   samverkan query applications-without-owner
    Which questions can I ask?                samverkan queries
    What is wrong in my data?                 samverkan validate mellerud.ttl
    What does a rule mean?                    samverkan explain R-3.9
    Does it meet the policy?                  samverkan requirements --dataset example
    Who pays how much?                        samverkan allocate 84500 --reference-date 2018-12-31
    The whole graph, for another tool:        samverkan export --prepared -o example.ttl
    A workbook to fill in, and back:          samverkan template, samverkan import
    A page and a SPARQL endpoint:             samverkan serve
    Who may see internal data there?          samverkan token

    Exit codes: 0 conforms or done, 1 does not conform, 2 could not be done.
    """


COMMANDS = (
    validate,
    explain,
    query,
    queries,
    requirements,
    allocate,
    template,
    import_,
    export,
    serve,
    token,
)
for command in COMMANDS:
    main.add_command(command)
