"""A view described in VoID: sizes, classes, properties, graphs, links, and where to get it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Triple

from samverkan.namespaces import BASE, GRAPHS, RDF, RDFS, SMV, XSD
from samverkan.query.about import About
from samverkan.query.describing import FORMAT_NAMES, Description, Node, in_languages, term
from samverkan.query.statistics import GraphCount, Links, Statistics

#: Instances that are shown as examples, of the classes of our own that have most of them.
_EXAMPLES = 5
_TYPE, _LABEL = RDF + "type", RDFS + "label"


@dataclass(frozen=True)
class Addresses:
    """
    Where things are on this server.

    Args:
        void: this description.
        endpoint: the SPARQL endpoint.
        graphs: the list of graphs.
        dumps: where the whole default graph is, by media type.
        of_graph: where each named graph is, by its IRI.
    """

    void: str
    endpoint: str
    graphs: str
    dumps: Mapping[str, str]
    of_graph: Mapping[str, str]

    def node(self, name: str) -> NamedNode:
        """A thing that the description of the dataset describes."""
        return NamedNode(f"{self.void}#{name}")

    def graph_node(self, iri: str) -> NamedNode:
        """A named graph, as a part of the dataset."""
        return self.node("graph-" + quote(iri.removeprefix(GRAPHS), safe=""))


def void(
    statistics: Statistics,
    graphs: Sequence[GraphCount],
    about: About,
    addresses: Addresses,
    notices: Mapping[str, str],
) -> list[Triple]:
    """
    The description.

    Args:
        statistics: the numbers.
        graphs: those of the named graphs.
        about: the view.
        addresses: of this server.
        notices: by language, what a reader must know of made-up data.

    Source:
        https://www.w3.org/TR/void/
    """
    said = Description()
    document, dataset = NamedNode(addresses.void), addresses.node("dataset")
    said.a(document, "void:DatasetDescription")
    said.say(document, "foaf:primaryTopic", dataset)
    said.a(dataset, "void:Dataset")
    _names(said, dataset, statistics, about, notices)
    said.say(dataset, "void:sparqlEndpoint", NamedNode(addresses.endpoint))
    said.say(dataset, "void:dataDump", *(NamedNode(url) for url in addresses.dumps.values()))
    formats = (FORMAT_NAMES[media_type] for media_type in addresses.dumps)
    said.say(dataset, "void:feature", *(term(f"formats:{name}") for name in formats))
    if about.name:
        said.say(dataset, "void:uriSpace", BASE)
    said.say(dataset, "void:entities", statistics.own if about.name else statistics.named)
    _numbers(said, dataset, statistics)
    subsets = [addresses.graph_node(graph.iri) for graph in graphs]
    linksets = [addresses.node(f"links-{n}") for n in range(1, len(statistics.links) + 1)]
    said.say(dataset, "void:subset", *subsets, *linksets)
    _partitions(said, dataset, statistics)
    for subset, graph in zip(subsets, graphs, strict=True):
        _graph(said, subset, graph, addresses)
    for linkset, links in zip(linksets, statistics.links, strict=True):
        _links(said, dataset, linkset, links)
    return said.triples


def _names(
    said: Description,
    dataset: Node,
    statistics: Statistics,
    about: About,
    notices: Mapping[str, str],
) -> None:
    for property_, value in statistics.said:
        if property_ == _LABEL:
            said.say(dataset, "dcterms:title", value)
        elif property_ != _TYPE:
            said.triples.append(Triple(dataset, NamedNode(property_), value))
    if statistics.dataset:
        said.say(dataset, "dcterms:source", NamedNode(statistics.dataset))
    if about.on:
        said.say(dataset, "smv:asOf", Literal(about.on, datatype=NamedNode(XSD + "date")))
    said.say(dataset, "dcat:version", about.version)
    if about.fictional:
        said.say(dataset, "smv:fictional", Literal(True))
        said.say(dataset, "rdfs:comment", *in_languages(notices))


def _numbers(said: Description, dataset: Node, statistics: Statistics) -> None:
    said.say(dataset, "void:triples", statistics.triples)
    said.say(dataset, "void:distinctSubjects", statistics.subjects)
    said.say(dataset, "void:distinctObjects", statistics.objects)
    said.say(dataset, "void:classes", len(statistics.classes))
    said.say(dataset, "void:properties", len(statistics.properties))
    vocabularies = (NamedNode(iri) for iri in statistics.vocabularies)
    said.say(dataset, "void:vocabulary", *vocabularies)
    own = [c for c in statistics.classes if c.iri.startswith(SMV) and c.example.startswith(BASE)]
    most = sorted(own, key=lambda c: (-c.count, c.iri))[:_EXAMPLES]
    said.say(dataset, "void:exampleResource", *(NamedNode(c.example) for c in most))


def _graph(said: Description, subset: Node, graph: GraphCount, addresses: Addresses) -> None:
    said.a(subset, "void:Dataset")
    said.say(subset, "dcterms:title", *in_languages(graph.labels))
    if graph.publisher:
        said.say(subset, "dcterms:publisher", NamedNode(graph.publisher))
    said.say(subset, "dcterms:source", NamedNode(graph.iri))
    said.say(subset, "void:uriSpace", graph.id_base)
    said.say(subset, "void:triples", graph.triples)
    said.say(subset, "void:distinctSubjects", graph.subjects)
    said.say(subset, "void:dataDump", NamedNode(addresses.of_graph[graph.iri]))


def _links(said: Description, dataset: Node, linkset: Node, links: Links) -> None:
    target = said.blank()
    said.a(linkset, "void:Linkset")
    said.say(linkset, "void:linkPredicate", NamedNode(links.predicate))
    said.say(linkset, "void:subjectsTarget", dataset)
    said.say(linkset, "void:objectsTarget", target)
    said.say(linkset, "void:triples", links.count)
    said.a(target, "void:Dataset")
    said.say(target, "void:uriSpace", links.space)


def _partitions(said: Description, dataset: Node, statistics: Statistics) -> None:
    classes = [said.blank() for _ in statistics.classes]
    properties = [said.blank() for _ in statistics.properties]
    said.say(dataset, "void:classPartition", *classes)
    said.say(dataset, "void:propertyPartition", *properties)
    for part, used in zip(classes, statistics.classes, strict=True):
        said.say(part, "void:class", NamedNode(used.iri))
        said.say(part, "void:entities", used.count)
    for part, used in zip(properties, statistics.properties, strict=True):
        said.say(part, "void:property", NamedNode(used.iri))
        said.say(part, "void:triples", used.count)
        said.say(part, "void:distinctSubjects", used.subjects)
        said.say(part, "void:distinctObjects", used.objects)
