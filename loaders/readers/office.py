"""Reads .doc, .wps, .rtf, .odt and their like by having LibreOffice rewrite them as .docx or .xlsx.

LibreOffice runs with a profile of its own that is thrown away, without network where the system allows
it, without macros and link updates, and within limits of time and memory. One conversion runs at a time.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import threading
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from loaders.document import Document
from loaders.errors import CorruptFileError, MissingProgramError, ReaderStoppedError
from loaders.recognise import Format, recognise
from loaders.sandbox import shared_sandbox

READER: Final = "office/1"
SECONDS: Final = 60
_MEMORY_KIB: Final = 6 * 1024 * 1024
_FILE_BLOCKS: Final = 400 * 1024 * 2  # 512-byte blocks: 400 MiB
_SHEETS: Final = {Format.ODS, Format.EXCEL_XML}
_MEDIA_TYPES: Final = {
    Format.DOC: "application/msword",
    Format.RTF: "application/rtf",
    Format.ODT: "application/vnd.oasis.opendocument.text",
    Format.ODS: "application/vnd.oasis.opendocument.spreadsheet",
}
_SETTINGS: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel"
 oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link"
 oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link"
 oor:op="fuse"><value>1</value></prop></item>
</oor:items>
"""
_one_at_a_time = threading.Lock()


def office_program() -> str | None:
    """The LibreOffice that is installed, if any."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def read_office(data: bytes, name: str) -> Document:
    """Read a file through LibreOffice; a `MissingProgramError` says how to get it where it is absent."""
    found = recognise(data)
    program = office_program()
    if program is None:
        raise MissingProgramError(
            found.value,
            "LibreOffice",
            "install LibreOffice Writer and Calc, or save the file as docx or xlsx",
            "请安装 LibreOffice（Writer 与 Calc），或另存为 docx、xlsx",
        )
    target = "xlsx" if found in _SHEETS else "docx"
    converted = _converted(program, data, found, target)
    document = shared_sandbox().read(f"loaders.readers.{target}", f"read_{target}", converted, name)
    return replace(
        document,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=_MEDIA_TYPES.get(found, "application/xml"),
        reader=f"{READER}+{document.reader}",
    )


def _converted(program: str, data: bytes, found: Format, target: str) -> bytes:
    with _one_at_a_time, TemporaryDirectory(prefix="goaltrace-office-") as folder:
        home = Path(folder)
        source = home / f"document.{found.value.rpartition('.')[2]}"
        source.write_bytes(data)
        profile = home / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        _run(
            [
                program,
                f"-env:UserInstallation={(home / 'profile').as_uri()}",
                "--headless",
                "--norestore",
                "--nologo",
                "--nodefault",
                "--nolockcheck",
                "--convert-to",
                target,
                "--outdir",
                str(home / "out"),
                str(source),
            ],
            home,
        )
        result = home / "out" / f"document.{target}"
        if not result.is_file():
            raise CorruptFileError(found.value, "LibreOffice could not open it")
        return result.read_bytes()


def _run(command: list[str], home: Path) -> None:
    limits = f'ulimit -t {SECONDS} -v {_MEMORY_KIB} -f {_FILE_BLOCKS} -c 0; exec "$@"'
    process = subprocess.Popen(  # noqa: S603 - a fixed program; the document is its data
        ["/bin/sh", "-c", limits, "sh", *_without_network(), *command],
        cwd=home,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={"PATH": os.environ.get("PATH", ""), "HOME": str(home), "LANG": "C.UTF-8", **_DEAD_PROXIES},
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as exc:
        raise ReaderStoppedError(
            f"LibreOffice took more than {SECONDS} s", f"LibreOffice 用时超过 {SECONDS} 秒"
        ) from exc
    finally:
        # The starter has children of its own; none of them may outlive the conversion.
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            process.poll()
        process.wait()


_DEAD_PROXIES: Final = {"http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}


@lru_cache(maxsize=1)
def _without_network() -> tuple[str, ...]:
    """What to put before a command so that it sees no network; nothing where the system refuses."""
    program = shutil.which("unshare")
    if program is None:
        return ()
    prefix = (program, "--net", "--map-root-user")
    tried = subprocess.run([*prefix, "true"], capture_output=True, check=False)  # noqa: S603 - a fixed program
    return prefix if tried.returncode == 0 else ()
