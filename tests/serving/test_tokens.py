"""The file of tokens: what it holds, what it opens, and how it changes under a server."""

import json
import logging
import stat
from datetime import date, timedelta
from pathlib import Path
from threading import Thread

import pytest

from samverkan.dates import today
from samverkan.serving.tokens import (
    TokenFileError,
    TokenNameError,
    Tokens,
    add_token,
    read_tokens,
    revoke_token,
)

NEXT_YEAR = today() + timedelta(days=365)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "tokens.json"


def test_what_is_added_opens_and_nothing_else_does(file: Path):
    _, token = add_token(file, "power-bi", NEXT_YEAR)
    tokens = Tokens(file)

    assert token.startswith("smv_") and len(token) == 47
    assert tokens.opens(token)
    for other in ("", "smv_", token[:-1], token + "a", token.upper(), "å", "\udcff", "x" * 10_000):
        assert not tokens.opens(other)


def test_the_file_holds_no_token_and_is_for_its_owner_alone(file: Path):
    kept, token = add_token(file, "power-bi", NEXT_YEAR)

    assert token not in file.read_text(encoding="utf-8")
    assert token[4:] not in file.read_text(encoding="utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [kept] == read_tokens(file)
    assert list(file.parent.iterdir()) == [file]


def test_a_token_opens_through_its_last_day_and_then_no_more(
    file: Path, caplog: pytest.LogCaptureFixture
):
    _, last = add_token(file, "ends today", today())
    kept, past = add_token(file, "ended", today() - timedelta(days=1))
    tokens = Tokens(file)

    assert tokens.opens(last)
    with caplog.at_level(logging.WARNING):
        assert not tokens.opens(past)
    assert f"token {kept.id} (ended) was shown, which is expired" in caplog.text
    assert past not in caplog.text


def test_a_revoked_token_opens_no_more_at_once(file: Path, caplog: pytest.LogCaptureFixture):
    _, first = add_token(file, "first", NEXT_YEAR)
    kept, second = add_token(file, "second", NEXT_YEAR)
    tokens = Tokens(file)
    assert tokens.opens(first) and tokens.opens(second)

    revoke_token(file, "first")
    revoke_token(file, kept.id)

    assert not tokens.opens(first)
    assert not tokens.opens(second)
    assert "which is revoked" in caplog.text
    assert not tokens.any_valid()


def test_one_that_is_added_later_opens_at_once(file: Path):
    tokens = Tokens(file)
    assert not tokens.any_valid()

    _, token = add_token(file, "later", NEXT_YEAR)

    assert tokens.any_valid()
    assert tokens.opens(token)


def test_a_name_is_free_again_when_its_token_is_revoked_or_expired(file: Path):
    _, first = add_token(file, "same", NEXT_YEAR)
    with pytest.raises(TokenNameError, match="has a valid token; revoke that"):
        add_token(file, "same", NEXT_YEAR)
    revoke_token(file, "same")
    _, second = add_token(file, "same", NEXT_YEAR)

    assert not Tokens(file).opens(first)
    assert Tokens(file).opens(second)
    revoke_token(file, "same")
    assert not Tokens(file).opens(second)


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "\x1b[31m"])
def test_a_name_is_one_that_can_be_listed(name: str, file: Path):
    with pytest.raises(TokenNameError, match="is no name; say whose"):
        add_token(file, name, NEXT_YEAR)


def test_what_is_not_there_cannot_be_revoked_nor_twice(file: Path):
    with pytest.raises(TokenNameError, match="'x' is no token; `samverkan token list`"):
        revoke_token(file, "x")
    add_token(file, "x", NEXT_YEAR)
    revoke_token(file, "x")
    with pytest.raises(TokenNameError, match="'x' was revoked already, 2"):
        revoke_token(file, "x")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "null",
        '{"format": 1, "tokens": [{}]}',
        '{"format": 1, "tokens": {"a": 1}}',
        '{"format": 1, "tokens": [{"id": "1", "name": "n", "sha256": "", "created": "", '
        '"expires": "soon"}]}',
        '{"format": 1, "tokens": [{"id": "1", "name": "n", "sha256": 5, "created": "", '
        '"expires": "2030-01-01"}]}',
    ],
)
def test_a_file_that_is_none_opens_nothing_and_is_not_written_over(
    text: str, file: Path, caplog: pytest.LogCaptureFixture
):
    _, token = add_token(file, "x", NEXT_YEAR)
    tokens = Tokens(file)
    assert tokens.opens(token)
    file.write_text(text, encoding="utf-8")

    assert not tokens.opens(token)
    assert "no token is valid" in caplog.text
    with pytest.raises(TokenFileError, match="not a file of tokens; mend it"):
        add_token(file, "y", NEXT_YEAR)
    assert file.read_text(encoding="utf-8") == text


def test_a_file_of_a_later_version_says_so(file: Path):
    file.write_text('{"format": 2, "tokens": []}', encoding="utf-8")

    with pytest.raises(TokenFileError, match="written by another version"):
        read_tokens(file)


def test_a_file_where_none_can_be_is_told(tmp_path: Path):
    with pytest.raises(TokenFileError, match="no such file or directory"):
        add_token(tmp_path / "nowhere" / "tokens.json", "x", NEXT_YEAR)
    (tmp_path / "folder").mkdir()
    with pytest.raises(TokenFileError, match="is a directory"):
        read_tokens(tmp_path / "folder")


def test_many_who_add_at_once_lose_none(file: Path):
    threads = [
        Thread(target=add_token, args=(file, f"n{number}", NEXT_YEAR)) for number in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len({token.name for token in read_tokens(file)}) == 20


def test_a_reader_never_sees_half_a_file(file: Path):
    _, token = add_token(file, "first", NEXT_YEAR)
    tokens, failed = Tokens(file), []

    def look() -> None:
        for _ in range(3000):
            if not tokens.opens(token):
                failed.append(json.loads(file.read_text(encoding="utf-8")))

    thread = Thread(target=look)
    thread.start()
    for number in range(30):
        add_token(file, f"n{number}", date(2999, 1, 1))
    thread.join()

    assert not failed
