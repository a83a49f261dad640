"""Whether the compiled engine says what the reference says: compared result by result, as multisets."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from shapes.compiled_engine import run_compiled
from shapes.results import Result
from shapes.shape_files import choose_shape_files
from shapes.subjects import Subjects

SAMPLE_EVERY: Final = 100
"""Of a large build, one document in so many belongs to the sample; the build does not take it yet."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The results that only one of the engines gives."""

    only_reference: tuple[Result, ...]
    only_compiled: tuple[Result, ...]

    def sentence(self, lang: str) -> str:
        """What differs, in one sentence."""
        one, other = len(self.only_reference), len(self.only_compiled)
        shapes = ", ".join(
            sorted({r.shape.rpartition("#")[2] for r in (*self.only_reference, *self.only_compiled)})
        )
        if lang == "zh":
            return (
                f"两个校验引擎结果不一致（{shapes}）：{one} 条只有 pySHACL 给出，"
                f"{other} 条只有编译引擎给出；已改用 pySHACL"
            )
        return (
            f"the two validation engines differ on {shapes}: {one} results come from pySHACL alone, "
            f"{other} from the compiled engine alone; pySHACL is used instead"
        )


def is_sampled(sha256: str) -> bool:
    """Whether a document belongs to the sample: decided by its hash, so that every run takes the same ones.

    >>> is_sampled("00" * 32), is_sampled("ff" * 32)
    (True, False)
    """
    return int(sha256[:12], 16) % SAMPLE_EVERY == 0


def find_disagreement(ntriples: str, profile: str) -> Disagreement | None:
    """Validate one document with both engines; nothing when the multisets of results are equal."""
    from shapes.pyshacl_engine import run_pyshacl  # noqa: PLC0415 - half a second that a build without a sample saves

    subjects = Subjects(ntriples)
    shape_files = choose_shape_files(profile, subjects.layouts(), subjects.kinds)
    reference = Counter(run_pyshacl(ntriples, shape_files))
    compiled = Counter(run_compiled(ntriples, shape_files))
    if reference == compiled:
        return None
    return Disagreement(
        tuple(sorted((reference - compiled).elements())), tuple(sorted((compiled - reference).elements()))
    )
