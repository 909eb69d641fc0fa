"""
Tokens for the internal level: who holds one, until when, and whether what is shown is one.

The file holds no token, only the SHA-256 of each: a token has 256 random bits, so nothing is to
be guessed from that. A file that cannot be read opens nothing.
"""

import fcntl
import hashlib
import hmac
import json
import logging
import os
import secrets
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from samverkan.dates import DateError, parse_date, today
from samverkan.errors import SamverkanError

#: What every token begins with, so that people and scanners for secrets know one.
PREFIX = "smv_"
_BYTES = 32
_FORMAT = 1

_log = logging.getLogger(__name__)


class TokenFileError(SamverkanError):
    """The file of tokens cannot be read, or written."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path = path


class TokenNameError(SamverkanError):
    """No token has that name, or one has it already."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name!r} {why}")
        self.name = name


@dataclass(frozen=True)
class Token:
    """
    What is kept of a token.

    Args:
        id: short, for people.
        name: whose it is, or what for.
        sha256: of the token, in hexadecimal.
        created: when, in UTC.
        expires: the last day on which it opens anything, in Sweden.
        revoked: when, in UTC; "" if it was not.
    """

    id: str
    name: str
    sha256: str
    created: str
    expires: str
    revoked: str = ""

    def state(self, on: date) -> str:
        """`valid`, `expired` or `revoked`."""
        if self.revoked:
            return "revoked"
        return "valid" if on.isoformat() <= self.expires else "expired"


def read_tokens(path: Path) -> list[Token]:
    """
    All tokens of the file, the oldest first; none if there is no file.

    Raises:
        TokenFileError: if it cannot be read, or is no file of tokens.
    """
    try:
        read = json.loads(path.read_bytes())
        if read["format"] != _FORMAT:
            raise TokenFileError(path, f"written by another version ({read['format']!r})")
        return [_checked(Token(**entry)) for entry in read["tokens"]]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise TokenFileError(path, (error.strerror or str(error)).lower()) from error
    except (ValueError, TypeError, KeyError, DateError) as error:
        why = "not a file of tokens; mend it, or move it away and hand out new ones"
        raise TokenFileError(path, why) from error


def add_token(path: Path, name: str, until: date) -> tuple[Token, str]:
    """
    Make a token, and keep its hash in the file.

    Returns:
        What is kept, and the token itself, which nobody can tell again.

    Raises:
        TokenNameError: if a valid token has that name, or the name is none.
        TokenFileError: if the file cannot be read or written.
    """
    if not name.strip() or not name.isprintable():
        raise TokenNameError(name, "is no name; say whose the token is, or what for")
    token = PREFIX + secrets.token_urlsafe(_BYTES)
    with _locked(path):
        known = read_tokens(path)
        if any(one.name == name and one.state(today()) == "valid" for one in known):
            raise TokenNameError(name, "has a valid token; revoke that, or choose another name")
        kept = Token(secrets.token_hex(4), name, _hash(token), _now(), until.isoformat())
        _write(path, [*known, kept])
    return kept, token


def revoke_token(path: Path, which: str) -> Token:
    """
    Make a token, named by its name or id, open nothing any more.

    Raises:
        TokenNameError: if there is none to revoke.
        TokenFileError: if the file cannot be read or written.
    """
    with _locked(path):
        known = read_tokens(path)
        meant = [one for one in known if which in (one.id, one.name)]
        found = next((one for one in meant if not one.revoked), None)
        if found is None and meant:
            raise TokenNameError(which, f"was revoked already, {meant[-1].revoked}")
        if found is None:
            raise TokenNameError(which, "is no token; `samverkan token list` shows those there are")
        revoked = replace(found, revoked=_now())
        _write(path, [revoked if one is found else one for one in known])
    return revoked


class Tokens:
    """
    The tokens of a file, as it is at each moment. Thread-safe.

    Args:
        path: of the file; it need not be there.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read: tuple[object, tuple[Token, ...]] = (None, ())

    def opens(self, shown: str) -> bool:
        """Whether it is a valid token; why not, if it was one once, is for the log alone."""
        shown_hash = _hash(shown)
        found = None
        for token in self._known():
            if hmac.compare_digest(token.sha256, shown_hash):
                found = token
        if found is None:
            return False
        state = found.state(today())
        if state != "valid":
            _log.warning("token %s (%s) was shown, which is %s", found.id, found.name, state)
        return state == "valid"

    def any_valid(self) -> bool:
        """Whether any token opens anything today."""
        return any(token.state(today()) == "valid" for token in self._known())

    def _known(self) -> Sequence[Token]:
        """Read anew if the file is another than it was."""
        try:
            told = self._path.stat()
            version: object = (told.st_ino, told.st_mtime_ns, told.st_size)
        except OSError:
            version = None
        read_of, tokens = self._read
        if version is None or version != read_of:
            try:
                tokens = tuple(read_tokens(self._path))
            except TokenFileError as error:
                if read_of != version:
                    _log.error("no token is valid: %s", error)
                tokens = ()
            self._read = version, tokens
        return tokens


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _checked(token: Token) -> Token:
    if not all(isinstance(value, str) for value in asdict(token).values()):
        raise TypeError
    parse_date(token.expires)
    return token


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Let nobody else change the file meanwhile; its folder stands for it, which stays."""
    try:
        folder = os.open(path.absolute().parent, os.O_RDONLY)
    except OSError as error:
        raise TokenFileError(path, (error.strerror or str(error)).lower()) from error
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _write(path: Path, tokens: Sequence[Token]) -> None:
    """Write beside, for the owner's eyes, then replace."""
    document = {"format": _FORMAT, "tokens": [asdict(token) for token in tokens]}
    beside = ""
    try:
        handle, beside = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(document, file, ensure_ascii=False, indent=2)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        _keep_owner(path, beside)
        os.replace(beside, path)  # noqa: PTH105 beside is a name
    except OSError as error:
        if beside:
            Path(beside).unlink(missing_ok=True)
        raise TokenFileError(path, (error.strerror or str(error)).lower()) from error


def _keep_owner(path: Path, beside: str) -> None:
    """Where root adds a token, the server's own user must read it as before."""
    if os.geteuid() == 0 and path.exists():
        told = path.stat()
        os.chown(beside, told.st_uid, told.st_gid)
