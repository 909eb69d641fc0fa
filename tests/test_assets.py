"""Where the package finds what comes with it."""

from pathlib import Path

import pytest

from samverkan import assets


def test_a_checkout_has_its_assets_at_the_top():
    assert assets.asset("shapes") == Path(__file__).resolve().parent.parent / "shapes"


def test_assets_beside_the_package_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "_assets" / "shapes").mkdir(parents=True)
    monkeypatch.setattr(assets, "_PACKAGE", tmp_path)

    assert assets.asset("shapes") == tmp_path / "_assets" / "shapes"


def test_a_missing_folder_is_named_with_a_remedy():
    with pytest.raises(assets.MissingAssetError, match=r"nothing-here: no such folder; install"):
        assets.asset("nothing-here")
