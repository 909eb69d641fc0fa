"""A knowledge graph of inter-municipal IT governance: ontology, rules, questions, endpoint."""

__version__ = "0.1.0"
