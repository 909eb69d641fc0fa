"""`samverkan token`: hand out tokens for what is internal, list them, take them back."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click

from samverkan.cli.options import Day, table_format
from samverkan.cli.tables import print_table
from samverkan.dates import today
from samverkan.serving.settings import read_settings
from samverkan.serving.tokens import add_token, read_tokens, revoke_token

_DAYS = 365

_COLUMNS = ("id", "name", "state", "created", "expires", "revoked")


def _file(command: Callable[..., Any]) -> Callable[..., Any]:
    config = click.option(
        "--config",
        type=click.Path(path_type=Path),
        help="Settings in TOML, which say where the tokens are kept.  "
        "[default: samverkan.toml in this folder, if it is there]",
    )
    tokens = click.option(
        "--tokens",
        type=click.Path(path_type=Path),
        help="The file of the tokens.  [default: what the settings say, else "
        "samverkan-tokens.json in this folder]",
    )
    return config(tokens(command))


@click.group(short_help="Hand out tokens for internal data.")
def token() -> None:
    """
    Hand out tokens for what is internal, list them, and take them back.

    \b
    samverkan token add "Budget group, Mellerud"       good for a year
    samverkan token add power-bi --until 2027-03-31    good through that day
    samverkan token list
    samverkan token revoke power-bi

    Who shows a token to `samverkan serve` is answered from the internal files too:

    \b
    curl -H "Authorization: Bearer $TOKEN" https://.../sparql?query=...

    The file holds no token, only a hash of each: one that is lost cannot be shown again, so
    revoke it and add another. A running server sees every change at once; only where it had no
    valid token when it started, it must be told to load the internal files (SIGHUP).
    """


@token.command("add", short_help="Make a token and print it, once.")
@click.argument("name")
@click.option(
    "--days", type=click.IntRange(1, 3650), help=f"How long it is good.  [default: {_DAYS}]"
)
@click.option("--until", type=Day(), help="The last day on which it is good, instead of --days.")
@_file
def add(
    name: str, days: int | None, until: date | None, config: Path | None, tokens: Path | None
) -> None:
    """
    Make a token and print it, this once.

    NAME says whose it is or what it is for: it is how the token is listed and revoked.

    \b
    samverkan token add "Budget group, Mellerud"
    TOKEN=$(samverkan token add power-bi --days 90)
    """
    if days is not None and until is not None:
        raise click.UsageError("--days and --until say the same; give one")
    if until is not None and until < today():
        raise click.UsageError(f"--until {until} is past; give a day to come")
    file = read_settings(config, tokens=tokens).tokens
    kept, shown = add_token(file, name, until or today() + timedelta(days=days or _DAYS))
    click.echo(shown)
    click.echo(
        f"{kept.name}: good through {kept.expires}, kept as a hash in {file}. It is not shown "
        f"again.\nTake it back with: samverkan token revoke {kept.id}",
        err=True,
    )


@token.command("list", short_help="Show which tokens there are.")
@table_format
@_file
def list_(form: str | None, config: Path | None, tokens: Path | None) -> None:
    """
    Show which tokens there are, and which of them are valid, expired or revoked.

    \b
    samverkan token list
    samverkan token list --format json
    """
    file = read_settings(config, tokens=tokens).tokens
    rows = [
        (one.id, one.name, one.state(today()), one.created, one.expires, one.revoked)
        for one in read_tokens(file)
    ]
    print_table(_COLUMNS, rows, form, empty=f"no tokens in {file}; add one: samverkan token add")


@token.command("revoke", short_help="Make a token open nothing any more.")
@click.argument("which", metavar="NAME|ID")
@_file
def revoke(which: str, config: Path | None, tokens: Path | None) -> None:
    """
    Make a token open nothing any more, at once, in a running server too.

    \b
    samverkan token revoke power-bi
    samverkan token revoke 5f0c93ab
    """
    revoked = revoke_token(read_settings(config, tokens=tokens).tokens, which)
    click.echo(f"{revoked.name} ({revoked.id}) opens nothing any more")
