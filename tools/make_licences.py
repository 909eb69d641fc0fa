"""Write docs/licences.md: the licence of every library that is installed with the package."""

import json
import subprocess
import sys
from importlib.metadata import requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PAGE = Path(__file__).resolve().parent.parent / "docs" / "licences.md"
HEAD = """# Licences of what is installed with Samverkan

Made by `python tools/make_licences.py` from the installed packages; do not edit by hand.
Samverkan's own licences are in [LICENSE](../LICENSE). No other code is shipped inside it.

| library | licence | home |
|---|---|---|
"""


def shipped(name: str = "samverkan") -> set[str]:
    """The distributions that installing the package installs, without extras."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        for line in requires(waiting.pop()) or ():
            requirement = Requirement(line)
            known = canonicalize_name(requirement.name)
            wanted = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
            if wanted and known not in found:
                found.add(known)
                waiting.append(known)
    return found


def page() -> str:
    """The page as Markdown, versions left out so that it changes when a licence does."""
    command = ["pip-licenses", "--from=mixed", "--format=json", "--with-urls", "--with-system"]
    told = subprocess.run(
        [str(Path(sys.executable).with_name(command[0])), *command[1:], "--packages", *shipped()],
        capture_output=True,
        check=True,
        text=True,
    )
    rows = sorted(json.loads(told.stdout), key=lambda row: row["Name"].lower())
    return HEAD + "".join(f"| {r['Name']} | {r['License']} | {r['URL']} |\n" for r in rows)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
