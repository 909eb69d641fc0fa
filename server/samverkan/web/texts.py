"""What the pages say, in Swedish and English, and which of the two a request wants."""

from flask import request
from werkzeug.wrappers import Request

from samverkan.web.negotiation import given
from samverkan.web.query_texts import QUERY_TEXTS

LANGUAGES = ("sv", "en")

_TEXTS = {
    "sv": {
        "title": "Samverkan",
        "tagline": "Vem äger, ansvarar för och driftar vilken applikation?",
        "about": "IT-styrning i samverkan mellan kommuner, som en kunskapsgraf att fråga: "
        "applikationer, roller, avtal, kostnader, och hur de står sig mot den gemensamma policyn.",
        "fictional": "Påhittade data. Leverantörer, produkter, avtal och personer finns inte.",
        "internal": "Med interna data. Sidan är bara till för den som har en kod för dem.",
        "as_of": "per",
        "questions": "Färdiga frågor",
        "own_question": "Egen fråga (SPARQL)",
        "ask": "Fråga",
        "answer": "Svar",
        "rows": "rader",
        "one_row": "1 rad",
        "no_rows": "Inga rader: ingenting i datamängden stämmer in.",
        "truncated": "Sidan visar de första {n} raderna; filerna nedan har alla.",
        "download": "Ladda ner",
        "show_query": "Visa SPARQL",
        "edit_query": "Ändra frågan",
        "answers_requirements": "Besvarar",
        "hidden": "Frågan behöver interna data, som inte är med här: svaret är inte hela svaret.",
        "yes": "Ja",
        "no": "Nej",
        "either": "–",
        "language": "English",
        "problem": "Det gick inte",
        "back": "Till startsidan",
        "notices": "Bra att veta om frågan",
        "dataset": "Datamängd",
        "violations": "fel",
        "warnings": "varningar",
        "infos": "upplysningar",
        "found_in_validation": "Kontroll mot policyn",
        "endpoint": "SPARQL-adress",
        "file_as_is": "En fil, serverad som den är",
        "skip": "Till innehållet",
        "graphs": "Grafer",
        "graphs_about": "Varje källa fyller en graf med sitt namn; standardgrafen är allt "
        "tillsammans.",
        "default_graph": "Standardgrafen",
        "numbers": "Datamängden i siffror",
        "name": "Namn",
        "triples": "tripplar",
        "subjects": "subjekt",
        "objects": "objekt",
        "things": "saker",
        "publisher": "Utgivare",
        "classes": "Klasser",
        "properties": "Egenskaper",
        "links": "Länkar till andra",
        "count": "Antal",
    },
    "en": {
        "title": "Samverkan",
        "tagline": "Who owns, manages and runs which application?",
        "about": "IT governance shared by municipalities, as a knowledge graph to ask: "
        "applications, roles, agreements, costs, and how they stand to the policy they share.",
        "fictional": "Made-up data. Suppliers, products, agreements and people do not exist.",
        "internal": "With internal data. This page is for holders of a token alone.",
        "as_of": "as of",
        "questions": "Ready questions",
        "own_question": "A question of your own (SPARQL)",
        "ask": "Ask",
        "answer": "Answer",
        "rows": "rows",
        "one_row": "1 row",
        "no_rows": "No rows: nothing in the dataset matches.",
        "truncated": "The page shows the first {n} rows; the files below have all.",
        "download": "Download",
        "show_query": "Show SPARQL",
        "edit_query": "Change the query",
        "answers_requirements": "Answers",
        "hidden": "The question needs internal data, which are left out here: not the whole "
        "answer.",
        "yes": "Yes",
        "no": "No",
        "either": "–",
        "language": "Svenska",
        "problem": "That did not work",
        "back": "To the start page",
        "notices": "Worth knowing about the query",
        "dataset": "Dataset",
        "violations": "violations",
        "warnings": "warnings",
        "infos": "infos",
        "found_in_validation": "Held against the policy",
        "endpoint": "SPARQL address",
        "file_as_is": "A file, served as it is",
        "skip": "To the content",
        "graphs": "Graphs",
        "graphs_about": "Each source fills a graph by its name; the default graph is all of them "
        "together.",
        "default_graph": "The default graph",
        "numbers": "The dataset in numbers",
        "name": "Name",
        "triples": "triples",
        "subjects": "subjects",
        "objects": "objects",
        "things": "things",
        "publisher": "Publisher",
        "classes": "Classes",
        "properties": "Properties",
        "links": "Links to others",
        "count": "Count",
    },
}

for _language, _told in QUERY_TEXTS.items():
    _TEXTS[_language] |= _told

#: What the questions are grouped by: the first tag of each.
_TAGS = {
    "agreements": ("Avtal", "Agreements"),
    "applications": ("Applikationer", "Applications"),
    "competence": ("Kompetens", "Competence"),
    "conformance": ("Kontroll mot policyn", "Conformance with the policy"),
    "cooperation": ("Samverkan", "Cooperation"),
    "costs": ("Kostnader", "Costs"),
    "documentation": ("Dokumentation", "Documentation"),
    "documents": ("Styrande dokument", "Governing documents"),
    "e-services": ("E-tjänster", "E-services"),
    "goals": ("Mål", "Goals"),
    "inquiries": ("Utredningar", "Inquiries"),
    "other": ("Övrigt", "Other"),
    "platform": ("Nät och plattform", "Networks and platform"),
    "policy": ("Policyn", "The policy"),
    "products": ("Produkter", "Products"),
    "roles": ("Roller", "Roles"),
    "suppliers": ("Leverantörer", "Suppliers"),
    "units": ("IT-enheter", "IT units"),
}


def language_of(request: Request, otherwise: str = "sv") -> str:
    """
    `sv` or `en`: by `?lang=`, else by what the client prefers.

    Args:
        request: of the client.
        otherwise: for a client that does not say what it prefers.
    """
    asked = given(request, "lang")
    if asked in LANGUAGES:
        return asked
    preferred = sorted(LANGUAGES, key=lambda language: language != otherwise)
    return request.accept_languages.best_match(preferred) or otherwise


def language() -> str:
    """`sv` or `en`, as this request wants it; Swedish if it does not say."""
    return language_of(request)


def texts() -> dict[str, str]:
    """The texts in the request's language."""
    return _TEXTS[language()]


def in_each_language(name: str) -> dict[str, str]:
    """That text by language, for what a reader of any language gets."""
    return {language: _TEXTS[language][name] for language in LANGUAGES}


def tag_name(tag: str) -> str:
    """The tag in the request's language; as it is if there is no name for it."""
    names = _TAGS.get(tag)
    return names[LANGUAGES.index(language())] if names else tag.capitalize()
