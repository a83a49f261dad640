"""A process for one uploaded file: it reads a document or checks a backup, says how far it is, and ends.

Started as `python -m service.web.previewer ERRAND` with limits on memory; the server ends it when it takes too long.
It opens the published snapshot for reading and changes nothing.
"""

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.web import walls
from service.web.lines import Report
from service.web.refusals import DocumentRefusedError, RefusedError
from service.web.writer import limit_memory


@dataclass(frozen=True, slots=True)
class Errand:
    """What to do: `document` (preview a file), `restore` (check a backup), `backup` (write one to the file)."""

    kind: str
    file: str
    name: str
    store: str
    base: str
    profile: str
    memory: int
    parent: int

    def write(self) -> str:
        """The errand as one argument of a command line."""
        return json.dumps({name: getattr(self, name) for name in self.__slots__})


def run(errand: Errand, report: Report) -> Mapping[str, Any]:
    """What comes of it."""
    if errand.kind == "document":
        return _preview(errand, report)
    from service.backup import check_backup, write_backup  # noqa: PLC0415 - each errand needs its own part

    file = Path(errand.file)
    if errand.kind == "restore":
        report.say(progress=0, of=1, step="checking", zh="正在校验")
        manifest = check_backup(file)
    else:
        manifest = write_backup(Path(errand.store), file)
    facts = ("quads", "graphs", "layout", "ontology")
    return {**{name: getattr(manifest, name) for name in facts}, "members": manifest.members}


def _preview(errand: Errand, report: Report) -> Mapping[str, Any]:
    from queries.embedded import CURRENT_VERSION, QUADS, EmbeddedStore  # noqa: PLC0415
    from queries.snapshots import hold_current  # noqa: PLC0415
    from service.web.answers import plain  # noqa: PLC0415
    from service.web.documents import STEPS, preview_upload  # noqa: PLC0415
    from shapes.profile import load_profile  # noqa: PLC0415

    def progress(done: int) -> None:
        report.say(progress=done, of=len(STEPS), step=STEPS[done][0], zh=STEPS[done][1])

    import pyoxigraph as ox  # noqa: PLC0415

    place = Path(errand.store)
    hold = hold_current(place)
    quads = ox.Store.read_only(str(hold.folder if hold else place / QUADS))
    store = EmbeddedStore(quads, "", CURRENT_VERSION, read_only=True)
    profile = load_profile(errand.profile)
    found = plain(preview_upload(Path(errand.file), errand.name, store, profile, errand.base, progress))
    return found if isinstance(found, Mapping) else {}


def main(arguments: list[str]) -> None:
    """Run one errand and report."""
    errand = Errand(**json.loads(arguments[1]))
    report = Report()
    walls.end_with_parent(errand.parent)
    walls.leave_network()
    limit_memory(errand.memory)
    from service.web.sentences import KNOWN, refusal_for  # noqa: PLC0415

    try:
        report.say(result=dict(run(errand, report)))
    except RefusedError as refusal:
        report.refuse(refusal)
    except KNOWN as problem:
        report.refuse(refusal_for(problem))
    except MemoryError:
        report.refuse(DocumentRefusedError("The file needs more memory than one may take."))
    except Exception as problem:  # a defect ends this errand only, and is named
        report.say(defect=type(problem).__name__)
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv)
