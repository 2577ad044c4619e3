"""SQL beside its meaning in plain Python: expressions, conditions and groups over the census. Nothing of the compiler.

Values are Fraction (exact), float, str, bool, date; None is NULL.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from reference import as_float, half_away

Row = dict[str, Any]
Meaning = Callable[[Row], Any]
F = Fraction


def _n(row: Row, name: str) -> Fraction | None:
    return None if row[name] is None else Fraction(row[name])


def known(rule: Callable[..., Any], *names: str) -> Meaning:
    """NULL of NULL, else a rule of the columns' values."""

    def meaning(row: Row) -> Any:
        values = [row[name] for name in names]
        exact = [Fraction(value) if isinstance(value, int) else value for value in values]
        return None if any(value is None for value in values) else rule(*exact)

    return meaning


def ratio(left: Any, right: Any) -> float | None:
    return None if right == 0 else as_float(left) / as_float(right)


def remainder(left: Fraction, right: Fraction) -> Fraction | None:
    if right == 0:
        return None
    return left - right * math.trunc(left / right)


def places(value: Any, digits: int) -> Fraction:
    """ROUND(x, digits) of an exact number or a double."""
    unit = Fraction(10) ** digits
    scaled = Fraction(value * float(unit)) if isinstance(value, float) and digits else Fraction(value) * unit
    return Fraction(half_away(scaled)) / unit


NUMBERS: list[tuple[str, Meaning]] = [
    ('age', known(lambda a: a, 'age')),
    ('-age', known(lambda a: -a, 'age')),
    ('age + hours_per_week', known(lambda a, h: a + h, 'age', 'hours_per_week')),
    ('age * 2 - education_num', known(lambda a, e: a * 2 - e, 'age', 'education_num')),
    ('age / 7', known(lambda a: ratio(a, F(7)), 'age')),
    ('age / (education_num - 9)', known(lambda a, e: ratio(a, e - 9), 'age', 'education_num')),
    ('age % 10', known(lambda a: remainder(a, F(10)), 'age')),
    ('MOD(hours_per_week - 40, 7)', known(lambda h: remainder(h - 40, F(7)), 'hours_per_week')),
    ('age % (education_num - 9)', known(lambda a, e: remainder(a, e - 9), 'age', 'education_num')),
    ('ABS(age - 40)', known(lambda a: abs(a - 40), 'age')),
    ('ABS(age / 3 - 14)', known(lambda a: abs(as_float(a) / 3.0 - 14.0), 'age')),
    ('SIGN(age - 40)', known(lambda a: F((a > 40) - (a < 40)), 'age')),
    ('FLOOR(age / 10)', known(lambda a: F(math.floor(a / 10)), 'age')),
    ('FLOOR(age / 10) * 10', known(lambda a: F(math.floor(a / 10) * 10), 'age')),
    ('CEIL(age / 10)', known(lambda a: F(math.ceil(a / 10)), 'age')),
    ('CEILING(age * 0.3)', known(lambda a: F(math.ceil(a * F('0.3'))), 'age')),
    ('FLOOR(age * 0.3 - 10)', known(lambda a: F(math.floor(a * F('0.3') - 10)), 'age')),
    ('ROUND(age / 7, 1)', known(lambda a: places(as_float(a) / 7.0, 1), 'age')),
    ('ROUND(age * 0.25)', known(lambda a: F(half_away(a / 4)), 'age')),
    ('ROUND(age * 0.125, 2)', known(lambda a: places(a / 8, 2), 'age')),
    ('ROUND(capital_gain, -2)', known(lambda g: places(float(g) / 100.0, 0) * 100, 'capital_gain')),
    ('LEAST(age, 40)', lambda row: F(40) if row['age'] is None else min(F(row['age']), F(40))),
    ('GREATEST(age, hours_per_week)', lambda row: _extreme(max, row, 'age', 'hours_per_week')),
    ('LEAST(age, hours_per_week, education_num)',
     lambda row: _extreme(min, row, 'age', 'hours_per_week', 'education_num')),
    ('COALESCE(age, 0)', lambda row: F(0) if row['age'] is None else F(row['age'])),
    ('COALESCE(NULL, hours_per_week, age)', lambda row: _n(row, 'hours_per_week') or _n(row, 'age')),
    ('IFNULL(education_num, -1)', lambda row: F(-1) if row['education_num'] is None else F(row['education_num'])),
    ('NULLIF(hours_per_week, 40)', known(lambda h: None if h == 40 else h, 'hours_per_week')),
    ('POWER(education_num, 2)', known(lambda e: e * e, 'education_num')),
    ('POW(education_num - 8, 3)', known(lambda e: (e - 8) ** 3, 'education_num')),
    ("CASE WHEN sex = 'Male' THEN 1 ELSE 0 END", lambda row: F(row['sex'] == 'Male')),
    ("CASE sex WHEN 'Male' THEN 1 WHEN 'Female' THEN 2 END", lambda row: {'Male': F(1), 'Female': F(2)}[row['sex']]),
    ('CASE WHEN age < 30 THEN 1 WHEN age < 60 THEN 2.5 ELSE NULL END',
     lambda row: None if row['age'] is None or row['age'] >= 60 else F(1) if row['age'] < 30 else F('2.5')),
    ('CASE WHEN age > 40 THEN age / 2 ELSE age END',
     lambda row: None if row['age'] is None else as_float(F(row['age'])) / (2.0 if row['age'] > 40 else 1.0)),
    ('CASE WHEN race IS NULL THEN 0 WHEN age > 30 AND hours_per_week > 30 THEN age - 30 END',
     lambda row: F(0) if row['race'] is None else F(row['age'] - 30)
     if row['age'] is not None and row['age'] > 30 and (row['hours_per_week'] or 0) > 30 else None),
    ('IF(age > 40, 1, -1)', lambda row: F(1) if row['age'] is not None and row['age'] > 40 else F(-1)),
    ('LENGTH(education)', known(lambda e: F(len(e)), 'education')),
    ('CHAR_LENGTH(UPPER(race))', known(lambda r: F(len(r)), 'race')),
    ("CAST(SUBSTRING(education, 1, 1) AS INTEGER)", known(lambda e: F(e[0]) if e[0].isdigit() else None, 'education')),
    ('CAST(age > 40 AS INTEGER)', known(lambda a: F(a > 40), 'age')),
    ('WIDTH_BUCKET(age, 20, 60, 4)',
     known(lambda a: F(0) if a < 20 else F(5) if a >= 60 else F(math.floor((a - 20) / 10) + 1), 'age')),
    ('CLAMP(age, 30, 50) - 30', known(lambda a: min(max(a, F(30)), F(50)) - 30, 'age')),
    ('CAST(age / 7 AS DECIMAL(9, 2))', known(lambda a: places(as_float(a) / 7.0, 2), 'age')),
    ('(age - 40) * (hours_per_week - 40) * 0.01',
     known(lambda a, h: (a - 40) * (h - 40) * F('0.01'), 'age', 'hours_per_week')),
]  # fmt: skip


def _extreme(pick: Callable[..., Any], row: Row, *names: str) -> Fraction | None:
    values = [Fraction(row[name]) for name in names if row[name] is not None]
    return pick(values) if values else None


CONDITIONS: list[tuple[str, Meaning]] = [
    ('age > 40', known(lambda a: a > 40, 'age')),
    ('age BETWEEN 30 AND 40', known(lambda a: 30 <= a <= 40, 'age')),
    ('age NOT BETWEEN 30 AND 40', known(lambda a: not 30 <= a <= 40, 'age')),
    ('age * 2 BETWEEN hours_per_week AND 100', known(lambda a, h: h <= a * 2 <= 100, 'age', 'hours_per_week')),
    ('age IN (20, 30, 40)', known(lambda a: a in {20, 30, 40}, 'age')),
    ('age % 2 = 0', known(lambda a: a % 2 == 0, 'age')),
    ("sex = 'Male' AND age < 30", known(lambda s, a: s == 'Male' and a < 30, 'sex', 'age')),
    ("UPPER(sex) = 'MALE'", known(lambda s: s.upper() == 'MALE', 'sex')),
    ("LOWER(race) LIKE 'w%'", known(lambda r: r.lower().startswith('w'), 'race')),
    ("SUBSTRING(education, 2) = 'th' OR LEFT(education, 1) = 'M'",
     known(lambda e: e[1:] == 'th' or e[:1] == 'M', 'education')),
    ("education || '/' || race = 'Masters/White'",
     known(lambda e, r: f'{e}/{r}' == 'Masters/White', 'education', 'race')),
    ("CONCAT(race, sex) LIKE '%kM%'", known(lambda r, s: 'kM' in r + s, 'race', 'sex')),
    ("REPLACE(education, 'th', '') = '7-8'", known(lambda e: e.replace('th', '') == '7-8', 'education')),
    ("STARTS_WITH(education, 'HS')", known(lambda e: e.startswith('HS'), 'education')),
    ("TRIM(' ' || race || '  ') = race", known(lambda r: True, 'race')),
    ('LENGTH(workclass) > 8', known(lambda w: len(w) > 8, 'workclass')),
    ('COALESCE(workclass, race) IS NULL', lambda row: row['workclass'] is None and row['race'] is None),
    ("COALESCE(workclass, 'none') = 'none'", lambda row: row['workclass'] is None),
    ("NULLIF(race, 'White') IS NULL", lambda row: row['race'] in {None, 'White'}),
    ("CASE WHEN age > 40 THEN 'old' ELSE 'young' END = 'old'", lambda row: (row['age'] or 0) > 40),
    ('(age > 40) IS TRUE', lambda row: (row['age'] or 0) > 40),
    ('(age > 40) IS NOT TRUE', lambda row: not (row['age'] or 0) > 40),
    ('(age > 40) IS FALSE', lambda row: row['age'] is not None and row['age'] <= 40),
    ('CASE WHEN age > 40 THEN TRUE WHEN race IS NULL THEN FALSE END', lambda row: (row['age'] or 0) > 40),
    ('GREATEST(age, hours_per_week) < 40', lambda row: _below(row, 40)),
    ('NOT (age > 40 OR race = \'Black\')', lambda row: _not_or(row)),
    ('SQRT(age) > 6', known(lambda a: math.sqrt(a) > 6, 'age')),
    ('LN(education_num) < 2', known(lambda e: math.log(e) < 2, 'education_num')),
    ('EXP(education_num / 10) > 2.5', known(lambda e: math.exp(float(e) / 10) > 2.5, 'education_num')),
    ('LOG10(age) > 1.6', known(lambda a: math.log10(a) > 1.6, 'age')),
    ('POWER(age, 0.5) > 6.5', known(lambda a: math.sqrt(a) > 6.5, 'age')),
]  # fmt: skip


def _below(row: Row, limit: int) -> bool | None:
    value = _extreme(max, row, 'age', 'hours_per_week')
    return None if value is None else value < limit


def _not_or(row: Row) -> bool | None:
    age, race = row['age'], row['race']
    if (age is not None and age > 40) or race == 'Black':
        return False
    return None if age is None or race is None else True


RACES = ['White', 'Asian-Pac-Islander', 'Amer-Indian-Eskimo', 'Other', 'Black']
GROUPS: list[tuple[str, Meaning, list[Any]]] = [
    ('sex', lambda row: row['sex'], ['Female', 'Male']),
    ('race', lambda row: row['race'], [*RACES, None]),
    ('FLOOR(age / 10) * 10', known(lambda a: math.floor(a / 10) * 10, 'age'), [*range(10, 100, 10), None]),
    ('age % 3', known(lambda a: int(a) % 3, 'age'), [0, 1, 2, None]),
    ('CEIL(hours_per_week / 25)', known(lambda h: math.ceil(h / 25), 'hours_per_week'), [1, 2, 3, 4, None]),
    ('ROUND(age, -1)', known(lambda a: int(places(float(a) / 10, 0) * 10), 'age'), [*range(20, 100, 10), None]),
    ('ROUND(education_num * 0.1, 1)', known(lambda e: float(places(e / 10, 1)), 'education_num'),
     [*(number / 10 for number in range(1, 17)), None]),
    ('age > 40', known(lambda a: a > 40, 'age'), [False, True, None]),
    ("COALESCE(workclass, '-') = 'Private'", lambda row: row['workclass'] == 'Private', [False, True]),
    ("CASE WHEN age < 30 THEN 'young' WHEN age < 60 THEN 'middle' ELSE 'old' END",
     lambda row: 'old' if row['age'] is None or row['age'] >= 60 else 'young' if row['age'] < 30 else 'middle',
     ['young', 'middle', 'old']),
    ('CASE WHEN age < 18 THEN 18 WHEN age < 65 THEN 65 END',
     lambda row: None if row['age'] is None or row['age'] >= 65 else 18 if row['age'] < 18 else 65, [18, 65, None]),
    ('UPPER(sex)', lambda row: row['sex'].upper(), ['FEMALE', 'MALE']),
    ('LEFT(race, 1)', known(lambda r: r[:1], 'race'), ['W', 'A', 'O', 'B', None]),
    ("sex || '-' || income", lambda row: f'{row["sex"]}-{row["income"]}',
     ['Female-<=50K', 'Female->50K', 'Male-<=50K', 'Male->50K']),
    ('LENGTH(sex)', lambda row: len(row['sex']), [4, 6]),
    ("COALESCE(race, 'unknown')", lambda row: row['race'] or 'unknown', [*RACES, 'unknown']),
    ("NULLIF(race, 'Other')", lambda row: None if row['race'] == 'Other' else row['race'], [*RACES, None]),
    ('LEAST(age, 20)', lambda row: 20 if row['age'] is None else min(row['age'], 20), [17, 18, 19, 20]),
    ('WIDTH_BUCKET(hours_per_week, 0, 100, 4)', known(lambda h: math.floor(h / 25) + 1, 'hours_per_week'),
     [0, 1, 2, 3, 4, 5, None]),
    ('FLOOR(fnlwgt / 500000)', known(lambda w: math.floor(w / 500000), 'fnlwgt'), [0, 1, 2, 3, None]),
    ('ABS(education_num - 9)', known(lambda e: abs(int(e) - 9), 'education_num'), [*range(9), None]),
    ('CAST(education_num AS VARCHAR)', known(lambda e: str(int(e)), 'education_num'),
     [*(str(number) for number in range(1, 17)), None]),
]  # fmt: skip
