"""The files of the example: their names, what they say of themselves, and the dataset's own."""

from example.organisation import FEDERATION, MUNICIPALITIES, Place
from example.register import TODAY, Register
from example.turtle import SUPPLIER, THINGS, Node, Term, document, texts

DATASET = "https://w3id.org/samverkan/dataset/example"
GRAPHS = "https://w3id.org/samverkan/graph/"
ACCESS = "http://publications.europa.eu/resource/authority/access-right/"

_COMMENT = "Made up: everything in this file is fictional. Written by tools/make_example.py."
_ABOUT = (
    "Påhittade exempeldata: organisationerna finns, men inget här säger något om hur de verkligen "
    "arbetar. Leverantörer, produkter, avtal och belopp är uppdiktade.",
    "Made-up example data: the organisations exist, but nothing here says anything of how they "
    "really work. Suppliers, products, agreements and amounts are invented.",
)
_ABOUT_INTERNAL = (
    "Påhittade exempeldata: personerna finns inte, och uppgifterna säger inget om den verkliga "
    "organisationen. Filen visar vad som hålls internt.",
    "Made-up example data: the persons do not exist, and nothing here is true of the real "
    "organisation. The file shows what is kept internal.",
)
_STORY = (
    "Ett påhittat men fullständigt register över IT i fem kommuner och deras kommunalförbund den "
    "1 oktober 2019. I berättelsen har de fem antagit en förnyad utgåva av policyn för 2019–2023. "
    "Allt är uppdiktat: applikationer, leverantörer, avtal, kostnader och personer. Kostnaderna är "
    "offentliga utom i Åmål, som håller sina egna interna. Luckorna är avsiktliga och står i "
    "gaps.csv.",
    "A made-up but complete register of IT in five municipalities and their local federation on "
    "1 October 2019. In the story the five have adopted a renewed issue of the policy for "
    "2019–2023. Everything is invented: applications, suppliers, agreements, costs and persons. "
    "Costs are public except in Åmål, which keeps its own internal. The gaps are intended and "
    "stand in gaps.csv.",
)


def written(register: Register) -> dict[str, str]:
    """The content of every Turtle file, by file name."""
    files = {f"{graph}.ttl": _file(register, graph) for graph in register.graphs()}
    files["dataset.ttl"] = _dataset(register)
    return files


def _file(register: Register, graph: str) -> str:
    said = _ABOUT_INTERNAL if graph.endswith("-internal") else _ABOUT
    header = Node(Term(f"<{GRAPHS}{SUPPLIER}{graph}>"))
    header.add("fictional", True).add("rdfs:comment", *texts(*said))
    return document(_COMMENT, [("", [header]), *register.sections(graph)])


def _dataset(register: Register) -> str:
    node = Node(Term(f"<{DATASET}>"), Term("smv:Dataset"))
    node.add("rdfs:label", *texts("Dalsland 2019, påhittat", "Dalsland 2019, made up"))
    node.add("dcterms:description", *texts(*_STORY)).add("fictional", True)
    node.add("evaluationDate", TODAY).add("goodTimeDays", 90)
    members = [*(place.iri for place in MUNICIPALITIES), FEDERATION.iri]
    node.add("member", *sorted(members)).add("evaluatedAgainst", Term("dalsland:policy"))
    graphs = register.graphs()
    node.add("sourceFile", *(_source_iri(graph) for graph in graphs))
    return document(_COMMENT, [("", [node, *(_source_file(register, g) for g in graphs)])])


def _source_iri(graph: str) -> Term:
    return Term(f"<{DATASET}/file/{graph}>")


def _source_file(register: Register, graph: str) -> Node:
    place = next(
        p for p in (*MUNICIPALITIES, FEDERATION) if p.graph == graph.removesuffix("-internal")
    )
    internal = graph != place.graph
    thing = Node(_source_iri(graph), Term("smv:SourceFile"))
    thing.add("rdfs:label", *texts(_title(place) + (", internt" if internal else "")))
    thing.add("file", f"{graph}.ttl").add("graph", Term(f"<{GRAPHS}{SUPPLIER}{graph}>"))
    thing.add("idBase", Term(f"<{THINGS}{SUPPLIER}{graph}/>"))
    thing.add("dcterms:publisher", place.iri)
    thing.add("dcterms:accessRights", Term(f"<{ACCESS}{'NON_PUBLIC' if internal else 'PUBLIC'}>"))
    if internal:
        things = [t for _, section in register.sections(graph) for t in section]
        classes = {thing.type for thing in things if thing.type}
        thing.add("describes", *sorted(classes))
    return thing


def _title(place: Place) -> str:
    return place.name if place.code else "Kommunalförbundet"
