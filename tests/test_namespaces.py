"""Names for people."""

import pytest

from samverkan.namespaces import SMV, THINGS, shorten


@pytest.mark.parametrize(
    ("iri", "short"),
    [
        (SMV + "Agreement", "smv:Agreement"),
        (SMV + "code/role-systemOwner", "code:role-systemOwner"),
        (THINGS + "reference/municipality/1461", "mun:1461"),
        ("https://example.org/x", "https://example.org/x"),
    ],
)
def test_an_iri_is_shortened_by_the_longest_prefix_that_fits(iri: str, short: str):
    assert shorten(iri) == short
