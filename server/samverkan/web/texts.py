"""What the pages say, in Swedish and English, and which of the two a request wants."""

from flask import request

LANGUAGES = ("sv", "en")

_TEXTS = {
    "sv": {
        "title": "Samverkan",
        "tagline": "IT-styrning i samverkan mellan kommuner, som en kunskapsgraf att ställa frågor till",
        "fictional": "Påhittade data. Leverantörer, produkter, avtal och personer finns inte.",
        "as_of": "Per",
        "questions": "Färdiga frågor",
        "all_questions": "Alla frågor",
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
        "parameters": "Parametrar",
        "answers_requirements": "Besvarar",
        "columns": "Kolumner",
        "yes": "Ja",
        "no": "Nej",
        "home": "Start",
        "language": "English",
        "problem": "Det gick inte",
        "not_found": "Det finns ingen sida {path}; börja om från startsidan.",
        "internal_error": "Ett fel som inte var väntat. Försök igen, och anmäl det om det kommer tillbaka.",
        "back": "Till startsidan",
        "dataset": "Datamängd",
        "statements": "påståenden",
        "violations": "fel",
        "warnings": "varningar",
        "infos": "upplysningar",
        "found_in_validation": "Kontroll mot policyn",
        "endpoint": "SPARQL-adress",
        "file_as_is": "En fil, serverad som den är",
        "skip": "Till innehållet",
    },
    "en": {
        "title": "Samverkan",
        "tagline": "IT governance shared by municipalities, as a knowledge graph to ask questions of",
        "fictional": "Made-up data. Suppliers, products, agreements and people do not exist.",
        "as_of": "As of",
        "questions": "Ready questions",
        "all_questions": "All questions",
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
        "parameters": "Parameters",
        "answers_requirements": "Answers",
        "columns": "Columns",
        "yes": "Yes",
        "no": "No",
        "home": "Start",
        "language": "Svenska",
        "problem": "That did not work",
        "not_found": "There is no page {path}; begin at the start page.",
        "internal_error": "An error that nobody foresaw. Try again, and report it if it comes back.",
        "back": "To the start page",
        "dataset": "Dataset",
        "statements": "statements",
        "violations": "violations",
        "warnings": "warnings",
        "infos": "infos",
        "found_in_validation": "Held against the policy",
        "endpoint": "SPARQL address",
        "file_as_is": "A file, served as it is",
        "skip": "To the content",
    },
}


def language() -> str:
    """`sv` or `en`: by `?lang=`, else by what the browser prefers, else Swedish."""
    asked = request.values.get("lang")
    if asked in LANGUAGES:
        return asked
    return request.accept_languages.best_match(LANGUAGES) or "sv"


def texts() -> dict[str, str]:
    """The texts in the request's language."""
    return _TEXTS[language()]
