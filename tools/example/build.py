"""The whole register, complete: nothing in it breaks a rule until the gaps are made."""

from datetime import date

from example import (
    applications,
    competence,
    cooperation,
    documentation,
    governance,
    holdings,
    installed,
    persons,
    platform,
)
from example.agreements import Agreements
from example.costs import REFERENCE_DATE, Costs
from example.organisation import MUNICIPALITIES, Organisation
from example.register import Register
from example.turtle import Term
from samverkan.population import population_on


def register() -> Register:
    """The register without gaps."""
    made = Register()
    applications.market(made)
    organisation = Organisation(made)
    told = list(installed.read())
    for application in told:
        holdings.fill(organisation, application)
    for application in told:
        applications.describe(made, organisation, application)
    applications.other_uses(made)
    applications.successors(made)
    Agreements(made, organisation, told).describe()
    documentation.documents(made, organisation, told)
    documentation.access_decisions(made, organisation, told)
    documentation.change_requests(made, organisation, told)
    plan_of = competence.plans(made, told)
    competence.trainings(made, told, plan_of)
    competence.specialists(made, organisation, told)
    people = inhabitants(REFERENCE_DATE)
    competence.counts(made, organisation, people)
    Costs(made, organisation, people).describe(told)
    cooperation.bodies(made, organisation)
    cooperation.cooperation(made, organisation)
    platform.networks(made)
    platform.e_services(made)
    platform.changes(made, organisation)
    platform.assessments(made, told)
    governance.documents(made)
    governance.made_known(made, organisation)
    governance.plans(made, told)
    governance.inquiries(made)
    governance.goals(made)
    persons.holders(made)
    persons.personal_access(made, told)
    return made


def inhabitants(day: date) -> dict[Term, int]:
    """The inhabitants of the five municipalities, from the reference data."""
    found = population_on(day, [place.code for place in MUNICIPALITIES])
    return {Term(f"mun:{municipality.code}"): municipality.inhabitants for municipality in found}
