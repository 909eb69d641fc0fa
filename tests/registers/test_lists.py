from hypothesis import given
from hypothesis import strategies as st

from samverkan.registers.lists import LONG, SHORT, join, split

PARTS = st.text(st.sampled_from(";|\\ab "), min_size=1).map(str.strip).filter(bool)


@given(values=st.lists(PARTS, min_size=1), separator=st.sampled_from([SHORT, LONG]))
def test_what_is_joined_is_split_into_the_same(values: list[str], separator: str):
    assert split(join(values, separator), separator) == values


def test_people_need_no_backslash_to_separate_and_a_path_keeps_its_own():
    assert split("a;b ; c;", SHORT) == ["a", "b", "c"]
    assert split(r"\\server\share; b", SHORT) == [r"\\server\share", "b"]
    assert split(r"a\; b", SHORT) == ["a; b"]
    assert split("En sats; och en till", LONG) == ["En sats; och en till"]
