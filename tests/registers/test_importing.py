from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from registers.conftest import write_book
from samverkan.namespaces import CODE, PREFIXES, RDFS, SMV, THINGS, XSD
from samverkan.registers.importing import Register, SupplierError, read_register
from samverkan.registers.problems import RegisterError, errors
from samverkan.registers.serializing import trig
from samverkan.sources.dataset import Access

Read = Callable[..., Register]
Told = Callable[[Register], list[str]]
APPLICATION = f"{THINGS}1461/application/"
AFTERNOON = datetime.combine(date(2019, 10, 1), time(14, 30))
HEAD = ["Nyckel", "Namn", "Funktion", "I bruk från"]


def _values(register: Register, subject: str, predicate: str) -> list[str]:
    quads = register.public_quads + register.internal_quads
    return [
        quad.object.value
        for quad in quads
        if quad.subject.value == subject and quad.predicate.value == predicate
    ]


def test_a_row_becomes_the_triples_that_a_person_would_have_written(read: Read):
    register = read(
        {
            "Applikationer": [HEAD, ["ekonomi", "Ekonomisystemet", "Ekonomi", date(2012, 1, 1)]],
            "Roller": [
                ["Nyckel", "Applikation", "Roll", "Innehavare", "Från och med"],
                ["ekonomi-ägare", "ekonomi", "systemägare", "chef", "1/1 2012"],
            ],
            "Befattningar": [["Nyckel", "Namn", "Befattning inom"], ["chef", "Chefen", "Mellerud"]],
        }
    )

    written = {f"{q.subject} {q.predicate} {q.object}" for q in register.public_quads}
    app, role = f"<{APPLICATION}ekonomi>", f"<{THINGS}1461/role-assignment/ekonomi-ägare>"
    post, org = f"<{THINGS}1461/post/chef>", PREFIXES["org"]
    a = f"<{PREFIXES['rdf']}type>"
    assert not register.problems
    assert register.internal_quads == []
    assert written == {
        f"{app} {a} <{SMV}Application>",
        f'{app} <{RDFS}label> "Ekonomisystemet"@sv',
        f"{app} <{SMV}function> <{CODE}function-finance>",
        f'{app} <{SMV}inUseFrom> "2012-01-01"^^<{XSD}date>',
        f"{role} {a} <{SMV}RoleAssignment>",
        f"{role} <{SMV}application> {app}",
        f"{role} <{SMV}role> <{CODE}role-systemOwner>",
        f"{role} <{SMV}holder> {post}",
        f'{role} <{SMV}from> "2012-01-01"^^<{XSD}date>',
        f"{post} {a} <{org}Post>",
        f'{post} <{RDFS}label> "Chefen"@sv',
        f"{post} <{org}postIn> <{PREFIXES['mun']}1461>",
    }
    assert {q.graph_name.value for q in register.public_quads} == {
        "https://w3id.org/samverkan/graph/1461"
    }


def test_importing_twice_gives_the_same_and_a_new_name_is_the_same_thing(read: Read):
    first = read({"Applikationer": [HEAD, ["ekonomi", "Ekonomi", "Ekonomi"]]})
    again = read({"Applikationer": [HEAD, ["ekonomi", "Ekonomi", "Ekonomi"]]})
    renamed = read({"Applikationer": [HEAD, ["ekonomi", "Nya namnet", "Ekonomi"]]})

    assert trig(first) == trig(again)
    assert {q.subject for q in renamed.public_quads} == {q.subject for q in first.public_quads}


def test_a_letter_written_as_two_characters_is_the_same_letter(read: Read):
    register = read(
        {
            "Applikationer": [HEAD[:2], ["lo\u0308n", "Lön"]],
            "Nät": [["Nyckel", "Källa"], ["n", "lön"], ["m", "lo\u0308n"]],
        }
    )

    assert not register.problems
    assert {q.object.value for q in register.public_quads} >= {APPLICATION + "lön"}
    assert APPLICATION + "lo\u0308n" not in str(register.public_quads)


def test_titles_explanations_empty_rows_and_examples_are_passed_by(read: Read):
    register = read(
        {
            "Applikationer": [
                ["Register över applikationer 2019"],
                [],
                [None, "Förklaring av namn", "Funktion är vad den gör"],
                ["Nyckel *", "  namn ", "Funktion\N{NO-BREAK SPACE}*", "I bruk från"],
                ["# exempel", "Exempel", "Ekonomi", "inget datum"],
                [],
                ["ekonomi", "Ekonomi", "Ekonomi"],
                [None, " ", None],
                ["lön", "Lön", "Personal och lön"],
            ]
        }
    )

    assert not register.problems
    assert {q.subject.value for q in register.public_quads} == {
        APPLICATION + "ekonomi",
        APPLICATION + "lön",
    }


def test_columns_and_sheets_that_are_not_ours_are_noticed_and_left_out(read: Read, told: Told):
    register = read(
        {
            "Applikationer": [
                ["Nyckel", "Namn", "Vår egen kolumn", None, "I brukk från"],
                ["ekonomi", "Ekonomi", "x", "utan rubrik"],
            ],
            "Serverrum": [["Rum", "Plats"], ["A", "Källaren"]],
            "Användningr": [["Nyckel"], ["a"]],
            "Tomt": [],
        }
    )

    assert told(register) == [
        "Applikationer!C1: The column “Vår egen kolumn” is none of the register's and is left out.",
        "Applikationer!D1: The column has no header and is left out: write one if it belongs here.",
        "Applikationer!E1: The column “I brukk från” is none of the register's and is left out. "
        "Is In use from meant?",
        "Serverrum!A1: The sheet “Serverrum” is not read: give it the name of a sheet of the "
        "register (Applications, Roles, Uses, Agreements, Documentation, Support …), or make a "
        "mapping with --suggest-mapping.",
        "Användningr!A1: The sheet “Användningr” is not read. Is Uses meant? If so, give it that "
        "name.",
    ]
    assert len(register.public_quads) == 2


@pytest.mark.parametrize(
    "sheets",
    [
        {},
        {"Applikationer": [HEAD]},
        {"Applikationer": [HEAD, ["# exempel", "Exempel"]]},
        {"Aplikationer": [HEAD, ["ekonomi", "Ekonomi", "Ekonomi"]]},
    ],
)
def test_a_register_of_which_nothing_is_read_does_not_pass(read: Read, sheets: dict):
    register = read(sheets)

    assert [problem.code for problem in errors(register.problems)] == ["Register-empty"]


def test_every_problem_names_its_cell_what_was_found_and_what_to_do(read: Read, told: Told):
    register = read(
        {
            "Applikationer": [
                [*HEAD, "Behöver produktsupport", "Generalitet", "Efterträdare"],
                ["ekonomi", "Ekonomi", "Ekonomy", "01/02/2019", "kanske", "generell; x", "lön"],
                ["två ord", "Namn"],
                [None, "Utan nyckel"],
                ["ekonomi", "En till"],
            ],
            "Kostnader": [["Nyckel", "Belopp"], ["k1", "tolv"], ["k2", "1,200"], ["k3", 1.234]],
            "Befattningar": [["Nyckel", "Befattning inom"], ["chef", "ekonomi"]],
        }
    )

    assert told(register) == [
        "Applikationer!A3: “två ord” cannot be a key: use letters, digits, hyphens, for instance "
        "två-ord.",
        "Applikationer!A4: The row (“Utan nyckel”) has no key: give it a short name that never "
        "changes. (Merged cells count in the first one only.)",
        "Applikationer!A5: “ekonomi” is the key in Applikationer!A2 too: give one of the rows "
        "another key, or make them one.",
        "Applikationer!C2: “Ekonomy” is not in the list for Function: is “Finance” meant? Else "
        "choose from the list.",
        "Applikationer!D2: “01/02/2019” can be 2019-02-01 or 2019-01-02: write the day that is "
        "meant as YYYY-MM-DD.",
        "Applikationer!E2: “kanske” is neither yes nor no: write yes or no.",
        "Applikationer!F2: “generell; x” is several values, but only one may stand here: keep one.",
        "Applikationer!G2: “lön” is no key on Applications: add the row there, or correct the "
        "reference (others' things: their-prefix:key).",
        "Kostnader!B2: “tolv” is not a number: write digits only, such as 1200.50.",
        "Kostnader!B3: “1,200” can be 1200 or 1.2: write 1200 without a separator, or the amount "
        "with at most two decimals.",
        "Kostnader!B4: “1.234” has more than two decimals: round the amount, for instance to 1.23.",
        "Befattningar!B2: “ekonomi” stands on the sheet Applications, but here it must be "
        "something from Suppliers, Administrations, IT units, Municipal companies, IT managers' "
        "groups, Steering groups, Competence networks.",
    ]
    for problem in register.problems:
        assert problem.texts["sv"] != problem.texts["en"]


def test_a_register_with_errors_raises_them_all_at_once(book: Callable[..., Path]):
    path = book({"Applikationer": [HEAD, ["a", "A", "x", "y"], ["b b"]]})

    with pytest.raises(RegisterError) as error:
        read_register(path, municipality="1461")

    assert len(error.value.problems) == 3
    assert str(error.value).count("register.xlsx!Applikationer!") == 3


def test_a_reference_is_a_key_a_name_a_prefix_or_an_address(read: Read):
    register = read(
        {
            "Användningar": [
                ["Nyckel", "Applikation", "Användare", "Användande enhet"],
                ["u1", "ekonomi", "Mellerud", "kansliet"],
                ["u2", "dkf:ekonomi", "1460", "dkf:kansliet; small-dkf:administration/x"],
                ["u3", "<https://w3id.org/samverkan/id/dkf/application/lön>", 1438.0, None],
                ["u4", "application/ekonomi", "Åmåls kommun", None],
            ],
            "Applikationer": [
                ["Key", "Name", "Business area"],
                ["ekonomi", "E", "510 Äldreomsorg; 215"],
            ],
            "Förvaltningar": [["Nyckel", "Namn"], ["kansliet", "Kansliet"]],
        }
    )

    assert not register.problems
    use = f"{THINGS}1461/use/"
    assert _values(register, use + "u1", SMV + "application") == [APPLICATION + "ekonomi"]
    assert _values(register, use + "u2", SMV + "application") == [
        THINGS + "dkf/application/ekonomi"
    ]
    assert _values(register, use + "u2", SMV + "userUnit") == [
        THINGS + "dkf/administration/kansliet",
        THINGS + "small-dkf/administration/x",
    ]
    assert _values(register, use + "u3", SMV + "application") == [THINGS + "dkf/application/lön"]
    assert [_values(register, f"{use}u{n}", SMV + "user") for n in (1, 2, 3, 4)] == [
        [PREFIXES["mun"] + code] for code in ("1461", "1460", "1438", "1492")
    ]
    assert _values(register, APPLICATION + "ekonomi", SMV + "businessArea") == [
        PREFIXES["area"] + "510",
        PREFIXES["area"] + "215",
    ]


def test_a_key_that_stands_on_two_sheets_must_say_which(read: Read, told: Told):
    sheets = {
        "Befattningar": [["Nyckel", "Befattning inom"], ["it", "Mellerud"]],
        "IT-enheter": [["Nyckel", "Enhet inom"], ["it", "Mellerud"]],
        "Roller": [["Nyckel", "Innehavare"], ["r1", "it"], ["r2", "it-unit/it"]],
    }

    register = read(sheets)

    assert told(register) == [
        "Roller!B2: “it” can be several things: say which, it-unit/it, post/it."
    ]
    assert _values(register, f"{THINGS}1461/role-assignment/r2", SMV + "holder") == [
        f"{THINGS}1461/it-unit/it"
    ]


def test_a_prefix_that_can_be_several_kinds_and_a_name_that_is_none_are_errors(
    read: Read, told: Told
):
    register = read(
        {
            "Roller": [
                ["Nyckel", "Innehavare", "Applikation"],
                ["r1", "dkf:it", "mun:9999"],
                ["r2", "dkf:it unit", "Ekonomisystem"],
            ],
            "Applikationer": [["Nyckel", "Namn"], ["ekonomi", "Ekonomisystemet"]],
            "Nät": [["Nyckel", "Kommun"], ["n", "Melerud"]],
        }
    )

    assert told(register) == [
        "Roller!B2: “dkf:it” can be several kinds of things: say which, for instance "
        "dkf:administration/it, dkf:it-unit/it, dkf:post/it.",
        "Roller!C2: “mun:9999” does not exist: correct the spelling, or choose from the list.",
        "Roller!B3: “dkf:it unit” is no key on Administrations, IT units, Posts: add the row "
        "there, or correct the reference (others' things: their-prefix:key).",
        "Roller!C3: “Ekonomisystem” is no key on Applications: add the row there, or correct the "
        "reference (others' things: their-prefix:key). Is ekonomi meant?",
        "Nät!B2: “Melerud” is no known name, code or short name. Is mellerud meant?",
    ]


def test_persons_and_what_is_granted_to_them_go_into_the_internal_graph(read: Read):
    register = read(
        {
            "Personer": [["Nyckel", "Namn"], ["vera", "Vera Påhitt"]],
            "Postinnehav": [["Nyckel", "Post", "Person"], ["chef-vera", "chef", "vera"]],
            "Befattningar": [["Nyckel", "Befattning inom"], ["chef", "Mellerud"]],
            "Behörighetsbeslut": [["Nyckel", "Applikation"], ["b1", "dkf:a"]],
            "Behörighetsbeslut, personer": [
                ["Nyckel", "Applikation", "Beviljad till person"],
                ["b2", "dkf:a", "vera"],
            ],
            "Kostnader": [["Nyckel", "Belopp"], ["k", 12]],
        }
    )

    assert not register.problems
    internal = {q.subject.value for q in register.internal_quads}
    assert internal == {
        f"{THINGS}1461-internal/{thing}"
        for thing in ("person/vera", "post-holding/chef-vera", "access-decision/b2")
    }
    assert {q.graph_name.value for q in register.internal_quads} == {
        "https://w3id.org/samverkan/graph/1461-internal"
    }
    assert b"Vera" not in trig(register, Access.PUBLIC)
    assert b"Vera" in trig(register)


def test_written_as_trig_each_graph_stands_in_one_piece(read: Read):
    register = read(
        {
            "Applikationer": [HEAD, ["ekonomi", "Ekonomi", "Ekonomi"], ["lön", "Lön", "Ekonomi"]],
            "Kostnader": [["Nyckel", "Belopp"], ["k", 100]],
            "Instruktion": [["Kostnader är interna", "ja"], ["Uppgifterna är påhittade", "ja"]],
        }
    )
    heads = [line for line in trig(register).decode().splitlines() if line.endswith("{")]

    assert [head.rpartition("/")[2] for head in heads] == ["1461> {", "1461-internal> {"]


def test_costs_are_internal_where_the_instruction_sheet_says_so(read: Read):
    sheets = {
        "Instruktion": [
            ["Kostnader är interna", "ja"],
            ["Uppgifterna är påhittade", "ja"],
            ["Kommun", 1461],
            ["Beteckning i adresser", "mellerud"],
        ],
        "Kostnader": [["Nyckel", "Belopp"], ["k", "1 200,50"]],
    }

    register = read(sheets, municipality=None)

    assert register.supplier == "mellerud"
    cost = THINGS + "mellerud-internal/cost/k"
    assert {q.subject.value for q in register.internal_quads} == {
        cost,
        "https://w3id.org/samverkan/graph/mellerud-internal",
    }
    assert _values(register, cost, SMV + "amount") == ["1200.50"]


def test_a_public_address_on_an_internal_sheet_is_refused(read: Read, told: Told):
    register = read(
        {
            "Personer": [["Nyckel", "Namn"], [f"{THINGS}1461/person/vera", "Vera"]],
            "Applikationer": [["Nyckel", "Namn"], [f"{THINGS}dkf/application/x", "Deras"]],
        }
    )

    assert told(register) == [
        f"Personer!A2: “{THINGS}1461/person/vera” is a public IRI on an internal sheet: it must "
        f"begin with {THINGS}1461-internal/.",
        f"Applikationer!A2: “{THINGS}dkf/application/x” does not belong to the register: an IRI "
        f"as a key begins with {THINGS}1461/.",
    ]
    assert not register.public_quads
    assert not register.internal_quads


def test_a_time_of_day_is_noticed_and_the_day_is_kept(read: Read, told: Told):
    register = read(
        {
            "Applikationer": [
                ["Nyckel", "I bruk från"],
                ["a", AFTERNOON],
                ["b", "2019-10-01 08:15"],
            ]
        }
    )

    assert [line.split(":")[0] for line in told(register)] == [
        "Applikationer!B2",
        "Applikationer!B3",
    ]
    assert "only the day is read" in told(register)[0]
    assert _values(register, APPLICATION + "a", SMV + "inUseFrom") == ["2019-10-01"]


def test_the_error_of_a_formula_is_not_taken_for_an_empty_cell(tmp_path: Path):
    import xlsxwriter

    path = tmp_path / "register.xlsx"
    workbook = xlsxwriter.Workbook(str(path))
    sheet = workbook.add_worksheet("Applikationer")
    sheet.write_row(0, 0, ["Nyckel", "Namn"])
    sheet.write_string(1, 0, "a")
    sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")
    workbook.close()

    register = read_register(path, municipality="1461", strict=False)

    [problem] = register.problems
    assert problem.place.cell == "B2"
    assert "“#DIV/0!” is the error of a formula" in problem.texts["en"]


def test_a_sheet_without_header_or_without_key_is_an_error(read: Read, told: Told):
    register = read(
        {
            "Applikationer": [["Namn", "Funktion"], ["Ekonomi", "Ekonomi"]],
            "Avtal": [["a", "b"], ["c", "d"]],
            "Nät": [["Nyckel", "Namn", "Name"], ["n", "Nät", "Net"]],
        }
    )

    assert [line.split(": ", 1)[0] for line in told(register)] == [
        "Applikationer!A1",
        "Avtal!A1",
        "Nät!C1",
    ]
    assert "lacks the column Key" in told(register)[0]
    assert "No header row is found" in told(register)[1]
    assert "“Name” stands in B1 too" in told(register)[2]


def test_statements_without_a_column_are_read_from_the_sheet_for_them(read: Read, told: Told):
    register = read(
        {
            "Styrdokument": [["Nyckel", "Namn"], ["it-policy", "IT-policyn"]],
            "Övriga uppgifter": [
                ["Övriga uppgifter"],
                ["Sak", "Egenskap", "Värde"],
                ["it-policy", "prov:wasRevisionOf", "dalsland:policy"],
                ["it-policy", "smv:page", '"4"'],
                ["dalsland:policy", "rdfs:comment", '"x"@sv'],
                ["it-policy", "kommentar", '"x"@sv'],
                ["it-policy", "rdfs:comment", '"x'],
            ],
        }
    )

    document = f"{THINGS}1461/governing-document/it-policy"
    assert _values(register, document, SMV + "page") == ["4"]
    assert _values(register, document, PREFIXES["prov"] + "wasRevisionOf") == [
        PREFIXES["dalsland"] + "policy"
    ]
    assert [line.split(": ", 1)[0] for line in told(register)] == [
        "Övriga uppgifter!A5",
        "Övriga uppgifter!B6",
        "Övriga uppgifter!C7",
    ]


def test_every_statement_and_every_empty_cell_has_its_place(read: Read):
    register = read(
        {"Applikationer": [["Titel"], HEAD, ["ekonomi", "Ekonomi", "Ekonomi; Karta", None]]}
    )
    thing = APPLICATION + "ekonomi"
    code = str(NamedNode(CODE + "function-map"))

    def cell(*asked: str) -> str:
        return str(register.places.of(thing, *asked)).split("register.xlsx!")[1]

    assert cell() == "Applikationer!A3"
    assert cell(RDFS + "label", str(Literal("Ekonomi", language="sv"))) == "Applikationer!B3"
    assert cell(SMV + "function", code) == "Applikationer!C3"
    assert cell(SMV + "inUseFrom") == "Applikationer!D3"
    assert cell(SMV + "systemOwner") == "Applikationer!A3"
    assert register.places.of(APPLICATION + "annat") is None


def test_whose_register_it_is_must_be_said_and_must_agree(tmp_path: Path):
    nameless = write_book(tmp_path / "a.xlsx", {"Applikationer": [HEAD, ["a", "A"]]})
    named = write_book(tmp_path / "b.xlsx", {"Instruktion": [["Kommun", "Åmål"]]})

    with pytest.raises(SupplierError, match="whose register is it"):
        read_register(nameless)
    with pytest.raises(SupplierError, match="says that it is Åmål's, not 1461's"):
        read_register(named, municipality="1461")
    with pytest.raises(SupplierError, match="'Storköping' is no municipality"):
        read_register(nameless, municipality="Storköping")
    with pytest.raises(SupplierError, match="cannot be a supplier's name"):
        read_register(nameless, supplier="Åmål kommun")
    assert read_register(named, strict=False).supplier == "1492"
