"""
What the roots of these tests load.

Run as a program, it is a root: `loads.py NAME LIMITS SOCKET`. A process of its own, as in a
server; forked from the tests' process, it would have what their threads hold, and the threads of
the SHACL engine, once used there, would be missing in it.
"""

import json
import socket
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from samverkan.query.library import shipped_library
from samverkan.sources.dataset import Access, read_dataset
from samverkan.workers.limits import Limits
from samverkan.workers.loading import load_dataset, load_file
from samverkan.workers.root import Loaded, serve_root

SMALL = Path(__file__).resolve().parents[1] / "fixtures" / "small"
#: A few hundred statements as they are: enough for what never ends when joined three times.
FEW = "".join(f'<urn:x:s{i}> <urn:x:p{i % 7}> "{i}" .\n' for i in range(1000))


def few() -> Loaded:
    """Statements without a day."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "few.nt"
        path.write_text(FEW)
        return load_file(path)


def small() -> Loaded:
    """The small dataset, which has a day of its own."""
    return load_dataset(read_dataset(SMALL), Access.PUBLIC, shipped_library().quads())


def live() -> Loaded:
    """The small dataset without a day of its own: it speaks of today."""
    dataset = replace(read_dataset(SMALL), evaluation_date=None)
    return load_dataset(dataset, Access.PUBLIC, shipped_library().quads())


if __name__ == "__main__":
    name, limits, descriptor = sys.argv[1:]
    serve_root(socket.socket(fileno=int(descriptor)), globals()[name], Limits(**json.loads(limits)))
