"""Notices as people and programs get them: a sentence on a page, and a header."""

import re
from collections.abc import Iterable

from samverkan.query.question import Notice

HEADER = "Samverkan-Notice"
#: Characters of a value, and of the header, at most: proxies refuse what is much longer.
_LONGEST_VALUE, _LONGEST = 200, 2000

TOLD = {
    "prefix-added": (
        "Raden PREFIX {prefix}: <{iri}> fattades och lades till.",
        "The line PREFIX {prefix}: <{iri}> was missing, and was added.",
    ),
    "unknown-term": (
        "{term} är okänt: ingenting i datamängden använder det.",
        "{term} is unknown: nothing in the dataset uses it.",
    ),
    "unknown-graph": (
        "Det finns ingen graf {graph}.",
        "There is no graph {graph}.",
    ),
    "never-bound": (
        "{variable} får aldrig något värde i frågan.",
        "{variable} is never given a value in the query.",
    ),
    "untagged-text": (
        "{text} finns bara med språk i datamängden.",
        "{text} is in the dataset only with a language.",
    ),
    "slow-not-exists": (
        "Rad {line}: NOT EXISTS med flera led är långsamt här; MINUS {{ ... }} är snabbt.",
        "Line {line}: NOT EXISTS with several steps is slow here; MINUS {{ ... }} is fast.",
    ),
    "slow-aggregate": (
        "Rad {line}: att räkna inuti EXISTS är långsamt här; räkna i en egen SELECT och jämför "
        "utanför.",
        "Line {line}: counting inside EXISTS is slow here; count in a SELECT of its own, and "
        "compare outside.",
    ),
    "slow-product": (
        "Rad {line}: delar av gruppen har ingen variabel gemensam, så allt paras ihop med allt.",
        "Line {line}: parts of the group share no variable, so all is paired with all.",
    ),
    "slow-path": (
        "Rad {line}: en väg av valfri längd utan fast ände går igenom allt; ge ena änden ett värde "
        "eller en klass.",
        "Line {line}: a path of any length without a fixed end walks through everything; give one "
        "end a value or a class.",
    ),
}
_NEAR = ("Menade du {near}?", "Did you mean {near}?")


def told(notice: Notice, language: str) -> str:
    """The notice as a sentence or two."""
    english = language == "en"
    sentence = TOLD[notice.code][english].format(**notice.values)
    if "near" not in notice.values:
        return sentence
    return f"{sentence} {_NEAR[english].format(near=notice.values['near'])}"


def header(notices: Iterable[Notice]) -> str:
    """
    The notices as the value of a header: a list of codes with parameters, ASCII.

    What would make it longer than proxies let through is left out.

    Source:
        RFC 9651, sections 3.1 (lists), 3.1.2 (parameters), 3.3.3 and 3.3.8 (strings).
    """
    value = ""
    for notice in notices:
        item = notice.code + "".join(f";{k}={_string(v)}" for k, v in notice.values.items())
        longer = f"{value}, {item}" if value else item
        if len(longer) <= _LONGEST:
            value = longer
    return value


def _string(text: str) -> str:
    text = text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 3] + "..."
    if re.fullmatch(r"[ -~]*", text):
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    coded = "".join(
        chr(byte) if 0x20 <= byte <= 0x7E and chr(byte) not in '%"' else f"%{byte:02x}"
        for byte in text.encode()
    )
    return f'%"{coded}"'
