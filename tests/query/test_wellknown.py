"""The well-known prefixes are well formed, and none says otherwise than ours."""

import pytest
from pyoxigraph import NamedNode, Store

from samverkan.namespaces import PREFIXES
from samverkan.query.answer import ask
from samverkan.query.wellknown import WELL_KNOWN, line_for


@pytest.mark.parametrize("prefix", WELL_KNOWN)
def test_the_line_that_is_offered_declares_the_prefix(prefix: str):
    assert prefix not in PREFIXES
    assert NamedNode(WELL_KNOWN[prefix])

    ask(Store(), f"{line_for(prefix)} ASK {{ ?s {prefix}:x ?o }}")


def test_for_a_prefix_that_nobody_knows_no_line_is_offered():
    assert line_for("nobody") == ""
