"""What the sheets of a register are called, and when two names are the same."""

import re
import unicodedata
from typing import NamedTuple


class SheetName(NamedTuple):
    """A kind of thing, the sheet that lists it, and which graph its rows fill."""

    name: str
    sv: str
    en: str
    access: str = "public"


#: In the order of the workbook. `cost` rows are internal if the register says so.
SHEETS = (
    SheetName("smv:Application", "Applikationer", "Applications"),
    SheetName("smv:RoleAssignment", "Roller", "Roles"),
    SheetName("smv:Use", "Användningar", "Uses"),
    SheetName("smv:Agreement", "Avtal", "Agreements"),
    SheetName("smv:Documentation", "Dokumentation", "Documentation"),
    SheetName("smv:SupportArrangement", "Stöd", "Support"),
    SheetName("smv:SpecialistCompetence", "Specialistkompetens", "Specialist competence"),
    SheetName("smv:Product", "Produkter", "Products"),
    SheetName("smv:Supplier", "Leverantörer", "Suppliers"),
    SheetName("smv:Administration", "Förvaltningar", "Administrations"),
    SheetName("smv:ITUnit", "IT-enheter", "IT units"),
    SheetName("smv:MunicipalCompany", "Kommunala bolag", "Municipal companies"),
    SheetName("org:Post", "Befattningar", "Posts"),
    SheetName("smv:Activity", "Verksamheter", "Activities"),
    SheetName("smv:TrainingPlan", "Utbildningsplaner", "Training plans"),
    SheetName("smv:Training", "Utbildningar", "Trainings"),
    SheetName("smv:Introduction", "Införanden", "Introductions"),
    SheetName("smv:IntroductionPlan", "Införandeplaner", "Introduction plans"),
    SheetName("smv:CompetenceCount", "Kompetensmätningar", "Competence counts"),
    SheetName("smv:Cost", "Kostnader", "Costs", "cost"),
    SheetName("smv:JointCost", "Gemensamma kostnader", "Joint costs", "cost"),
    SheetName("smv:CostShare", "Kostnadsandelar", "Cost shares", "cost"),
    SheetName("smv:AccessDecision", "Behörighetsbeslut", "Access decisions"),
    SheetName("smv:ChangeRequest", "Ändringsönskemål", "Change requests"),
    SheetName("smv:Change", "Ändringar", "Changes"),
    SheetName("smv:BudgetDecision", "Budgetbeslut", "Budget decisions"),
    SheetName("smv:BudgetEffect", "Budgeteffekter", "Budget effects"),
    SheetName("smv:Communication", "Kommunikation", "Communication"),
    SheetName("smv:GoverningDocument", "Styrdokument", "Governing documents"),
    SheetName("smv:Adoption", "Antaganden", "Adoptions"),
    SheetName("smv:Network", "Nät", "Networks"),
    SheetName("smv:EService", "E-tjänster", "E-services"),
    SheetName("smv:ITFunction", "IT-funktioner", "IT functions"),
    SheetName("smv:Cooperation", "Samverkan", "Cooperation"),
    SheetName("smv:CooperationLevelAssignment", "Samverkansnivåer", "Cooperation levels"),
    SheetName("smv:Participation", "Deltagande", "Participation"),
    SheetName("smv:CooperationArea", "Samverkansområden", "Cooperation areas"),
    SheetName("smv:CooperationPotential", "Samverkansmöjligheter", "Cooperation potential"),
    SheetName("smv:ITManagersGroup", "IT-chefsgrupper", "IT managers' groups"),
    SheetName("smv:SteeringGroup", "Styrgrupper", "Steering groups"),
    SheetName("smv:CompetenceNetwork", "Kompetensnätverk", "Competence networks"),
    SheetName("smv:Assessment", "Bedömningar", "Assessments"),
    SheetName("smv:GoalStatus", "Målstatus", "Goal status"),
    SheetName("smv:Inquiry", "Utredningar", "Inquiries"),
    SheetName("smv:Assignment", "Uppdrag", "Assignments"),
    SheetName("smv:Conclusion", "Slutsatser", "Conclusions"),
    SheetName("foaf:Person", "Personer", "Persons", "internal"),
    SheetName("smv:PostHolding", "Postinnehav", "Post holdings", "internal"),
    SheetName(
        "smv:AccessDecision", "Behörighetsbeslut, personer", "Access decisions, persons", "internal"
    ),
)
INSTRUCTIONS = {"sv": "Instruktion", "en": "Instructions"}
OTHER = {"sv": "Övriga uppgifter", "en": "Other statements"}
FINDINGS = {"sv": "Granskning", "en": "Findings"}
LISTS = "_listor"

KEY = {"sv": "Nyckel", "en": "Key"}
#: Properties that may describe a thing of any kind; names, so that no two columns share one.
NAME = {"sv": "Namn", "en": "Name"}
NOTE = {"sv": "Anteckning", "en": "Note"}
SOURCE = {"sv": "Källa", "en": "Source"}
#: What the columns mean whose terms the vocabulary does not define itself.
EXPLAINED = {
    "key": {
        "sv": "Kort, beständigt namn som andra rader hänvisar med, till exempel ekonomi. "
        "Ändra det aldrig: saken byter då identitet. Namnet får däremot ändras.",
        "en": "Short, lasting name by which other rows point at this one, such as finance. "
        "Never change it: the thing would become another one. The name may change.",
    },
    "name": {"sv": "Vad saken heter.", "en": "What the thing is called."},
    "note": {"sv": "Fritt förtydligande.", "en": "Any remark that makes it clearer."},
    "source": {
        "sv": "Varifrån uppgiften kommer: en webbadress eller ett kortnamn.",
        "en": "Where the statement comes from: a web address or a short name.",
    },
    "org:unitOf": {
        "sv": "Den kommun eller det förbund som enheten hör till.",
        "en": "The municipality or federation that the unit belongs to.",
    },
    "org:postIn": {
        "sv": "Den enhet eller organisation som befattningen finns i.",
        "en": "The unit or organisation that the post is in.",
    },
    "smv:fictional": {"sv": "Ja om saken är påhittad.", "en": "Yes if the thing is made up."},
}
IN_ENGLISH = {"sv": "engelska", "en": "English"}

_SPACE = re.compile(r"\s+")


def plain(text: str) -> str:
    """The name for comparing: case, accents' encoding, odd spaces and a trailing `*` removed."""
    told = unicodedata.normalize("NFC", text).replace("\N{SOFT HYPHEN}", "")
    return _SPACE.sub(" ", told).strip(" *:").casefold()


def composed(text: str) -> str:
    """
    The text with each letter and its accent as one character, as an address is left as it is.

    Some systems write `ä` as two characters, which look the same and would be another key.
    """
    return text if "://" in text else unicodedata.normalize("NFC", text)


def kind_of(class_name: str) -> str:
    """`it-unit` for `smv:ITUnit`: the part of an IRI that says what the thing is."""
    local = class_name.split(":", 1)[-1]
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", local)
    return parted.lower()
