"""A query falls into tokens without losing a letter."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from samverkan.query.tokens import code, place, tokens

PIECES = """VALUES ?x $y { } ( ) . ; , < > <http://x/#a> <a ' " \\ \\' "a" 'b' \"""c\""" '''d''' #
ex:a.b ex:a. ex: :a _:b 1 1.5 .5 1e5 1.e5 @sv ^^ || && != / * + ? | a SELECT åäö"""
PIECE = st.sampled_from([*PIECES.split(), "\n", "\r", " ", "\u2028"])


@given(
    st.one_of(
        st.text(),
        st.lists(PIECE).map("".join),
        st.lists(PIECE).map(" ".join),
    )
)
@example("''' '' \"\"\" \\")
def test_the_tokens_put_together_are_the_text(text: str):
    found = list(tokens(text))

    assert "".join(token.text for token in found) == text
    assert all(text[token.start : token.end] == token.text for token in found)
    assert all(token.text for token in found)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("?x $y", ["variable", "variable"]),
        ("<http://x/#a> < b", ["iri", "other", "word"]),
        ("<a b>", ["other", "word", "word", "other"]),
        ("\"a # ' \\\" b\" 'c'", ["string", "string"]),
        ("'''a\n''b'''", ["string"]),
        ("'a\n'", ["other", "word", "other"]),
        ("ex:a.b:c%20\\-d :e ex:", ["prefixed", "prefixed", "prefixed"]),
        ("ex:a. ex:.b", ["prefixed", "other", "prefixed", "other", "word"]),
        ("1 1.5 .5 1e5 1.e-5", ["number"] * 5),
        ("1. 2", ["number", "other", "number"]),
        ("1e5SERVICE", ["number", "word"]),
        ('"x"@sv-SE', ["string", "word"]),
        ("SELECT#c\nWHERE", ["word", "word"]),
    ],
)
def test_each_token_is_of_its_kind(text: str, kinds: list[str]):
    assert [token.kind for token in code(text)] == kinds


def test_a_place_is_counted_from_one():
    assert [place("ab\nc", offset) for offset in range(5)] == [
        (1, 1),
        (1, 2),
        (1, 3),
        (2, 1),
        (2, 2),
    ]


@pytest.mark.parametrize("piece", ["a.a", "'''a", "ex:a...", "<a", '"', "@a-", "\\a", "1."])
def test_a_long_text_takes_no_longer_than_its_length_asks_for(piece: str):
    text = piece * 20_000

    assert "".join(token.text for token in tokens(text)) == text
