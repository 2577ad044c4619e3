"""Random expressions of the language over the columns of a relation, by kind of value."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

Columns = Sequence[tuple[str, str]]
"""Names with the kind of their values: exact, real, text, flag, day or moment."""
KINDS = {
    'integer': 'exact', 'decimal': 'exact', 'float': 'real', 'string': 'text', 'boolean': 'flag', 'date': 'day',
    'timestamp': 'moment',
}  # fmt: skip
_LITERALS = {
    'number': [
        '0', '1', '2', '-1', '17', '2.5', '0.05', '1e3', '1000000', '0.000000000000000001', '1e300', '3', '9',
        '9223372036854775807',
    ],
    'text': ["''", "'a'", "'A'", "'é'", "'12'", "'%'", "'o''c'"],
    'flag': ['TRUE', 'FALSE'],
    'day': ["DATE '2020-01-01'", "DATE '2020-02-29'"],
    'moment': ["TIMESTAMP '2020-01-01 12:00:00'"],
}  # fmt: skip
_NUMBERS = [
    '({n} + {n})', '({n} - {n})', '({n} * {n})', '({n} / {n})', '({n} % {n})', '(-{n})', 'ABS({n})', 'SIGN({n})',
    'FLOOR({n})', 'CEIL({n})', 'ROUND({n}, 1)', 'ROUND({n}, -1)', 'ROUND({n})', 'SQRT({n})', 'LN({n})', 'LOG10({n})',
    'EXP({n})', 'POWER({n}, 2)', 'POWER({n}, 0.5)', 'MOD({n}, 3)', 'CLAMP({n}, -3, 9)', 'CLAMP({n}, 0, 1.5)',
    'LEAST({n}, {n}, {n})', 'GREATEST({n}, {n})', 'COALESCE({n}, {n}, {n})', 'NULLIF({n}, {n})', 'IF({c}, {n}, {n})',
    'CASE WHEN {c} THEN {n} WHEN {c} THEN {n} ELSE {n} END', 'CASE WHEN {c} THEN {n} END',
    'CAST({n} AS INTEGER)', 'CAST({n} AS DECIMAL(9, 2))', 'CAST({n} AS DOUBLE)', 'CAST({t} AS INTEGER)',
    'CAST({t} AS DOUBLE)', 'CAST({t} AS DECIMAL(18, 9))', 'CAST({f} AS INTEGER)', 'WIDTH_BUCKET({n}, 0, 2, 4)',
    'LENGTH({t})', 'YEAR({d})', 'MONTH({d})', 'EXTRACT(DOW FROM {d})', 'HOUR({m})', 'QUARTER({m})',
    "DATE_DIFF('day', {d}, {m})", "DATE_DIFF('month', {m}, {d})", "DATE_DIFF('hour', {m}, {m})", '({d} - {d})',
]  # fmt: skip
_TEXTS = [
    'UPPER({t})', 'LOWER({t})', 'LEFT({t}, 1)', 'SUBSTRING({t}, 2, 3)', 'TRIM({t})', 'RTRIM({t})', '({t} || {t})',
    "REPLACE({t}, 'a', 'bb')", 'CONCAT({t}, {t})', 'CASE WHEN {c} THEN {t} ELSE {t} END', 'COALESCE({t}, {t})',
    "NULLIF({t}, 'a')", 'CAST({f} AS VARCHAR)', 'CAST({d} AS VARCHAR)', 'LEAST({t}, {t})',
]  # fmt: skip
_CONDITIONS = [
    '{n} > {n}', '{n} = {n}', '{n} <> {n}', '{n} <= {n}', '{n} BETWEEN {n} AND {n}', '{n} IN (1, 17, 2.5)',
    '{n} NOT IN (0, -1)', '{t} = {t}', '{t} < {t}', "{t} IN ('a', '', 'é')", "{t} LIKE 'a%'", "{t} NOT LIKE '%\\_%'",
    '{n} IS NULL', '{t} IS NOT NULL', '({c}) IS TRUE', '({c}) IS NOT FALSE', '{f}', 'NOT {f}', '({c} AND {c})',
    '({c} OR {c})', '(NOT {c})', '{d} >= {d}', "{d} < '2020-01-15'", '{m} > {m}', "STARTS_WITH({t}, 'a')",
]  # fmt: skip
_DAYS = [
    "DATE_TRUNC('month', {d})", "DATE_TRUNC('week', {d})", 'CAST({t} AS DATE)', 'CAST({m} AS DATE)',
    "DATE_TRUNC('day', {m})", 'COALESCE({d}, {d})', 'CASE WHEN {c} THEN {d} END',
]  # fmt: skip
_MOMENTS = ["DATE_TRUNC('hour', {m})", 'CAST({d} AS TIMESTAMP)', 'CAST({t} AS TIMESTAMP)', 'GREATEST({m}, {m})']
_FORMS = {
    'number': _NUMBERS, 'text': _TEXTS, 'flag': ['({c})'], 'day': _DAYS, 'moment': _MOMENTS, 'condition': _CONDITIONS,
}  # fmt: skip
_SLOTS = {'n': 'number', 't': 'text', 'f': 'flag', 'd': 'day', 'm': 'moment', 'c': 'condition'}


class Expressions:
    """Draws expressions; `columns` are those of the relation at hand."""

    def __init__(self, generator: random.Random) -> None:
        self.random = generator

    def draw(self, columns: Columns, kind: str, depth: int) -> str:
        """An expression: number, text, flag, day, moment or condition."""
        if kind == 'condition' or (depth > 0 and self.random.random() < 0.6):
            form = self.random.choice(_FORMS[kind])
            if depth <= 0 and '{c}' in form:
                form = self.random.choice(['{n} > {n}', '{t} = {t}', '{n} IS NULL'])
            return self._filled(form, lambda slot: self.draw(columns, _SLOTS[slot], depth - 1))
        kinds = {'number': ('exact', 'real')}.get(kind, (kind,))
        names = [name for name, found in columns if found in kinds]
        if names and self.random.random() < 0.94:
            return self.random.choice(names)
        return self.random.choice(_LITERALS[kind])

    def bounded(self, columns: Columns, depth: int) -> str:
        """A number, mostly held in bounds of its own."""
        inner = self.draw(columns, 'number', depth)
        low, width = self.random.choice([('-3', '4'), ('0', '7'), ('-2.5', '1'), ('-1e3', '2e6'), ('1', '1')])
        return inner if self.random.random() < 0.3 else f'CLAMP({inner}, {low}, {width})'

    def key(self, columns: Columns) -> str:
        """Something to group by: columns, buckets, choices, and now and then anything."""
        draw = self.random.random()
        if draw < 0.45:
            return self.random.choice([name for name, kind in columns if kind != 'real'] or ['1'])
        forms = [
            'FLOOR({n} / 5)', 'CLAMP(FLOOR({n}), 0, 3)', 'WIDTH_BUCKET({n}, 0, 2, 3)', "DATE_TRUNC('month', {d})",
            "DATE_TRUNC('hour', {m})", 'UPPER({t})', '{n} > {n}', "CASE WHEN {c} THEN 'x' WHEN {c} THEN 'y' END",
            'CASE WHEN {c} THEN 1 ELSE 2 END', "COALESCE({t}, '-')", 'LEFT({t}, 1)', 'ROUND(CLAMP({n}, 0, 1), 1)',
            'CAST(CLAMP({n}, -1, 1) AS INTEGER)', 'YEAR({d})', 'HOUR({m})', 'LEAST({n}, 18)', '{f}', 'LENGTH({t})',
        ]  # fmt: skip
        deep = 1 if draw < 0.8 else 2
        return self._filled(self.random.choice(forms), lambda slot: self.draw(columns, _SLOTS[slot], deep - 1))

    def _filled(self, form: str, fill: Callable[[str], str]) -> str:
        parts = form.split('{')
        return parts[0] + ''.join(fill(part[0]) + part[2:] for part in parts[1:])
