"""Who may see what: the public level for all, the internal one for who shows a token."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from samverkan.errors import SamverkanError
from samverkan.query.engine import Engine

_log = logging.getLogger(__name__)


class TokenError(SamverkanError):
    """What was shown as a token opens nothing."""

    def __init__(self) -> None:
        super().__init__(
            "the token is unknown, expired or revoked; ask who runs this server for another, or "
            "leave the Authorization header out to see what is public"
        )


@dataclass
class Levels:
    """
    The engines by access level.

    Args:
        public: answers whoever asks.
        internal: answers who shows a token; None while there is no such level here.
        opens: whether a token opens the internal level.
    """

    public: Engine
    internal: Engine | None = None
    opens: Callable[[str], bool] = lambda _: False

    def of(self, environ: Mapping[str, Any]) -> Engine:
        """
        The engine for a request.

        Raises:
            TokenError: if it shows a token that opens nothing. Silence would be taken for the
                internal answer.
        """
        shown = environ.get("HTTP_AUTHORIZATION", "")
        if not shown:
            return self.public
        scheme, _, token = shown.partition(" ")
        if scheme.lower() != "bearer" or not self.opens(token.strip()):
            raise TokenError
        internal = self.internal
        if internal is None:
            _log.warning("a valid token was shown, but the internal files are not loaded")
            raise TokenError
        return internal
