"""How rare a metric is, is asked of the whole store and of mended names as well."""

from queries.metric_uses import MetricUses, Rarity
from tests.year_documents import store_of_years

STORE = store_of_years()
PLAN = "https://w3id.org/goaltrace/data/plan/305001-2023"


def test_a_metric_is_counted_in_projects_plans_and_other_departments() -> None:
    uses = MetricUses(STORE, ["发放及时率", "临时救助人次", "没有的指标"])
    project = f"{PLAN}/project/13020923P00010110001A"
    assert uses.rarity("发放及时率", PLAN, project) == Rarity(1, 1, 0, 0)
    assert uses.rarity("临时救助人次", PLAN, project) == Rarity(0, 1, 0, 0)
    assert uses.rarity("没有的指标", PLAN, project) == Rarity(0, 0, 0, 0)


def test_a_name_that_looks_like_a_query_finds_nothing() -> None:
    assert MetricUses(STORE, ['" } # \\']).rarity('" } # \\', PLAN, "") == Rarity(0, 0, 0, 0)
