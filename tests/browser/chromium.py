"""The system's Chromium, started so that it asks nobody anything."""

import os
import shutil
from typing import Final

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS: Final = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
    "--font-render-hinting=none",
)


def find_chromium() -> str | None:
    """The system's Chromium, or the one that GOALTRACE_CHROMIUM names."""
    return os.environ.get("GOALTRACE_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)


def chromium_arguments() -> list[str]:
    """How Chromium is started: it asks nobody anything; root has no sandbox to use."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*_ARGUMENTS, *(["--no-sandbox"] if root else [])]
