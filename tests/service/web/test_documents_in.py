"""A document is read, shown and compared before anything is written, and taken over when a person says so."""

import hashlib
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ontology.identifiers import DEFAULT_BASE
from queries.embedded import EmbeddedStore
from queries.store import open_store
from service.build import build
from service.web.intake import shown_name
from service.web.uploads import MOST_KEPT
from shapes.profile import load_profile
from tests.service.web.conftest import EXAMPLE
from tests.service.web.live import LiveServer
from tests.service.web.writable import follow, send, taken_over, upload, writable_server

DOCUMENT = EXAMPLE.read_bytes()


@pytest.fixture(scope="module")
def server(built_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    with writable_server(
        built_store, tmp_path_factory.mktemp("in") / "store", upload_megabytes="2"
    ) as server:
        yield server


def quads(place: Path) -> str:
    store = open_store(place, read_only=True)
    assert isinstance(store, EmbeddedStore)
    try:
        return store.nquads()
    finally:
        store.close()


def test_a_preview_says_what_was_read_and_what_would_change_and_writes_nothing(server: LiveServer) -> None:
    before = server.gate.workers.version
    answer = upload(server, DOCUMENT)
    assert answer.status == 202
    assert answer.headers["location"] == f"/jobs/{answer.json()['id']}"
    job = follow(server, answer.json()["id"], "ready")
    preview = job["preview"]
    assert isinstance(preview, dict)
    assert (job["name"], job["size"]) == ("2022.docx", len(DOCUMENT))
    assert job["sha256"] == hashlib.sha256(DOCUMENT).hexdigest()
    assert preview["document"] == "203001-2022-goals"
    assert preview["same_file"] is True
    assert preview["summary"]["projects"] == 31
    assert preview["projects"]["same"] == 31
    assert preview["repairs"]["total"] == preview["summary"]["repairs"] > 0
    assert sum(preview["summary"]["findings"].values()) == preview["findings"]["total"]
    assert server.gate.workers.version == before
    assert server.get("/changes").json()["total"] == 0


def test_what_is_confirmed_is_what_a_build_of_the_file_makes(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "plan.docx").write_bytes(DOCUMENT)
    profile = load_profile("china-before-2021")
    for name in ("built", "brought"):
        store = open_store(tmp_path / name)
        if name == "built":
            build([tmp_path / "documents" / "plan.docx"], store, profile, DEFAULT_BASE)
        store.close()
    with LiveServer(tmp_path / "brought", {"allow": "load"}) as server:
        job = taken_over(server, DOCUMENT, "/documents?name=plan.docx")
        assert job["state"] == "loaded"
        assert job["result"]["document"] == "203001-2022-goals"  # type: ignore[index]
        assert server.get("/goals").json()["total"] == 4  # the next question sees it
    assert quads(tmp_path / "brought") == quads(tmp_path / "built")


def test_a_form_of_a_page_brings_a_file_and_is_sent_back_to_its_page(server: LiveServer) -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="lang"\r\n\r\nzh\r\n'
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="C:\\docs\\2022.docx"\r\n'
        b"Content-Type: application/octet-stream\r\n\r\n" + DOCUMENT + b"\r\n--x--\r\n"
    )
    headers = {"Content-Type": "multipart/form-data; boundary=x", "Accept": "text/html,*/*;q=0.8"}
    answer = server.ask("POST", "/documents", body, headers)
    assert answer.status == 303
    assert answer.headers["location"].startswith("/upload?job=")
    job = follow(server, answer.headers["location"].partition("=")[2], "ready")
    assert job["name"] == "2022.docx"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x00\x01\x02\xff\xfe" * 100, "document-refused"),
        (b"no table at all, only words. " * 50, "document-refused"),
        (b"PK\x03\x04 not a zip", "document-refused"),
        (b"%PDF-1.7 broken", "document-refused"),
        (b"{\\rtf1 broken", "document-refused"),
    ],
)
def test_a_file_that_is_no_document_is_refused_in_a_sentence(
    server: LiveServer, data: bytes, code: str
) -> None:
    job = follow(server, upload(server, data).json()["id"], "ready")
    assert job["state"] == "refused"
    problem = job["problem"]
    assert isinstance(problem, dict)
    assert problem["code"] == code
    assert problem["detail"].endswith(".")
    assert problem["detail_zh"].endswith("。")
    assert "/uploads/" not in problem["detail"]
    assert send(server, "POST", f"/jobs/{job['id']}/confirm").problem["code"] == "not-ready"


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"", "application/octet-stream", 400),
        (b"{}", "application/json", 415),
        (b"query=x", "application/x-www-form-urlencoded", 415),
        (b"--x--\r\n", "multipart/form-data; boundary=x", 400),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x", 400),
        (b"anything", "multipart/form-data", 400),
        (
            b'--x\r\nContent-Disposition: form-data; name="other"; filename="a"\r\n\r\nq\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
            400,
        ),
        (
            b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nq\r\n' * 2
            + b"--x--\r\n",
            "multipart/form-data; boundary=x",
            400,
        ),
    ],
)
def test_a_request_that_brings_no_usable_file_is_refused_at_once(
    server: LiveServer, body: bytes, content_type: str, status: int
) -> None:
    answer = server.ask("POST", "/documents", body, {"Content-Type": content_type})
    assert answer.problem["status"] == status


def test_a_body_is_cut_off_at_the_limit_with_and_without_a_length(server: LiveServer) -> None:
    declared = b"POST /documents HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3145728\r\n\r\n"
    assert b" 413 " in server.send(declared)
    head = b"POST /documents HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    piece = b"%x\r\n%b\r\n" % (1024 * 1024, b"x" * 1024 * 1024)
    assert b" 413 " in server.send(head + piece * 2 + b"1\r\nx\r\n")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\计划.docx", "计划.docx"),
        ("/", "document"),
        ("..", "document"),
        ("a\x00b\nc\u202ed.docx", "abcd.docx"),
        ("", "document"),
        ("x" * 500 + ".docx", "x" * 130 + ".docx"),
    ],
)
def test_a_name_is_shown_and_never_a_path(given: str, shown: str) -> None:
    assert shown_name(given) == shown


def test_a_name_that_climbs_leaves_nothing_outside_the_folder_of_uploads(server: LiveServer) -> None:
    place = Path(str(server.store))
    around = sorted(path.name for path in place.parent.iterdir())
    job = upload(server, DOCUMENT, "/documents?name=..%2F..%2F..%2Fclimbed.docx").json()
    assert job["name"] == "climbed.docx"
    follow(server, job["id"], "ready")
    assert sorted(path.name for path in place.parent.iterdir()) == around
    assert not list(place.rglob("climbed*"))
    assert server.ask("DELETE", f"/jobs/{job['id']}").json()["state"] == "cancelled"
    assert not list(place.glob(f"uploads/*/{job['id']}"))


def test_a_job_that_is_cancelled_or_unknown_cannot_be_confirmed(server: LiveServer) -> None:
    job = upload(server, DOCUMENT).json()["id"]
    assert server.ask("POST", f"/jobs/{job}/cancel").json()["state"] == "cancelled"
    assert server.ask("POST", f"/jobs/{job}/confirm").problem["status"] == 409
    assert server.ask("POST", "/jobs/absent/confirm").problem["status"] == 404
    assert server.get("/jobs/..%2F..").problem["status"] == 404


def test_the_process_that_reads_a_file_can_be_lost(server: LiveServer) -> None:
    job = upload(server, DOCUMENT).json()["id"]
    killed = False
    until = time.monotonic() + 30
    while not killed and time.monotonic() < until and follow_once(server, job) in ("waiting", "reading"):
        for pid in previewers():
            os.kill(pid, signal.SIGKILL)
            killed = True
    assert follow(server, job, "ready")["state"] == ("refused" if killed else "ready")
    assert server.get("/goals").status == 200


def follow_once(server: LiveServer, job: object) -> object:
    return server.get(f"/jobs/{job}").json()["state"]


def previewers() -> list[int]:
    """The processes of this test that read an uploaded file."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError, ValueError):
                continue
            if b"service.web.previewer" in words and parent == os.getpid():
                found.append(int(entry.name))
    return found


def test_what_was_changed_after_the_preview_is_not_overwritten(built_store: Path, tmp_path: Path) -> None:
    other = DOCUMENT + b"\0"  # the same document in other bytes
    with writable_server(built_store, tmp_path / "store") as server:
        first = upload(server, DOCUMENT).json()["id"]
        assert follow(server, first, "ready")["state"] == "ready"
        assert taken_over(server, other)["state"] == "loaded"
        assert server.ask("POST", f"/jobs/{first}/confirm").status == 202
        ended = follow(server, first)
        assert ended["state"] == "refused"
        assert ended["problem"]["code"] == "changed-since"  # type: ignore[index]


def test_kept_jobs_are_bounded_and_too_many_open_ones_are_refused(server: LiveServer) -> None:
    for job in server.get("/jobs").json()["items"]:  # type: ignore[attr-defined]
        server.ask("POST", f"/jobs/{job['id']}/cancel")
    answers = [upload(server, b"\x00\xff" * 50) for _ in range(30)]
    assert {answer.status for answer in answers} <= {202, 503}
    jobs = server.get("/jobs").json()["items"]
    assert isinstance(jobs, list)
    assert len(jobs) <= MOST_KEPT


def test_documents_need_the_role_and_a_store_of_ours(plain: LiveServer, built_store: Path) -> None:
    assert upload(plain, DOCUMENT).problem["code"] == "role-missing"
    with LiveServer(built_store) as reader:
        for path in ("/documents", "/restore"):
            assert upload(reader, DOCUMENT, path).problem["code"] == "role-missing"
        for path in ("/jobs", "/backup", "/changes"):
            assert reader.get(path).problem["code"] == "role-missing"


def test_a_store_that_is_not_ours_is_only_read(plain_store: Path) -> None:
    with LiveServer(plain_store, {"allow": "load"}) as server:
        assert upload(server, DOCUMENT).problem["code"] == "read-only"
        assert server.get("/session").json()["writable"] is False
