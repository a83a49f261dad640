"""The published schema is that of the records, and the report keeps to it."""

import json

import jsonschema
import pytest

from queries.coverage import sum_up
from queries.coverage_records import Coverage
from service.reports.coverage_files import write_coverage
from service.reports.json_schema import PATH, coverage_schema, schema_text
from service.reports.report_files import Form
from tests.service.coverage_samples import make_coverage


def test_the_published_file_is_what_the_records_give() -> None:
    said = "python -m service.reports.json_schema writes it anew"
    assert PATH.read_text(encoding="utf-8") == schema_text(), said


@pytest.mark.parametrize("coverage", [make_coverage(), Coverage((), sum_up([]), ())], ids=["sample", "empty"])
def test_the_report_keeps_to_the_schema(coverage: Coverage) -> None:
    schema = coverage_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(json.loads(write_coverage(coverage, Form.json, "zh")))


def test_a_report_without_its_grades_does_not_keep_to_it() -> None:
    facts = json.loads(write_coverage(make_coverage(), Form.json, "zh"))
    del facts["documents"][0]["projects"][0]["rows"][0]["grade"]
    assert not jsonschema.Draft202012Validator(coverage_schema()).is_valid(facts)
