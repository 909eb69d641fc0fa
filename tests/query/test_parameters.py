"""A header says of a parameter what it may be, or is refused with what is wrong."""

import pytest

from samverkan.query.parameters import (
    RESERVED,
    Parameter,
    ParameterHeaderError,
    read_parameter,
)


def test_a_parameter_tells_all_of_itself():
    read = read_parameter(
        "who",
        {
            "type": "iri",
            "base": "mun:",
            "optional": "true",
            "list": "true",
            "description": "whose",
            "description_sv": "vems",
        },
    )

    assert read == Parameter("who", "iri", None, {"en": "whose", "sv": "vems"}, True, True, "mun")


@pytest.mark.parametrize(
    ("name", "told", "why"),
    [
        ("a-b", {"type": "iri"}, "parameter 'a-b' is no name of a variable"),
        ("x", {"type": "iri", "lists": "true"}, "'lists' of parameter 'x' means nothing"),
        ("x", {"type": "iri", "default": []}, "'default' of parameter 'x' means nothing"),
        ("x", {"type": "iri", "list": "yes"}, "'list' of parameter 'x' must be true or false"),
        (
            "x",
            {"type": "iri", "optional": "true", "default": "mun:1461"},
            "parameter 'x' has a default, so it cannot be optional: without a value it would "
            "mean that",
        ),
        *(
            (
                "x",
                {"type": kind, "base": base},
                "'base' of parameter 'x' must be a prefix known here, of an iri",
            )
            for kind, base in (("iri", "nix"), ("xsd:string", "mun"))
        ),
    ],
)
def test_a_parameter_of_another_form_is_refused(name: str, told: object, why: str):
    with pytest.raises(ParameterHeaderError) as caught:
        read_parameter(name, told)

    assert str(caught.value) == why


@pytest.mark.parametrize("name", RESERVED)
def test_a_name_that_speaks_of_the_answer_is_refused(name: str):
    with pytest.raises(ParameterHeaderError, match="means something else in an address"):
        read_parameter(name, {"type": "iri"})


@pytest.mark.parametrize(
    ("kind", "several", "value", "parts"),
    [
        ("iri", False, "a,b", ["a,b"]),
        ("iri", True, "a,<b,c>\nd", ["a", "<b,c>", "d"]),
        ("xsd:string", True, "a,b\r\nc\rd", ["a,b", "c", "d"]),
        ("xsd:decimal", True, "1,5", ["1,5"]),
    ],
)
def test_a_comma_parts_values_only_where_it_cannot_be_of_one(
    kind: str, several: bool, value: str, parts: list[str]
):
    assert Parameter("x", kind, None, {}, several=several).parts(value) == parts
