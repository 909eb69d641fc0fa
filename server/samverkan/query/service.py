"""The endpoint described: what it understands, in which forms it answers, and of which graphs."""

from collections.abc import Sequence

from pyoxigraph import Literal, NamedNode, Triple

from samverkan.query.about import About
from samverkan.query.answer import GRAPH_FORMATS, RESULT_FORMATS
from samverkan.query.describing import FORMAT_NAMES, Description, Node, in_languages, term
from samverkan.query.features import EXTENSIONS, FUNCTIONS, GEOSPARQL
from samverkan.query.statistics import GraphCount
from samverkan.query.void import Addresses

#: What a reader would otherwise get wrong, in English and Swedish.
_ENTAILMENT = {
    "en": "Answers hold by simple entailment. What follows from the sources as of the view's date "
    "is derived beforehand, and stands in the graphs derived, evaluation and findings.",
    "sv": "Svaren följer av enkel slutledning. Det som följer av källorna vid vyns datum härleds "
    "i förväg och står i graferna derived, evaluation och findings.",
}


def service(
    graphs: Sequence[GraphCount], about: About, triples: int, addresses: Addresses
) -> list[Triple]:
    """
    The description.

    SERVICE is refused, so sd:BasicFederatedQuery is not among the features; neither is an update
    language among those understood.

    Args:
        graphs: the named graphs.
        about: the view.
        triples: in the default graph.
        addresses: of this server.

    Source:
        SPARQL 1.1 Service Description, section 3.
    """
    said = Description()
    here = NamedNode(f"{addresses.endpoint}#service")
    said.a(here, "sd:Service")
    said.say(here, "sd:endpoint", NamedNode(addresses.endpoint))
    said.say(here, "sd:supportedLanguage", term("sd:SPARQL11Query"))
    forms = {*RESULT_FORMATS, *GRAPH_FORMATS}
    names = (name for media_type, name in FORMAT_NAMES.items() if media_type in forms)
    said.say(here, "sd:resultFormat", *(term(f"formats:{name}") for name in names))
    if about.name:
        said.say(here, "sd:feature", term("sd:UnionDefaultGraph"))
    said.say(here, "sd:defaultEntailmentRegime", term("entailment:Simple"))
    said.say(here, "rdfs:comment", *in_languages(_ENTAILMENT))
    dataset, default = addresses.node("dataset"), addresses.node("default-graph")
    said.say(here, "sd:defaultDataset", dataset)
    said.say(here, "rdfs:seeAlso", NamedNode(addresses.void), NamedNode(addresses.graphs))
    _extensions(said, here, addresses)
    said.a(default, "sd:Graph", "void:Dataset")
    said.say(default, "void:triples", triples)
    said.a(dataset, "sd:Dataset", "void:Dataset")
    said.say(dataset, "sd:defaultGraph", default)
    _named_graphs(said, dataset, graphs, addresses)
    return said.triples


def graph_list(graphs: Sequence[GraphCount], addresses: Addresses) -> list[Triple]:
    """The named graphs alone."""
    said = Description()
    here = NamedNode(addresses.graphs)
    said.a(here, "sd:GraphCollection")
    _named_graphs(said, here, graphs, addresses)
    return said.triples


def _named_graphs(
    said: Description, collection: Node, graphs: Sequence[GraphCount], addresses: Addresses
) -> None:
    nodes = [said.blank() for _ in graphs]
    said.say(collection, "sd:namedGraph", *nodes)
    for named, graph in zip(nodes, graphs, strict=True):
        content = addresses.graph_node(graph.iri)
        said.a(named, "sd:NamedGraph")
        said.say(named, "sd:name", NamedNode(graph.iri))
        said.say(named, "sd:graph", content)
        said.a(content, "sd:Graph", "void:Dataset")
        said.say(content, "void:triples", graph.triples)
        said.say(content, "void:dataDump", NamedNode(addresses.of_graph[graph.iri]))


def _extensions(said: Description, here: Node, addresses: Addresses) -> None:
    features = [NamedNode(f"{addresses.endpoint}#{extension.name}") for extension in EXTENSIONS]
    functions = [NamedNode(GEOSPARQL + name) for name in sorted(FUNCTIONS)]
    said.say(here, "sd:languageExtension", *features)
    said.say(here, "sd:extensionFunction", *functions)
    for feature, extension in zip(features, EXTENSIONS, strict=True):
        said.a(feature, "sd:Feature")
        said.say(feature, "rdfs:label", Literal(extension.label, language="en"))
        said.say(feature, "rdfs:seeAlso", NamedNode(extension.specified))
        said.say(feature, "skos:example", extension.example)
    for function in functions:
        said.a(function, "sd:Function")
