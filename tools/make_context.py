"""
Make `ontology/context.jsonld` from the ontology.

    python tools/make_context.py            # write it
    python tools/make_context.py --check    # exit 1 if the file is not what would be written

A property that links things gets `@type: @id`; one that holds a value gets the datatype that its
well-formedness shape asks for, or the one listed here if no source states it, so that it has no
such shape. Classes and codes need no entry: `@vocab` and the prefix `code` reach them. A misspelt
key therefore becomes an undeclared term, which validation finds, instead of vanishing.
"""

import json
import sys
from pathlib import Path

from rdflib import OWL, RDF, SH, XSD, Graph, Namespace, URIRef
from rdflib.term import Node

ROOT = Path(__file__).resolve().parents[1]
CONTEXT = ROOT / "ontology" / "context.jsonld"
SMV = Namespace("https://w3id.org/samverkan/ns/")

PREFIXES = {
    "code": "https://w3id.org/samverkan/ns/code/",
    "dalsland": "https://w3id.org/samverkan/policy/dalsland-2009/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "mun": "https://w3id.org/samverkan/id/reference/municipality/",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "smv": str(SMV),
    "xsd": str(XSD),
}

#: Terms of other vocabularies that nearly every description needs.
BORROWED = {
    "id": "@id",
    "type": "@type",
    "label": {"@id": "rdfs:label", "@container": "@language"},
    "postIn": {"@id": "org:postIn", "@type": "@id"},
    "unitOf": {"@id": "org:unitOf", "@type": "@id"},
}

#: Datatypes of properties that no source states, or that stand on codes and shapes only.
NOT_IN_SOURCES = {
    "actBy": XSD.date,
    "asOf": XSD.date,
    "checked": XSD.integer,
    "checkedBy": XSD.string,
    "derived": XSD.boolean,
    "endsOn": XSD.date,
    "failed": XSD.integer,
    "inForce": XSD.boolean,
    "missingChapter": XSD.string,
    "modelAmount": XSD.decimal,
    "modelDifference": XSD.decimal,
    "needsInternal": XSD.boolean,
    "notAssessed": XSD.integer,
    "noticeBy": XSD.date,
    "noticeDueBy": XSD.date,
    "ownershipGapFrom": XSD.date,
    "rank": XSD.integer,
    "sharesDifference": XSD.decimal,
    "sharesTotal": XSD.decimal,
    "standIn": XSD.boolean,
    "validityMonths": XSD.integer,
    "waived": XSD.integer,
}


def read(folder: Path) -> Graph:
    """All Turtle files of a folder as one graph. Raises: FileNotFoundError, if there is none."""
    files = sorted(folder.glob("*.ttl"))
    if not files:
        raise FileNotFoundError(f"no Turtle file in {folder}")
    graph = Graph()
    for file in files:
        graph.parse(file)
    return graph


def local(term: Node) -> str:
    """The name of a term within the namespace."""
    return str(term).removeprefix(str(SMV))


def datatypes(shapes: Graph) -> dict[str, URIRef]:
    """The datatype that the shapes ask of each smv: property, by the property's local name."""
    found = {}
    for shape, path in shapes.subject_objects(SH.path):
        datatype = shapes.value(shape, SH.datatype)
        if isinstance(datatype, URIRef) and str(path).startswith(str(SMV)):
            found[local(path)] = datatype
    return found | NOT_IN_SOURCES


def entry(name: str, datatype: URIRef) -> dict[str, str | None]:
    """The definition of a property with literal values; plain strings stay without language."""
    if datatype == RDF.langString:
        return {"@id": f"smv:{name}", "@container": "@language"}
    if datatype == XSD.string:
        return {"@id": f"smv:{name}", "@language": None}
    return {"@id": f"smv:{name}", "@type": f"xsd:{datatype.removeprefix(str(XSD))}"}


def context(ontology: Graph, shapes: Graph) -> dict[str, object]:
    """The whole context. Raises: KeyError, naming a property of which no datatype is known."""
    known = datatypes(shapes)
    links = {local(p) for p in ontology.subjects(RDF.type, OWL.ObjectProperty)} | {"enforces"}
    values = {
        local(p)
        for kind in (OWL.DatatypeProperty, OWL.AnnotationProperty)
        for p in ontology.subjects(RDF.type, kind)
    }
    terms: dict[str, object] = {name: {"@id": f"smv:{name}", "@type": "@id"} for name in links}
    terms |= {name: entry(name, known[name]) for name in values - links}
    return {"@version": 1.1, "@vocab": str(SMV)} | PREFIXES | BORROWED | dict(sorted(terms.items()))


def text() -> str:
    """What the file should hold, one term a line."""
    terms = context(read(ROOT / "ontology"), read(ROOT / "shapes" / "wellformed"))
    lines = ",\n".join(
        f"    {json.dumps(name)}: {json.dumps(value)}" for name, value in terms.items()
    )
    return f'{{\n  "@context": {{\n{lines}\n  }}\n}}\n'


if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        sys.exit(CONTEXT.read_text(encoding="utf-8") != text())
    CONTEXT.write_text(text(), encoding="utf-8", newline="\n")
