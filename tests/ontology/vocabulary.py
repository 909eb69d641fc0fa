"""Where the vocabulary is, and how its names begin."""

from pathlib import Path

from rdflib import OWL, Namespace

ROOT = Path(__file__).resolve().parents[2]
SMV = Namespace("https://w3id.org/samverkan/ns/")
CODE = Namespace("https://w3id.org/samverkan/ns/code/")
PROPERTY_KINDS = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


def turtle_files(*folders: str) -> list[Path]:
    """The Turtle files right in these folders of the project."""
    return sorted(file for folder in folders for file in (ROOT / folder).glob("*.ttl"))
