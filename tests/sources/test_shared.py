"""What all datasets share is read once, each part in its graph."""

import pytest
from pyoxigraph import NamedNode

from samverkan.namespaces import (
    ONTOLOGY_GRAPH,
    POLICY_GRAPH,
    PREFIXES,
    REFERENCE_GRAPH,
    smv,
)
from samverkan.sources import shared
from samverkan.sources.finding import EmptyFolderError
from samverkan.sources.shared import (
    bound_municipalities,
    policies,
    shared_quads,
    shared_store,
)


def test_vocabulary_policies_and_reference_data_have_a_graph_each():
    assert {quad.graph_name for quad in shared_quads()} == {
        ONTOLOGY_GRAPH,
        POLICY_GRAPH,
        REFERENCE_GRAPH,
    }
    assert shared_quads() is shared_quads()


def test_a_store_of_them_is_new_each_time():
    store = shared_store()
    store.clear()

    assert len(shared_store()) > 1000


def test_the_policies_and_whom_they_bind_are_known():
    assert policies() == (NamedNode(PREFIXES["dalsland"] + "policy"),)
    assert NamedNode(PREFIXES["mun"] + "1461") in bound_municipalities()
    assert all(node.value.startswith(PREFIXES["mun"]) for node in bound_municipalities())


def test_a_folder_that_is_there_but_empty_stops_the_work(tmp_path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shared, "asset", lambda name: tmp_path)
    with pytest.raises(EmptyFolderError, match="no RDF file in this folder"):
        shared_quads.__wrapped__()


def test_terms_of_ours_are_described_in_them():
    described = {quad.subject for quad in shared_quads()}

    assert {smv("Application"), smv("Agreement"), smv("evaluation")} <= described
