"""`samverkan serve`: the pages, the stored queries and the SPARQL endpoint."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import structlog

from samverkan.cli.options import as_of
from samverkan.query.library import Library, load_library
from samverkan.serving.address import reserve
from samverkan.serving.logs import set_up_logs
from samverkan.serving.settings import Settings, read_settings
from samverkan.serving.supervisor import Plan, Supervisor
from samverkan.serving.tokens import Tokens, read_tokens
from samverkan.serving.watcher import folders_of
from samverkan.sources.dataset import Access
from samverkan.sources.finding import DESCRIPTION, locate
from samverkan.sources.opening import open_source
from samverkan.workers.loading import FixedDayError, load_dataset, load_file
from samverkan.workers.root import Loaded

_log = structlog.stdlib.get_logger(__name__)


@click.command(short_help="Serve pages, stored queries and SPARQL.")
@click.option("--host", help="Address to listen on.  [default: 127.0.0.1]")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help="Port to listen on; 0 for any that is free.  [default: 8000]",
)
@click.option(
    "--dataset",
    metavar="NAME|PATH",
    help="A shipped dataset, a dataset folder, or an RDF file (served as it is).  "
    "[default: example]",
)
@as_of
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    help="Settings in TOML.  [default: samverkan.toml in this folder, if it is there]",
)
@click.option("--watch", is_flag=True, default=None, help="Read the data anew when files change.")
@click.option("--log", type=click.Choice(["text", "json"]), help="Form of the log.")
def serve(config: Path | None, **given: Any) -> None:
    """
    Serve a dataset: pages, stored queries, SPARQL.

    \b
    samverkan serve
    samverkan serve --dataset registers --port 8080
    samverkan serve --dataset prepared.trig        any RDF file, its graphs as they are
    samverkan serve --config /etc/samverkan.toml   all settings: docs/operations.md

    Ctrl-C or SIGTERM ends it, answers under way first; SIGHUP reads the data anew without
    dropping a request. What is wrong with new data is told, and the old ones stay.

    Internal files are left unread until there is a token for them: samverkan token --help
    """
    settings = read_settings(config, **given)
    set_up_logs(settings.log)
    library = load_library(settings.queries)
    with reserve(settings.host, settings.port) as address:
        where = address.getsockname()[:2]
        shown = f"[{where[0]}]" if ":" in where[0] else where[0]
        if sys.stderr.isatty():
            _tell(f"making {settings.dataset} ready ...")

        def listening(_: dict[str, Any]) -> None:
            told = f"http://{shown}:{where[1]}/ answers for {settings.dataset}; Ctrl-C ends it"
            if settings.log == "json":
                _log.info(told)
            else:  # for people, who may want to click it
                click.echo(told, err=True)

        load = _loads(settings, library)
        tokens = Tokens(settings.tokens)

        def wanted(access: str) -> bool:
            return access == Access.PUBLIC or tokens.any_valid()

        watched = (lambda: folders_of(settings.dataset)) if settings.watch else None
        plan = Plan(load, library, settings, where, _log.info, listening, wanted, watched)
        Supervisor(plan).run()


def _loads(settings: Settings, library: Library) -> dict[str, Callable[[], Loaded]]:
    """What the root of each level loads; a file as it is has but one level."""
    path = locate(settings.dataset)
    if path.is_file() and path.name != DESCRIPTION:
        if settings.as_of is not None:
            raise FixedDayError(path)
        _tell(f"{path}: served as it is, with all that it holds")
        return {Access.PUBLIC.value: lambda: load_file(path)}

    def loads(access: Access) -> Callable[[], Loaded]:
        return lambda: load_dataset(
            open_source(settings.dataset).dataset, access, library.quads(), settings.as_of
        )

    read_tokens(settings.tokens)  # a file that is none is told before anything else
    return {access.value: loads(access) for access in (Access.PUBLIC, Access.INTERNAL)}


def _tell(what: str) -> None:
    click.echo(what, err=True)
