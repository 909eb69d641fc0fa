"""A store made of a snippet of Turtle in a small frame, and what is derived from it."""

import re
from datetime import date

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from samverkan.derive import derive
from samverkan.namespaces import DERIVED_GRAPH, PREFIXES, RDF

EX = "https://w3id.org/samverkan/id/fixture/"
DATASET = NamedNode(EX + "dataset")
PREFIX = {**PREFIXES, "ex": EX}
HEADER = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIX.items())

#: Two bound municipalities and a federation are members; the neighbour is not.
FRAME = """
smv:Municipality rdfs:subClassOf org:FormalOrganization .
smv:LocalFederation rdfs:subClassOf org:FormalOrganization .
smv:MunicipalCompany rdfs:subClassOf org:FormalOrganization .
org:FormalOrganization rdfs:subClassOf org:Organization .
org:OrganizationalUnit rdfs:subClassOf org:Organization .
smv:Administration rdfs:subClassOf org:OrganizationalUnit .
smv:ITUnit rdfs:subClassOf org:OrganizationalUnit .
smv:ITManagersGroup rdfs:subClassOf org:OrganizationalCollaboration .
smv:CompetenceNetwork rdfs:subClassOf org:OrganizationalCollaboration .
org:OrganizationalCollaboration rdfs:subClassOf org:Organization .
smv:JointCost rdfs:subClassOf smv:Cost .
smv:Policy rdfs:subClassOf smv:GoverningDocument .

ex:dataset a smv:Dataset ;
    smv:member ex:north , ex:south , ex:federation ; smv:evaluatedAgainst ex:policy .
ex:policy a smv:Policy ; smv:binds ex:north , ex:south , ex:neighbour .
ex:north a smv:Municipality .
ex:south a smv:Municipality .
ex:neighbour a smv:Municipality .
ex:federation a smv:LocalFederation .
ex:northSchools a smv:Administration ; org:unitOf ex:north .
ex:northCare a smv:Administration ; org:unitOf ex:north .
ex:southSchools a smv:Administration ; org:unitOf ex:south .
ex:neighbourSchools a smv:Administration ; org:unitOf ex:neighbour .
ex:northIT a smv:ITUnit ; org:unitOf ex:north .
ex:southIT a smv:ITUnit ; org:unitOf ex:south .
ex:head a org:Post ; org:postIn ex:northSchools .
ex:clerk a org:Post ; org:postIn ex:northSchools .
ex:southHead a org:Post ; org:postIn ex:southSchools .
"""

#: Something of everything, so that every rule and step has work.
REGISTER = """
ex:registry a smv:Application ; smv:generality code:generality-activitySpecific ;
    smv:introductionDecidedOn <2010-01-01> ; smv:inUseFrom <2011-01-01> ;
    smv:usesProduct ex:product ; smv:responsibleMunicipality ex:north .
ex:product a smv:Product ; smv:suppliedBy ex:supplier .
ex:needy a smv:Application ; smv:needsProductSupport true .
ex:planned a smv:Application ; smv:plannedInUseFrom <2021-01-01> .
ex:old a smv:Application ; smv:inUseFrom <2001-01-01> ; smv:retiredOn <2015-01-01> .
ex:useNorth a smv:Use ; smv:application ex:registry ; smv:user ex:north ;
    smv:userUnit ex:northSchools ; smv:from <2011-01-01> .
ex:useSouth a smv:Use ; smv:application ex:registry ; smv:user ex:south ; smv:from <2018-01-01> .
ex:owner a smv:RoleAssignment ; smv:application ex:registry ; smv:role code:role-systemOwner ;
    smv:holder ex:head ; smv:from <2012-01-01> .
ex:owner2 a smv:RoleAssignment ; smv:application ex:registry ; smv:role code:role-systemOwner ;
    smv:holder ex:southHead ; smv:from <2013-01-01> ; smv:until <2013-12-31> .
ex:manager a smv:RoleAssignment ; smv:application ex:registry ;
    smv:role code:role-systemManager ; smv:holder ex:clerk ; smv:appointedBy ex:clerk ;
    smv:from <2018-01-01> .
ex:operation a smv:RoleAssignment ; smv:application ex:registry ;
    smv:role code:role-operatingITUnit ; smv:holder ex:northIT ; smv:from <2018-01-01> .
ex:operated a smv:Agreement ; smv:agreementKind code:agreementKind-operation ;
    smv:covers ex:registry ; smv:provider ex:southIT ; smv:customer ex:northSchools ;
    smv:from <2018-01-01> ; smv:until <2018-12-31> ; smv:renewalMonths 12 ; smv:noticeMonths 3 .
ex:supported a smv:Agreement ; smv:agreementKind code:agreementKind-support ;
    smv:covers ex:product ; smv:provider ex:supplier ; smv:customer ex:north ;
    smv:from <2018-01-01> .
ex:plan a smv:TrainingPlan ; smv:audience code:trainingAudience-users ;
    smv:application ex:registry ; smv:drawnUpBy ex:clerk ; smv:drawnUpOn <2018-01-01> ;
    smv:from <2018-01-01> .
ex:itPlan a smv:TrainingPlan ; smv:audience code:trainingAudience-itStaff ;
    smv:appliesTo ex:north , ex:south ; smv:from <2018-01-01> .
ex:course a smv:Training ; smv:application ex:registry ; smv:heldOn <2018-06-01> ;
    smv:ledBy ex:head ; smv:onBehalfOf ex:clerk .
ex:introduction a smv:Introduction ; smv:application ex:registry ; smv:until <2018-06-01> ;
    smv:followedByPlan ex:plan .
ex:routines a smv:Documentation ; smv:documentationKind code:documentationKind-routines ;
    smv:application ex:registry .
ex:runbook a smv:Documentation ; smv:documentationKind code:documentationKind-operation ;
    smv:application ex:registry ; smv:documentedOn <2018-01-01> .
ex:help a smv:SupportArrangement ; smv:supportChannel code:supportChannel-systemManager ;
    smv:application ex:registry ; smv:contact ex:head .
ex:knowledge a smv:SpecialistCompetence ; smv:application ex:registry ; smv:heldIn ex:northIT .
ex:access a smv:AccessDecision ; smv:application ex:registry ; smv:decidedBy ex:clerk ;
    smv:decidedOn <2018-01-01> .
ex:cost a smv:Cost ; smv:application ex:registry ; smv:costKind code:costKind-licence ;
    smv:amount 10.00 ; smv:incurredBy ex:north ; smv:borneBy ex:southSchools ;
    smv:approvedBy ex:clerk ; smv:approvedOn <2018-01-01> ; smv:from <2018-01-01> .
ex:own a smv:Cost ; smv:application ex:registry ; smv:costKind code:costKind-licence ;
    smv:amount 10.00 ; smv:incurredBy ex:north ; smv:borneBy ex:northCare ;
    smv:from <2018-01-01> .
ex:line a smv:Cost ; smv:costKind code:costKind-communication ; smv:amount 5.00 ;
    smv:incurredBy ex:north ; smv:borneBy ex:northSchools .
ex:joint a smv:JointCost ; smv:application ex:registry ; smv:amount 30.00 ;
    smv:costKind code:costKind-operation ; smv:incurredBy ex:federation ;
    smv:divisionKey code:divisionKey-populationModel ; smv:referenceDate <2018-12-31> ;
    smv:from <2018-01-01> .
ex:agreed a smv:JointCost ; smv:amount 30.00 ; smv:divisionKey ex:operated .
ex:shareNorth a smv:CostShare ; smv:shareOf ex:joint ; smv:bearer ex:north ;
    smv:amount 20.00 ; smv:borneBy ex:northCare .
ex:shareSouth a smv:CostShare ; smv:shareOf ex:joint ; smv:bearer ex:south ; smv:amount 10.00 .
ex:popNorth a smv:PopulationObservation ; smv:municipality ex:north ;
    smv:referenceDate <2018-12-31> ; smv:inhabitants 200 .
ex:popSouth a smv:PopulationObservation ; smv:municipality ex:south ;
    smv:referenceDate <2018-12-31> ; smv:inhabitants 100 .
ex:move a smv:Change ; smv:changeKind code:changeKind-platform ; smv:withinITBudget false ;
    smv:takesEffectOn <2019-09-01> ; smv:affects ex:northSchools .
ex:effect a smv:BudgetEffect ; smv:concernsChange ex:move ; smv:affects ex:northCare .
ex:yes a smv:BudgetDecision ; smv:concernsChange ex:move ;
    smv:outcome code:decisionOutcome-approved ; smv:decidedOn <2019-01-01> .
ex:policyNorth a smv:GoverningDocument ; smv:documentKind code:documentKind-itPolicy ;
    smv:from <2019-01-01> ; smv:until <2023-12-31> .
ex:strategies a smv:GoverningDocument ; smv:documentKind code:documentKind-itStrategies .
ex:instructionsNorth a smv:GoverningDocument ; smv:appliesTo ex:north ;
    smv:documentKind code:documentKind-itInstructions ; smv:chapter "Backup" .
ex:instructionsSouth a smv:GoverningDocument ; smv:appliesTo ex:south ;
    smv:documentKind code:documentKind-itInstructions ; smv:chapter "Access" .
ex:adoption a smv:Adoption ; smv:adopts ex:policyNorth ; smv:adoptedBy ex:north ;
    smv:adoptionStatus code:adoptionStatus-decided ; smv:decidedOn <2018-12-01> ;
    smv:decidingBody code:decidingBody-council .
ex:letter a smv:Communication ; smv:about ex:policy ; smv:toAudience ex:northSchools ;
    smv:communicationPurpose code:communicationPurpose-makeKnown ; smv:sentOn <2019-01-01> .
ex:network a smv:Network ; smv:municipality ex:north ;
    smv:networkKind code:networkKind-administrative .
ex:northIT smv:itUnitKind code:itUnitKind-administrative .
ex:group a smv:ITManagersGroup .
ex:seat a smv:Participation ; smv:participant ex:northIT ; smv:participatesIn ex:group .
ex:together a smv:Cooperation ; smv:from <2018-01-01> .
ex:third a smv:CooperationLevelAssignment ; smv:cooperation ex:together ;
    smv:level code:cooperationLevel-3 .
ex:schoolArea a smv:CooperationArea .
ex:experts a smv:CompetenceNetwork ; smv:field ex:schoolArea .
ex:status a smv:GoalStatus ; smv:ofGoal ex:goal ; smv:assessedOn <2019-01-01> ;
    smv:goalState code:goalState-underWay .
code:role-systemOwner skos:prefLabel "system owner"@en .
"""


class Derived:
    """A store as of a day, asked in prefixed names."""

    def __init__(self, text: str, on: str, frame: str = FRAME) -> None:
        self.store = store_of(text, frame)
        self.as_of(on)

    def as_of(self, on: str) -> "Derived":
        """The same sources as of another day."""
        derive(self.store, date.fromisoformat(on), DATASET)
        return self

    def values(self, subject: str, predicate: str) -> set[str]:
        """What is derived of a thing by a property, or nothing."""
        quads = self.store.quads_for_pattern(node(subject), node(predicate), None, DERIVED_GRAPH)
        return {short(quad.object) for quad in quads}

    def value(self, subject: str, predicate: str) -> str | None:
        """The one value that is derived, or None."""
        found = self.values(subject, predicate)
        assert len(found) < 2, found
        return next(iter(found), None)

    def of(self, name: str) -> set[str]:
        """The things that are derived to be of a class."""
        quads = self.store.quads_for_pattern(
            None, NamedNode(RDF + "type"), node(name), DERIVED_GRAPH
        )
        return {short(quad.subject) for quad in quads}


def node(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIX[prefix] + local)


def short(term) -> str:
    if not isinstance(term, NamedNode):
        return term.value
    base, prefix = max(
        ((iri, name) for name, iri in PREFIX.items() if term.value.startswith(iri)),
        key=lambda fit: len(fit[0]),
    )
    return f"{prefix}:{term.value[len(base) :]}"


def store_of(text: str, frame: str = FRAME) -> Store:
    """
    The triples in a named graph and, once, in the default graph.

    To keep snippets short, `<2019-10-01>` stands for that day as xsd:date.
    """
    store = Store()
    dated = re.sub(r"<(\d{4}-\d\d-\d\d)>", r'"\1"^^xsd:date', frame + text)
    for quad in parse((HEADER + dated).encode(), RdfFormat.TURTLE):
        store.add(quad)
        store.add(Quad(quad.subject, quad.predicate, quad.object, NamedNode(EX + "graph")))
    return store
