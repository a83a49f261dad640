"""Lists what ships with goaltrace: every package it needs to run, with version and licence.

    python tools/audit.py

Exit 1 when a licence may not ship, when a package states none, or when an installed version is not the locked one.
"""

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

EXTRAS: Final = ("assistant", "notebook", "pdf", "scale")
REFUSED: Final = re.compile(
    r"\b(A?GPL|EPL|SSPL|BUSL|Affero|GNU General Public|Eclipse Public)", re.IGNORECASE
)
LESSER: Final = re.compile(r"LGPL|Lesser General Public", re.IGNORECASE)
LOCK: Final = Path("requirements.lock")


def shipped(root: str) -> dict[str, Distribution]:
    """The package and all that it needs at run time, its optional parts included, by name."""
    found: dict[str, Distribution] = {}
    wanted: list[tuple[str, frozenset[str]]] = [(root, frozenset(EXTRAS))]
    while wanted:
        name, extras = wanted.pop()
        try:
            package = distribution(name)
        except PackageNotFoundError:
            continue  # an optional part that is not installed here
        if canonicalize_name(name) in found and not extras:
            continue
        found[canonicalize_name(name)] = package
        for line in package.requires or ():
            need = Requirement(line)
            chosen = [{"extra": extra} for extra in (*extras, "")]
            applies = need.marker is None or any(need.marker.evaluate(extra) for extra in chosen)
            if applies and canonicalize_name(need.name) not in found:
                wanted.append((need.name, frozenset(need.extras)))
    return dict(sorted(found.items()))


def licence_of(package: Distribution) -> str:
    """What the package's own metadata says of its licence: the expression, else classifiers, else the field."""
    said = package.metadata
    if "License-Expression" in said:
        return said["License-Expression"]
    classifiers = [
        line.rpartition("::")[2].strip()
        for line in said.get_all("Classifier") or ()
        if line.startswith("License ::")
    ]
    if classifiers:
        return "; ".join(dict.fromkeys(classifiers))
    field = said["License"].strip() if "License" in said else ""
    return field.splitlines()[0] if field else _licence_in_file(package)


def _licence_in_file(package: Distribution) -> str:
    """The licence that a licence file grants, told by its first words, where the metadata names none."""
    for path in package.files or ():
        if "licenses" in path.parts and path.name.upper().startswith(("LICENSE", "COPYING")):
            words = " ".join(path.read_text(encoding="utf-8").split())
            if "Permission is hereby granted, free of charge, to any person obtaining" in words:
                return "MIT (by its licence file)"
    return ""


def locked_versions() -> dict[str, str]:
    """The version of each package that the lock file gives for this Python and machine."""
    pinned: dict[str, str] = {}
    for line in LOCK.read_text(encoding="utf-8").splitlines():
        if line[:1].isalnum():
            need = Requirement(line.rstrip("\\ "))
            if need.marker is None or need.marker.evaluate():
                pinned[canonicalize_name(need.name)] = str(need.specifier).removeprefix("==")
    return pinned


def audit() -> list[str]:
    """Print one line for each package; the sentences that speak against shipping."""
    problems = []
    locked = locked_versions()
    packages = shipped("goaltrace")
    for name, package in packages.items():
        licence = licence_of(package)
        print(f"{name:<28}{package.version:<16}{licence or 'states no licence'}")
        if not licence:
            problems.append(f"{name} states no licence")
        elif REFUSED.search(LESSER.sub("", licence)) and " OR " not in licence:
            problems.append(f"{name} is under {licence}, which may not ship")
        if name != "goaltrace" and locked.get(name) != package.version:
            problems.append(f"{name} is {package.version} here and {locked.get(name, 'absent')} in {LOCK}")
    print(f"{len(packages)} packages, {len(problems)} problems")
    return problems


if __name__ == "__main__":
    found = audit()
    print("\n".join(found))
    sys.exit(1 if found else 0)
