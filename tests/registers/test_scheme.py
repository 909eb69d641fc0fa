"""The scheme follows from the shapes: nothing that a municipality registers is forgotten."""

from samverkan.namespaces import PREFIXES, RDFS, SMV, shorten
from samverkan.registers.names import INSTRUCTIONS, SHEETS, kind_of, plain
from samverkan.registers.scheme import Column, Sheet, scheme

#: Described by the package, a policy or a dataset, not by a municipality's register.
ELSEWHERE = {
    "smv:County",
    "smv:Municipality",
    "smv:LocalFederation",
    "smv:NamePeriod",
    "smv:Dataset",
    "smv:PopulationObservation",
    "smv:SourceFile",
    "smv:Policy",
    "smv:Requirement",
    "smv:Goal",
    "smv:TrendFigure",
    "smv:StrategicArea",
    "skos:Concept",
    "org:OrganizationalUnit",
}


def _sheet(name: str) -> Sheet:
    return next(sheet for sheet in scheme().sheets if sheet.names["en"] == name)


def _column(sheet: str, header: str) -> Column:
    return _sheet(sheet).by_header[plain(header)]


def test_every_class_that_has_properties_has_a_sheet_or_is_described_elsewhere():
    classes = {shorten(cls) for cls in scheme().forms.properties}

    assert classes - {name.name for name in SHEETS} == ELSEWHERE & classes
    assert len(classes) > 40


def test_every_property_of_a_registered_class_has_a_column():
    for sheet in scheme().sheets:
        had = {column.predicate for column in sheet.columns}
        personal = {SMV + "grantedToPerson"} if sheet.access != "internal" else set()
        for cls in scheme().forms.lineage(sheet.cls):
            assert set(scheme().forms.properties.get(cls, [])) - personal <= had, sheet.names


def test_no_two_columns_of_a_sheet_share_a_header_and_every_one_has_words_in_both_languages():
    for sheet in scheme().sheets:
        assert sheet.by_header
        for column in sheet.columns:
            assert set(column.labels) >= {"sv", "en"}
            assert set(column.definitions) >= {"sv", "en"}, column.labels
            assert not column.labels["sv"].startswith(("smv:", "org:", "Smv:", "Org:"))


def test_a_spreadsheet_accepts_the_names_of_the_sheets():
    names = [sheet.names[lang] for sheet in scheme().sheets for lang in ("sv", "en")]

    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
    for language in ("sv", "en"):
        mine = [plain(sheet.names[language]) for sheet in scheme().sheets]
        assert len(set(mine)) == len(mine)
        assert plain(INSTRUCTIONS[language]) not in mine


def test_a_column_knows_what_the_shapes_ask_of_its_values():
    assert _column("Applications", "In use from").datatype == PREFIXES["xsd"] + "date"
    assert len(_column("Agreements", "Kind of agreement").codes) == 5
    assert _column("Roles", "Application").classes == (SMV + "Application",)
    assert not _column("Roles", "Application").many
    assert _column("Documentation", "Application").many
    assert _column("Roles", "Role").required
    assert not _column("Roles", "From").required
    assert _column("Joint costs", "Amount").required
    assert _column("Joint costs", "Division key").codes


def test_personal_data_have_columns_on_internal_sheets_only():
    for sheet in scheme().sheets:
        personal = {SMV + "grantedToPerson", SMV + "person"} & {c.predicate for c in sheet.columns}
        assert not personal or sheet.access == "internal"
        if sheet.cls in (PREFIXES["foaf"] + "Person", SMV + "PostHolding"):
            assert sheet.access == "internal"


def test_a_sheet_and_a_column_go_by_their_names_in_either_language_and_by_the_term():
    for name in ("Applikationer", "applications ", "Applikation", "application", "APPLIKATIONER"):
        assert scheme().by_name[plain(name)].cls == SMV + "Application"
    for header in ("Namn", "Name *", "label", "rdfs:label"):
        assert _column("Applications", header).predicate == RDFS + "label"


def test_a_kind_is_the_class_in_lower_case_with_hyphens():
    assert kind_of("smv:ITUnit") == "it-unit"
    assert kind_of("smv:ITManagersGroup") == "it-managers-group"
    assert kind_of("smv:EService") == "e-service"
    assert kind_of("smv:RoleAssignment") == "role-assignment"
