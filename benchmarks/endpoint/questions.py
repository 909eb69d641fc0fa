"""Twelve questions that analysts ask, from the smallest to the heaviest."""

PREFIXES = """\
PREFIX smv: <https://w3id.org/samverkan/ns/>
PREFIX code: <https://w3id.org/samverkan/ns/code/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
MUNICIPALITY = "https://w3id.org/samverkan/id/reference/municipality/1461"
APPLICATION = "https://w3id.org/samverkan/id/bench-1461/application/4"

#: What is asked, by name; `{application}` and `{municipality}` stand for IRIs.
QUESTIONS = {
    "label of a thing": "SELECT ?label {{ <{application}> rdfs:label ?label }}",
    "all of a thing": "SELECT ?p ?o {{ <{application}> ?p ?o }}",
    "owner and operator of a thing": """
SELECT ?owner ?ownerLabel ?unit {{
  <{application}> smv:systemOwner ?owner ; smv:operatedBy ?unit . ?owner rdfs:label ?ownerLabel
}}""",
    "applications of a municipality": """
SELECT ?application ?label ?owner ?unit ?agreement {{
  ?application smv:applicationOf <{municipality}> ; a smv:ApplicationInUse ; rdfs:label ?label .
  OPTIONAL {{ ?application smv:systemOwner ?owner }}
  OPTIONAL {{ ?application smv:operatedBy ?unit }}
  OPTIONAL {{ ?application smv:operationAgreementInForce ?agreement }}
}} ORDER BY ?label""",
    "a thing as a graph": "CONSTRUCT {{ <{application}> ?p ?o . ?o rdfs:label ?l }} WHERE {{ "
    "<{application}> ?p ?o OPTIONAL {{ ?o rdfs:label ?l }} }}",
    "agreements to act on": """
SELECT ?agreement ?actBy ?customer {{
  ?agreement a smv:AgreementInForce ; smv:actBy ?actBy ; smv:customerOrganization ?customer
  FILTER(?actBy <= "2021-06-30"^^xsd:date)
}} ORDER BY ?actBy ?agreement LIMIT 200""",
    "applications without operation agreement": """
SELECT ?application ?label {{
  ?application a smv:ApplicationInUse ; rdfs:label ?label
  MINUS {{ ?application smv:operationAgreementInForce ?agreement }}
}} ORDER BY ?application""",
    "count by function": """
SELECT ?function (COUNT(?application) AS ?n) {{
  ?application a smv:ApplicationInUse ; smv:function ?function
}} GROUP BY ?function ORDER BY DESC(?n)""",
    "cost by municipality": """
SELECT ?organization (SUM(?amount) AS ?sum) {{
  ?cost a smv:Cost ; smv:incurredBy ?organization ; smv:amount ?amount
}} GROUP BY ?organization ORDER BY DESC(?sum)""",
    "text in labels": """
SELECT ?thing ?label {{
  ?thing rdfs:label ?label FILTER(CONTAINS(LCASE(?label), "mellerud"))
}} ORDER BY ?thing LIMIT 100""",
    "one product, several agreements": """
SELECT ?product (COUNT(DISTINCT ?customer) AS ?customers) {{
  ?agreement a smv:AgreementInForce ; smv:customerOrganization ?customer ; smv:covers ?application .
  ?application smv:usesProduct ?product
}} GROUP BY ?product HAVING(COUNT(DISTINCT ?customer) > 2) ORDER BY DESC(?customers)""",
    "who uses what, whole": """
SELECT ?application ?label ?user ?owner {{
  ?application a smv:ApplicationInUse ; rdfs:label ?label ; smv:usedBy ?user
  OPTIONAL {{ ?application smv:systemOwner ?owner }}
}}""",
}
TINY = "label of a thing"


def text_of(name: str, application: str = APPLICATION, municipality: str = MUNICIPALITY) -> str:
    """The question about that application and municipality, as SPARQL."""
    body = QUESTIONS[name].format(application=application, municipality=municipality)
    return PREFIXES + body.strip()
