"""The census definition of the tests, in the JSON form of the protocol, and its rows as plain Python."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

ADULT = Path(__file__).resolve().parents[4] / 'data' / 'adult' / 'adult.data'
COLUMNS = (
    *('age', 'workclass', 'fnlwgt', 'education', 'education_num', 'marital_status', 'occupation', 'relationship'),
    *('race', 'sex', 'capital_gain', 'capital_loss', 'hours_per_week', 'native_country', 'income'),
)
NUMBERS = {
    'age': (17, 90),
    'fnlwgt': (10_000, 1_500_000),
    'education_num': (1, 16),
    'capital_gain': (0, 99_999),
    'capital_loss': (0, 5_000),
    'hours_per_week': (1, 99),
}
VALUES = {
    'workclass': 'Private,Self-emp-not-inc,Self-emp-inc,Federal-gov,Local-gov,State-gov,Without-pay,Never-worked',
    'education': (
        'Bachelors,Some-college,11th,HS-grad,Prof-school,Assoc-acdm,Assoc-voc,9th,7th-8th,12th,Masters,1st-4th,10th,'
        'Doctorate,5th-6th,Preschool'
    ),
    'marital_status': (
        'Married-civ-spouse,Divorced,Never-married,Separated,Widowed,Married-spouse-absent,Married-AF-spouse'
    ),
    'race': 'White,Asian-Pac-Islander,Amer-Indian-Eskimo,Other,Black',
    'sex': 'Female,Male',
    'income': '<=50K,>50K',
}


def _column(name: str) -> dict[str, Any]:
    if name in NUMBERS:
        return {'type': 'integer', 'lower': NUMBERS[name][0], 'upper': NUMBERS[name][1]}
    column: dict[str, Any] = {'type': 'string'}
    if name in VALUES:
        column['values'] = VALUES[name].split(',')
    if name in {'sex', 'income'}:
        column['nullable'] = False
    return column


def definition(columns: dict[str, Any] | None = None, **table: Any) -> dict[str, Any]:
    """A definition with one table `adult`; other columns or table fields on wish."""
    described = columns if columns is not None else {name: _column(name) for name in COLUMNS}
    return {
        'apiVersion': 'dq0/v1',
        'kind': 'Dataset',
        'name': 'census',
        'connector': {'type': 'csv', 'path': 'adult.data', 'options': {'header': False, 'trim': True}},
        'account': 'us-1994',
        'budget': {'epsilon': 10, 'delta': 1e-6},
        'tables': {'adult': {'unit': {'kind': 'row'}, 'maxUnits': 100_000, **table, 'columns': described}},
    }


def people() -> list[dict[str, Any]]:
    """Every row of the sample file; `?` is None, numbers are integers."""
    with ADULT.open(newline='') as file:
        rows = [row for row in csv.reader(file, skipinitialspace=True) if row]
    return [
        {
            name: None if text == '?' else int(text) if name in NUMBERS else text
            for name, text in zip(COLUMNS, row, strict=True)
        }
        for row in rows
    ]
