"""IATI and StratML, read into the same records and written again with a report of what they cannot hold."""

from decimal import Decimal

import pytest
from lxml import etree

from loaders.errors import ForbiddenMarkupError
from loaders.layouts.registry import explain_layouts, read_plan
from loaders.load import load_document
from loaders.plan import Plan
from loaders.plan_values import read_values
from loaders.reading import read_bytes
from loaders.standards.iati_export import write_iati
from loaders.standards.losses import LossCounter
from loaders.standards.stratml_export import write_stratml
from tests.documents import small_export
from tests.loaders.layouts import samples
from tests.loaders.layouts.grids import plan_of

IATI = """<?xml version="1.0" encoding="UTF-8"?>
<iati-activities version="2.03">
 <iati-activity default-currency="CNY" hierarchy="1">
  <iati-identifier>XM-1-9</iati-identifier>
  <reporting-org ref="XM-1" type="10">
   <narrative>Water office</narrative><narrative xml:lang="fr">Eau</narrative></reporting-org>
  <title><narrative>Wells</narrative></title>
  <description type="1"><narrative>Drill wells.</narrative></description>
  <description type="2"><narrative>Clean water near every house.</narrative></description>
  <contact-info><person-name><narrative>A. Nobody</narrative></person-name><telephone>123</telephone></contact-info>
  <budget type="1" status="1"><period-start iso-date="2024-01-01"/><period-end iso-date="2024-12-31"/>
   <value value-date="2024-01-01">500000</value></budget>
  <result type="1"><title><narrative>Wells drilled</narrative></title>
   <indicator measure="1" ascending="1"><title><narrative>Wells</narrative></title>
    <baseline year="2023" value="3"/>
    <period><period-start iso-date="2024-01-01"/><period-end iso-date="2024-06-30"/>
     <target value="10"><comment><narrative>first half</narrative></comment></target><actual value="8"/></period>
    <period><period-start iso-date="2024-07-01"/><period-end iso-date="2024-12-31"/><target value="12"/></period>
   </indicator></result>
  <result type="2"><title><narrative>Health</narrative></title>
   <indicator measure="2"><title><narrative>Households with clean water</narrative></title>
    <period><period-start iso-date="2024-01-01"/><period-end iso-date="2024-12-31"/><target value="90"/></period>
   </indicator></result>
  <surprise>nobody knows this element</surprise>
 </iati-activity>
</iati-activities>
"""

STRATML = """<?xml version="1.0" encoding="UTF-8"?>
<PerformancePlanOrReport xmlns="urn:example:stratml" Type="Performance_Plan">
 <Name>Plan of the water office</Name>
 <StrategicPlanCore>
  <Organization><Name>Water office</Name></Organization>
  <Mission><Description>Clean water.</Description></Mission>
  <Goal><Name>Wells</Name><Description>More wells.</Description><SequenceIndicator>1</SequenceIndicator>
   <Stakeholder><Name>A. Nobody</Name></Stakeholder>
   <Objective><Name>Drill</Name><Description>Drill wells.</Description><Identifier>u-1</Identifier>
    <SequenceIndicator>1.1</SequenceIndicator>
    <PerformanceIndicator ValueChainStage="Output"><MeasurementDimension>Wells</MeasurementDimension>
     <UnitOfMeasurement>Number</UnitOfMeasurement>
     <MeasurementInstance><TargetResult><NumberOfUnits>12</NumberOfUnits></TargetResult>
      <ActualResult><NumberOfUnits>8</NumberOfUnits><Description>dry year</Description></ActualResult>
     </MeasurementInstance>
    </PerformanceIndicator>
   </Objective>
   <Objective><Name></Name><Description></Description></Objective>
  </Goal>
 </StrategicPlanCore>
 <AdministrativeInformation><StartDate>2024-01-01</StartDate></AdministrativeInformation>
 <Submitter><FirstName>A.</FirstName><EmailAddress>a@example.org</EmailAddress></Submitter>
</PerformancePlanOrReport>
"""


def plan_from(xml: str) -> Plan:
    return read_values(read_plan(read_bytes(xml.encode(), "file.xml"))[1], 0)


def test_an_activity_is_a_project_and_each_period_of_an_indicator_a_row() -> None:
    plan = plan_from(IATI)
    (project,) = plan.projects
    assert (plan.department_code, plan.department_name.text, plan.year) == ("XM-1", "Water office", "2024")
    assert (project.code.text, project.name.text, project.goal_text.text) == (
        "XM-1-9",
        "Wells",
        "Clean water near every house.",
    )
    assert [(a.printed.text, a.unit, a.yuan) for a in project.amounts] == [
        ("500000", "CNY", Decimal(500_000))
    ]
    assert [(i.kind, i.kind2, i.value.text, i.actual and i.actual.text) for i in project.indicators] == [
        ("output", "Wells drilled", "10", "8"),
        ("output", "Wells drilled", "12", None),
        ("benefit", "Health", "90%", None),
    ]
    assert project.indicators[0].baseline_reading is not None
    assert project.indicators[0].baseline_reading.number == 3


def test_what_is_not_on_the_list_of_ignored_elements_is_unread_with_its_path() -> None:
    assert [(u.text.text, u.reason) for u in plan_from(IATI).unread] == [
        ("nobody knows this element", "no place for iati-activity/surprise")
    ]


def test_goals_and_objectives_of_stratml_are_goals_and_objectives_with_stated_links() -> None:
    plan = plan_from(STRATML)
    assert [(g.number, g.name.text, [o.number for o in g.objectives]) for g in plan.goals] == [
        ("1", "Wells", ["1.1"])
    ]
    assert plan.overall_goal is not None
    assert [(p.key, p.scope, len(p.indicators)) for p in plan.projects] == [("u-1", "objective", 1)]
    assert [(link.project, link.goal, link.objective) for link in plan.links] == [("u-1", "1", "1.1")]
    (row,) = plan.projects[0].indicators
    assert (row.name, row.value.text, row.actual and row.actual.text) == ("Wells", "12", "8")
    assert plan.unread == ()


@pytest.mark.parametrize(("xml", "dropped"), [(IATI, 2), (STRATML, 3)])
def test_names_and_addresses_of_people_are_dropped_from_standards_too(xml: str, dropped: int) -> None:
    loaded = load_document(read_bytes(xml.encode(), "file.xml"))
    assert loaded.plan.dropped_personal == dropped
    assert "Nobody" not in loaded.quads.nquads()


def test_the_explanation_names_the_standard() -> None:
    assert [r.layout for r in explain_layouts(read_bytes(IATI.encode(), "a.xml"))] == ["iati"]


def test_entities_are_refused() -> None:
    with pytest.raises(ForbiddenMarkupError):
        read_bytes(b'<!DOCTYPE x [<!ENTITY e "boom">]><iati-activities>&e;</iati-activities>', "a.xml")


def targets(plan: Plan) -> list[tuple[str, Decimal | None]]:
    return [(i.name, i.reading.number if i.reading else None) for p in plan.projects for i in p.indicators]


def test_a_plan_written_as_iati_reads_back_with_the_same_names_targets_and_money() -> None:
    plan = plan_of(*samples.CENTRAL_FORM)
    again = plan_from(write_iati(plan).xml)
    assert targets(again) == targets(plan)
    assert again.projects[0].name.text == plan.projects[0].name.text
    assert again.projects[0].amounts[0].yuan == plan.projects[0].amounts[0].yuan


def test_the_iati_export_says_what_it_lost() -> None:
    losses = {loss.what: loss.count for loss in write_iati(plan_of(*samples.CENTRAL_FORM)).losses}
    assert {k: losses[k] for k in ("comparator", "unit", "weight", "fund-source", "further-target")} == {
        "comparator": 3,
        "unit": 2,
        "weight": 4,
        "fund-source": 2,
        "further-target": 1,
    }


def test_iati_elements_stand_in_the_order_of_the_standard() -> None:
    root = etree.fromstring(write_iati(plan_of(*samples.SELF_EVALUATION)).xml.encode())
    order = [
        "iati-identifier", "reporting-org", "title", "description", "participating-org", "activity-status",
        "activity-date", "budget", "result",
    ]  # fmt: skip
    tags = list(dict.fromkeys(child.tag for child in root[0]))
    assert tags == [tag for tag in order if tag in tags]


def test_a_duty_plan_written_as_stratml_reads_back_with_goals_objectives_and_targets() -> None:
    plan = plan_of(*samples.DUTY_ACTIVITY)
    again = plan_from(write_stratml(plan).xml)
    assert [g.name.text for g in again.goals] == [g.name.text for g in plan.goals]
    assert [[o.text.text for o in g.objectives] for g in again.goals] == [
        [o.text.text for o in g.objectives] for g in plan.goals
    ]
    assert [n for n, _ in targets(again)] == [n for n, _ in targets(plan)]


def test_projects_without_a_goal_are_no_part_of_stratml_and_the_report_says_so() -> None:
    plan = read_values(read_plan(read_bytes(small_export().encode(), "a.txt"))[1], 15)
    export = write_stratml(plan)
    assert "project-without-goal" in {loss.what for loss in export.losses}
    assert all(loss.sentence("zh") and loss.sentence("en") for loss in export.losses)


def test_the_same_plan_gives_the_same_bytes() -> None:
    plan = plan_of(*samples.DUTY_ACTIVITY)
    assert (write_iati(plan), write_stratml(plan)) == (write_iati(plan), write_stratml(plan))


def test_an_unknown_loss_is_no_loss() -> None:
    with pytest.raises(KeyError):
        LossCounter("x").add("everything")
