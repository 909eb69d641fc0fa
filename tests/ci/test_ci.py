"""What CI systems run: the hook by pre-commit, the action's steps by bash, the template's lines."""

import importlib.util
import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from conftest import FIXTURES
from needs import needs

ROOT = Path(__file__).parent.parent.parent
HOOKS = ROOT / ".pre-commit-hooks.yaml"
WHO = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An environment in which `samverkan` is this checkout's."""
    folder = tmp_path / "bin"
    folder.mkdir()
    command = folder / "samverkan"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m samverkan "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    return {
        **os.environ,
        "PATH": os.pathsep.join([str(folder), os.environ["PATH"]]),
        "PYTHONPATH": str(ROOT / "server"),
        "PRE_COMMIT_HOME": str(tmp_path / "pre-commit"),
    }


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A scratch repository with the small dataset in it, as the guide lays it out."""
    folder = tmp_path / "register"
    shutil.copytree(FIXTURES / "small", folder / "data")
    _git(folder, "init", "-q", "-b", "main")
    _git(folder, "add", ".")
    _git(folder, "commit", "-q", "-m", "Begin")
    return folder


def _git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(folder), *WHO, *words], check=True, capture_output=True)


def _break(repository: Path) -> None:
    file = repository / "data" / "mellerud.ttl"
    text = file.read_text(encoding="utf-8")
    assert "smv:Application" in text
    file.write_text(text.replace("a smv:Application ;", "a smv:Aplication ;", 1), encoding="utf-8")


def _hook(
    repository: Path, environment: dict[str, str], *words: str
) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "pre_commit", "run", "--color=never", *words]
    return subprocess.run(
        command, cwd=repository, env=environment, capture_output=True, text=True, check=False
    )


def test_the_hook_stops_a_commit_that_breaks_a_rule(
    repository: Path, environment: dict[str, str], tmp_path: Path
):
    needs(importlib.util.find_spec("pre_commit"), "pre-commit: pip install pre-commit")
    source = tmp_path / "samverkan"
    source.mkdir()
    shutil.copy(HOOKS, source)
    _git(source, "init", "-q", "-b", "main")
    _git(source, "add", ".")
    _git(source, "commit", "-q", "-m", "Begin")
    _git(source, "tag", "v1")
    # Installing the package is pip's business: the hook runs with the one of this checkout.
    hook = {"id": "samverkan", "language": "system"}
    config = {"repos": [{"repo": str(source), "rev": "v1", "hooks": [hook]}]}
    (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    _git(repository, "add", ".")

    passed = _hook(repository, environment, "--all-files")
    _break(repository)
    _git(repository, "add", ".")
    stopped = _hook(repository, environment)
    (repository / "README.md").write_text("# Register", encoding="utf-8")

    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert "Passed" in passed.stdout
    assert stopped.returncode == 1
    assert "data/mellerud.ttl:" in stopped.stdout
    assert "Term-unknown" in stopped.stdout


def _validate_step() -> dict:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    [step] = [step for step in action["runs"]["steps"] if step.get("id") == "validate"]
    return {**step, "inputs": action["inputs"], "outputs": action["outputs"]}


def _act(repository: Path, environment: dict[str, str], **inputs: str):
    """Run the action's step as a runner does: inputs into the environment, then bash."""
    step = _validate_step()
    given = {name: str(told.get("default", "")) for name, told in step["inputs"].items()}
    given.update({name.replace("_", "-"): value for name, value in inputs.items()})
    own = {
        name: given[value.removeprefix("${{ inputs.").removesuffix(" }}")]
        for name, value in step["env"].items()
    }
    output = repository.parent / "output.txt"
    output.write_text("", encoding="utf-8")
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=repository,
        env={**environment, **own, "GITHUB_OUTPUT": str(output)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_action_passes_on_good_data_and_says_where_its_reports_are(
    repository: Path, environment: dict[str, str]
):
    done = _act(repository, environment, paths="data")
    written = (repository.parent / "output.txt").read_text(encoding="utf-8")
    outputs = dict(line.split("=", 1) for line in written.splitlines())

    assert done.returncode == 0, done.stdout + done.stderr
    assert set(outputs) == set(_validate_step()["outputs"])
    assert all((repository / path).is_file() for path in outputs.values())
    assert json.loads((repository / outputs["sarif"]).read_text(encoding="utf-8"))["runs"]


def test_the_action_annotates_the_line_and_fails(repository: Path, environment: dict[str, str]):
    _break(repository)
    done = _act(repository, environment, paths="data", lang="en")

    assert done.returncode == 1, done.stderr
    assert "::error file=data/mellerud.ttl,line=" in done.stdout
    assert (repository / "samverkan-reports" / "samverkan.html").is_file()


def test_the_action_takes_its_inputs_as_words_and_nothing_else(
    repository: Path, environment: dict[str, str]
):
    _break(repository)
    tolerant = _act(repository, environment, paths="data data/dkf.ttl", fail_on="never")
    _git(repository, "commit", "-q", "-a", "-m", "Break it")
    unchanged = _act(repository, environment, paths="data", changed_since="HEAD")
    hostile = _act(repository, environment, paths="$(touch pwned) `touch pwned`; touch pwned")

    assert tolerant.returncode == 0, tolerant.stderr
    assert unchanged.returncode == 0, unchanged.stderr
    assert hostile.returncode == 2
    assert not (repository / "pwned").exists()


def test_the_gitlab_job_runs_and_writes_the_reports_that_it_names(
    repository: Path, environment: dict[str, str]
):
    spec, jobs = yaml.safe_load_all((ROOT / "templates" / "validate.yml").read_text("utf-8"))
    job = jobs["samverkan"]
    text = "\n".join(job["script"][1:])  # the first installs the package
    for name, told in {**spec["spec"]["inputs"], "paths": {"default": "data"}}.items():
        text = text.replace(f"$[[ inputs.{name} ]]", told["default"])
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", text],
        cwd=repository,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "$[[" not in text
    assert done.returncode == 0, done.stdout + done.stderr
    for path in job["artifacts"]["reports"].values():
        assert (repository / path).is_file()


def test_the_hook_and_the_guide_name_what_there_is():
    [hook] = yaml.safe_load(HOOKS.read_text(encoding="utf-8"))
    guide = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")

    assert shlex.split(hook["entry"])[:2] == ["samverkan", "validate"]
    for name in ("id: samverkan", "action", "templates/validate.yml"):
        assert name in guide
