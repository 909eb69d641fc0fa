"""What a server is set up with: `samverkan.toml`, `SAMVERKAN_...` in the environment, options."""

from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from samverkan.errors import SamverkanError
from samverkan.workers.limits import Limits

#: The file that is read where none is named, if it is there.
FILE = Path("samverkan.toml")


class SettingsError(SamverkanError):
    """A setting is unknown, or has a value that it cannot have."""

    def __init__(self, where: str, told: list[str]) -> None:
        super().__init__(f"{where}: " + "; ".join(told))
        self.where, self.told = where, told


class Settings(BaseSettings):
    """
    The settings of a server; docs/operations.md has the table of them.

    What stands in the environment goes before the file, what is given outright before both.
    """

    model_config = SettingsConfigDict(env_prefix="SAMVERKAN_", extra="forbid", frozen=True)

    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(8000, ge=0, le=65535, description="port to listen on; 0 for any free one")
    dataset: str = Field("example", description="a shipped dataset, a folder, or an RDF file")
    as_of: date | None = Field(None, description="evaluation date, instead of the dataset's own")
    queries: list[Path] = Field([], description="folders with stored queries of your own")
    tokens: Path = Field(
        Path("samverkan-tokens.json"), description="file of the tokens for the internal level"
    )
    add_prefixes: bool = Field(
        default=False, description="declare well-known prefixes that a query forgot"
    )
    query_seconds: float = Field(
        30, gt=0, description="until an answer begins, and of processor time in all"
    )
    stream_seconds: float = Field(600, gt=0, description="until an answer was read to its end")
    query_megabytes: int = Field(2048, ge=32, description="memory of a query beyond the data")
    query_rows: int = Field(5_000_000, ge=1, description="rows of an answer")
    query_bytes: int = Field(2 * 1024**3, ge=1024, description="bytes of an answer, uncompressed")
    queries_at_once: int = Field(24, ge=1, description="queries that run at the same time")
    queue_seconds: float = Field(5, ge=0, description="that a query waits for its turn")
    spare_workers: int = Field(4, ge=0, description="worker processes that stand ready")
    own_memory: bool = Field(
        default=True,
        description="let one worker for each processor have a copy of the data, to be faster by it",
    )
    dates: int = Field(3, ge=1, description="evaluation dates kept ready beside the default one")
    date_seconds: float = Field(120, gt=0, description="that making a date ready may take")
    cache_megabytes: int = Field(64, ge=0, description="short answers that are kept")
    requests_per_minute: int = Field(
        600, ge=0, description="requests of one client in a minute; 0 for any number"
    )
    requests_at_once: int = Field(
        24, ge=0, description="requests of one client at the same time; 0 for any"
    )
    body_kilobytes: int = Field(1024, ge=1, description="the largest body of a request")
    url_bytes: int = Field(16_384, ge=256, description="the longest address")
    header_bytes: int = Field(16_384, ge=1024, description="the headers of a request, together")
    header_seconds: int = Field(10, ge=1, description="until a request's headers have arrived")
    body_seconds: float = Field(30, gt=0, description="until a request's body has arrived")
    stalled_seconds: float = Field(60, gt=0, description="that a client may take nothing")
    proxies: int = Field(0, ge=0, description="trusted proxies before the server")
    proxy_header: Literal["X-Forwarded-For", "Forwarded"] = Field(
        "X-Forwarded-For", description="where those proxies say whose request it is"
    )
    slow_query_seconds: float = Field(2, ge=0, description="from here on a query is logged")
    log: Literal["text", "json"] = Field("text", description="form of the log: `text` or `json`")
    log_requests: bool = Field(default=False, description="log every request")
    log_clients: bool = Field(
        default=False, description="log addresses of clients, which are personal data"
    )
    metrics: bool = Field(default=True, description="count for Prometheus, at /metrics")
    metrics_public: bool = Field(
        default=False, description="show the metrics to others than this machine"
    )
    watch: bool = Field(default=False, description="read the data anew when their files change")

    @property
    def limits(self) -> Limits:
        """What workers may use up."""
        return Limits(
            seconds=self.query_seconds,
            stream_seconds=self.stream_seconds,
            megabytes=self.query_megabytes,
            rows=self.query_rows,
            bytes=self.query_bytes,
            at_once=self.queries_at_once,
            waiting_seconds=self.queue_seconds,
            spare=self.spare_workers,
            views=self.dates,
            view_seconds=self.date_seconds,
            settle=self.own_memory,
            add_prefixes=self.add_prefixes,
        )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 the library's signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What goes before what."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def read_settings(file: Path | None = None, **given: Any) -> Settings:
    """
    The settings of a server.

    Args:
        file: in TOML; None for `samverkan.toml` in this folder, if it is there.
        given: settings that go before the file and the environment; those that are None do not.

    Raises:
        SettingsError: names the file, and each setting that is wrong with what it must be.
    """
    path = file or FILE
    if file is not None and not file.is_file():
        raise SettingsError(str(file), ["no such file; leave --config out, or create it"])

    class OfThisFile(Settings):
        model_config = SettingsConfigDict(toml_file=path)

    where = f"{path} and SAMVERKAN_..." if path.is_file() else "SAMVERKAN_..."
    try:
        return OfThisFile(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        raise SettingsError(where, [_told(problem) for problem in error.errors()]) from error
    except ValueError as error:
        raise SettingsError(where, [str(error)]) from error


def _told(problem: Any) -> str:
    name = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "extra_forbidden":
        return f"{name} is no setting; docs/operations.md has the list"
    return f"{name}: {problem['msg'].lower()}; got {problem['input']!r}"
