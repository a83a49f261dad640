"""The bundles that the pages load: what is in them, under which licence, and that they are what the sources build."""

import hashlib
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest

ROOT: Final = Path(__file__).parents[3]
PLACE: Final = ROOT / "service/pages/static/vendor"
SOURCES: Final = ROOT / "browser"
ALLOWED: Final = {"MIT", "BSD-2-Clause", "BSD-3-Clause", "ISC", "Apache-2.0"}


def _bundles() -> list[dict[str, Any]]:
    facts: dict[str, list[dict[str, Any]]] = json.loads((PLACE / "bundles.json").read_text(encoding="utf-8"))
    return facts["bundles"]


def test_every_bundle_has_the_sum_and_the_size_that_are_written_down() -> None:
    for bundle in _bundles():
        bytes_ = (PLACE / bundle["file"]).read_bytes()
        assert hashlib.sha256(bytes_).hexdigest() == bundle["sha256"]
        assert len(bytes_) == bundle["bytes"]


def test_nothing_else_lies_beside_the_bundles() -> None:
    known = {"bundles.json", "LICENCES.txt", *(bundle["file"] for bundle in _bundles())}
    assert {entry.name for entry in PLACE.iterdir()} == known


def test_every_package_has_a_permissive_licence_and_its_text_beside_it() -> None:
    texts = (PLACE / "LICENCES.txt").read_text(encoding="utf-8")
    packages = [package for bundle in _bundles() for package in bundle["packages"]]
    assert packages
    for package in packages:
        assert package["licence"] in ALLOWED, package
        assert f"{package['name']} {package['version']} ({package['licence']})\n" in texts


def test_the_bundles_name_no_other_server_that_a_page_would_ask() -> None:
    for bundle in _bundles():
        text = (PLACE / bundle["file"]).read_text(encoding="utf-8")
        for asking in ("fetch(", "XMLHttpRequest", "sendBeacon", "importScripts", "@import"):
            assert asking not in text, (bundle["file"], asking)


def test_the_lock_file_names_no_registry() -> None:
    lock = (SOURCES / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    for package in json.loads(lock)["packages"].values():
        assert "integrity" in package or "dependencies" in package or "devDependencies" in package


def test_versions_are_those_of_the_lock_file() -> None:
    locked = json.loads((SOURCES / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for bundle in _bundles():
        for package in bundle["packages"]:
            assert locked[f"node_modules/{package['name']}"]["version"] == package["version"]


def test_the_sources_build_the_very_same_bytes() -> None:
    node = shutil.which("node")
    if node is None or not (SOURCES / "node_modules/esbuild").is_dir():
        pytest.skip("Node or the packages of browser/ are not here; `make bundles` brings them.")
    checked = subprocess.run(  # noqa: S603 - our own build
        [node, str(SOURCES / "build.js"), "--check"], capture_output=True, text=True, timeout=120, check=False
    )
    assert checked.returncode == 0, checked.stderr
