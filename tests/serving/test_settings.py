"""Settings: each of them documented, from the file, the environment and options, in that order."""

import re
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest

import make_settings
from samverkan.serving.settings import Settings, SettingsError, read_settings

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
EXAMPLE = ROOT / "deploy" / "samverkan.toml"


def test_the_table_in_the_documentation_is_what_the_code_says():
    rows = re.findall(r"^\| `(\w+)` \| `SAMVERKAN_(\w+)`", PAGE, re.MULTILINE)

    assert rows == [(name, name.upper()) for name in Settings.model_fields]
    assert make_settings.page() == PAGE, "run: python tools/make_settings.py"


def test_the_example_is_what_the_code_says():
    text = EXAMPLE.read_text(encoding="utf-8")

    assert text == make_settings.example(), "run: python tools/make_settings.py"


def test_every_line_of_the_example_can_be_taken_as_it_stands(tmp_path: Path):
    text = EXAMPLE.read_text(encoding="utf-8")
    file = tmp_path / "all.toml"
    file.write_text(re.sub(r"^#(\w+ = )", r"\1", text, flags=re.MULTILINE), encoding="utf-8")
    every = tomllib.loads(file.read_text(encoding="utf-8"))

    assert list(every) == list(Settings.model_fields)
    assert read_settings(file).as_of == date(2019, 10, 1)


def test_the_example_is_a_file_of_settings(monkeypatch: pytest.MonkeyPatch):
    for name in Settings.model_fields:
        monkeypatch.delenv(f"SAMVERKAN_{name.upper()}", raising=False)

    assert read_settings(EXAMPLE).dataset == "/srv/samverkan/dataset"


def test_options_go_before_the_environment_and_that_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    file = tmp_path / "mine.toml"
    file.write_text('port = 1\nhost = "a"\ndates = 7\nas_of = 2019-10-01\n', encoding="utf-8")
    monkeypatch.setenv("SAMVERKAN_PORT", "2")
    monkeypatch.setenv("SAMVERKAN_HOST", "b")
    monkeypatch.setenv("SAMVERKAN_QUERIES", '["one", "two"]')
    settings = read_settings(file, port=3, dataset=None)

    assert (settings.port, settings.host, settings.dates) == (3, "b", 7)
    assert settings.as_of == date(2019, 10, 1)
    assert settings.queries == [Path("one"), Path("two")]
    assert settings.dataset == "example"


def test_the_file_of_the_folder_is_read_if_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    assert read_settings().cache_megabytes == 64

    (tmp_path / "samverkan.toml").write_text("cache_megabytes = 5", encoding="utf-8")
    assert read_settings().cache_megabytes == 5


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("port = 70000", "port: input should be less than or equal to 65535; got 70000"),
        ("prot = 1", "prot is no setting; docs/operations.md has the list"),
        ('log = "xml"', "log: input should be 'text' or 'json'; got 'xml'"),
        ("dates = 0\nqueries_at_once = 0", "queries_at_once: input should be greater"),
        ("port = ", "Invalid value"),
    ],
)
def test_what_is_wrong_is_told_by_name(written: str, told: str, tmp_path: Path):
    file = tmp_path / "wrong.toml"
    file.write_text(written, encoding="utf-8")
    with pytest.raises(SettingsError, match=re.escape(told)) as caught:
        read_settings(file)

    assert str(file) in str(caught.value)


def test_a_file_that_is_not_there_is_told_of(tmp_path: Path):
    with pytest.raises(SettingsError, match="no such file; leave --config out, or create it"):
        read_settings(tmp_path / "none.toml")


def test_the_command_ends_with_one_line_about_a_wrong_setting(tmp_path: Path):
    (tmp_path / "samverkan.toml").write_text("spare_worker = 1", encoding="utf-8")
    result = subprocess.run(
        [sys.executable, "-m", "samverkan", "serve"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
    assert "spare_worker is no setting" in result.stderr
