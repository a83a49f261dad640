"""The small document's department a year later: goals and projects reworded, dropped and added, rows as well."""

from functools import cache

from loaders.load import load_document
from loaders.readers.text import read_text
from queries.embedded import EmbeddedStore
from queries.fact_records import PlanFacts
from queries.facts import read_documents, read_facts
from service.judge import Judged, judge
from shapes.profile import load_profile
from tests.documents import DEPARTMENT, nine_rows, project_export, small_export

MEASURES = "[bookmark: _Toc_3]三、工作保障措施"
BURIAL = "（三）推进殡葬改革\n绩效目标：建设公益性公墓。\n绩效指标：新建公墓2处。\n"
CODES_2024 = {
    "relief": "13020924P00010110001A",
    "service": "13020923P00010210002B",
    "dining": "13020924P00010310003C",
}


def department_2024() -> str:
    """Goal 1 in other words, goal 2 as it was, and a third."""
    return (
        DEPARTMENT.replace("2023年", "2024年")
        .replace("兜牢基本民生底线", "兜住兜牢基本民生底线")
        .replace("落实社会救助政策；", "")
        .replace(MEASURES, f"{BURIAL}{MEASURES}")
    )


def export_2024() -> str:
    """Relief has a new code and another name, the service stations their old code and a new budget; dining is new."""
    relief = nine_rows("100按月足额发放")
    relief[0] = (
        "产出指标",
        "数量指标",
        "临时救助人次",
        "临时救助人次不少于350人次",
        "≥350人次",
        "年初工作计划",
    )
    del relief[6]  # the ecological row
    return (
        department_2024()
        + " \n第二部分\n \n预算项目绩效目标\n \n"
        + project_export(1, CODES_2024["relief"], "城乡困难群众临时救助资金", relief)
        + project_export(
            2, CODES_2024["service"], "社区养老服务站建设", nine_rows("≥5建设5个养老服务站"), budget="38.00"
        )
        + project_export(3, CODES_2024["dining"], "老年助餐补贴", nine_rows("100按季发放"), budget="12.00")
    )


def loaded_texts() -> tuple[tuple[str, str], tuple[str, str]]:
    """Both years as file name and text."""
    return ("civil-affairs-2023.txt", small_export()), ("civil-affairs-2024.txt", export_2024())


@cache
def _judged(name: str, text: str) -> Judged:
    return judge(load_document(read_text(text.encode(), name)), (), load_profile())


def store_of_years() -> EmbeddedStore:
    """A new store with both years."""
    store = EmbeddedStore.in_memory()
    for name, text in loaded_texts():
        judged = _judged(name, text)
        store.replace_graphs(judged.graphs, judged.nquads)
    return store


def build_again(store: EmbeddedStore, text: str) -> None:
    """Put another version of the later document in its place."""
    judged = _judged("civil-affairs-2024.txt", text)
    store.replace_graphs(judged.graphs, judged.nquads)


def facts_of_years(store: EmbeddedStore) -> tuple[PlanFacts, PlanFacts]:
    """The facts of both years."""
    earlier, later = read_documents(store)
    return read_facts(store, earlier), read_facts(store, later)
