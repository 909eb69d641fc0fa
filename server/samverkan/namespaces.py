"""The namespaces that the project owns, those that it reuses, and the graphs that it derives."""

from pyoxigraph import NamedNode

BASE = "https://w3id.org/samverkan/"
SMV = BASE + "ns/"
CODE = BASE + "ns/code/"
SHAPES = BASE + "shapes/"
POLICIES = BASE + "policy/"
DALSLAND = POLICIES + "dalsland-2009/"
THINGS = BASE + "id/"
GRAPHS = BASE + "graph/"
DATASETS = BASE + "dataset/"
QUERIES = BASE + "query/"

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SH = "http://www.w3.org/ns/shacl#"
DCTERMS = "http://purl.org/dc/terms/"
ACCESS_RIGHT = "http://publications.europa.eu/resource/authority/access-right/"

EVALUATION_GRAPH = NamedNode(GRAPHS + "evaluation")
DERIVED_GRAPH = NamedNode(GRAPHS + "derived")
FINDINGS_GRAPH = NamedNode(GRAPHS + "findings")
ONTOLOGY_GRAPH = NamedNode(GRAPHS + "ontology")
SHAPES_GRAPH = NamedNode(GRAPHS + "shapes")
QUERIES_GRAPH = NamedNode(GRAPHS + "queries")
POLICY_GRAPH = NamedNode(GRAPHS + "policy")
REFERENCE_GRAPH = NamedNode(GRAPHS + "reference")

#: Prefixes offered in queries, exports and messages.
PREFIXES = {
    "smv": SMV,
    "code": CODE,
    "smvsh": SHAPES,
    "dalsland": DALSLAND,
    "mun": THINGS + "reference/municipality/",
    "area": THINGS + "reference/business-area/",
    "reforg": THINGS + "reference/organization/",
    "rdf": RDF,
    "rdfs": RDFS,
    "xsd": XSD,
    "sh": SH,
    "owl": "http://www.w3.org/2002/07/owl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "org": "http://www.w3.org/ns/org#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": DCTERMS,
    "dcat": "http://www.w3.org/ns/dcat#",
    "qb": "http://purl.org/linked-data/cube#",
    "m8g": "http://data.europa.eu/m8g/",
}


def smv(name: str) -> NamedNode:
    """The term of our vocabulary with that local name."""
    return NamedNode(SMV + name)


def shorten(iri: str) -> str:
    """
    The IRI as a prefixed name where a prefix of ours fits, else the IRI itself.

    For people to read: a local part may hold characters that Turtle would escape.
    """
    fits = [(len(base), prefix, base) for prefix, base in PREFIXES.items() if iri.startswith(base)]
    if not fits:
        return iri
    _, prefix, base = max(fits)
    return f"{prefix}:{iri[len(base) :]}"
