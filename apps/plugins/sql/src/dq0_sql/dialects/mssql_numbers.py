"""Arithmetic of T-SQL. Conditions that guard a division stand in a CASE of their own: AND may look at both sides."""

from __future__ import annotations

from dq0_sql.dialects.terms import Kind

_LARGEST, _FOURTH, _TINY = '1.7976931348623157E308', '4.4942328371557893E307', '1E-300'
_UNIT = '9223372036854775808E0'
_BASE = "CAST('10000000000000000000' AS DECIMAL(38, 0))"
_FURTHER = 'CASE WHEN {0} < 0 THEN CEILING({0}) ELSE FLOOR({0}) END'
CALLS = {
    'isnan': '({0} <> {0})', 'isfinite': '({0} = {0})',
    'floor': 'FLOOR({0})', 'ceil': 'CEILING({0})', 'abs': 'ABS({0})',
    'sqrt': 'CASE WHEN {0} >= 0 THEN SQRT({0}) END', 'ln': 'CASE WHEN {0} > 0 THEN LOG({0}) END',
    'log10': 'CASE WHEN {0} > 0 THEN LOG10({0}) END',
    'exp': 'CASE WHEN {0} < -690E0 THEN 0E0 WHEN {0} < 709.7E0 THEN EXP({0}) END',
    'round': f'({_FURTHER} + CASE WHEN {{0}} < 0 AND CEILING({{0}}) - {{0}} >= 0.5E0 THEN -1E0 '
             'WHEN {0} > 0 AND {0} - FLOOR({0}) >= 0.5E0 THEN 1E0 ELSE 0E0 END)',
    'pow': 'CASE WHEN {0} < 0 THEN NULL WHEN {0} = 0 THEN CASE WHEN {1} < 0 THEN NULL WHEN {1} = 0 THEN 1E0 ELSE 0E0 '
           'END WHEN {1} = 0 OR {0} = 1 THEN 1E0 WHEN ABS({1}) > 1E300 THEN CASE WHEN {0} > 1 AND {1} > 0 THEN NULL '
           'WHEN {0} < 1 AND {1} < 0 THEN NULL ELSE 0E0 END WHEN {1} * LOG({0}) > 709.78E0 THEN NULL '
           'WHEN {1} * LOG({0}) < -690E0 THEN 0E0 ELSE POWER({0}, {1}) END',
}  # fmt: skip


def arithmetic(operator: str, left: str, right: str, kind: Kind) -> str:
    """+ - * of two values of one kind. Integers of 64 bits are computed as decimals, wider ones stay below 2^126."""
    if kind.family == 'integer':
        return f'TRY_CAST({_whole(left)} {operator} {_whole(right)} AS BIGINT)'
    if kind.family == 'huge':
        return f'({_whole(left)} {operator} {_whole(right)})'
    if kind.family == 'decimal':
        return _unscaled(left, right, kind.scale)
    plain, quarter = f'{left} {operator} {right}', f'ABS({left} * 0.25E0 {operator} {right} * 0.25E0)'
    if operator != '*':
        near = f'CASE WHEN {quarter} > {_FOURTH} THEN NULL ELSE {plain} END'
        return f'CASE WHEN ABS({left}) > 8E307 OR ABS({right}) > 8E307 THEN {near} ELSE {plain} END'
    return (
        f'CASE WHEN ABS({right}) > 1 THEN CASE WHEN ABS({left}) * 0.5E0 > {_LARGEST} / ABS({right}) THEN NULL '
        f'WHEN ABS({left}) * 0.25E0 * ABS({right}) > {_FOURTH} THEN NULL ELSE {plain} END '
        f'WHEN ABS({right}) > 0 THEN CASE WHEN ABS({left}) < {_TINY} / ABS({right}) THEN 0E0 ELSE {plain} END '
        f'ELSE {plain} END'
    )


def quotient(left: str, right: str) -> str:
    """Division of doubles; NULL by zero and where it would overflow."""
    plain = f'{left} / {right}'
    return (
        f'CASE WHEN {right} = 0 THEN NULL WHEN ABS({right}) < 1 THEN '
        f'CASE WHEN ABS({left}) * 0.5E0 > {_LARGEST} * ABS({right}) THEN NULL '
        f'WHEN ABS({left}) * 0.25E0 / ABS({right}) > {_FOURTH} THEN NULL ELSE {plain} END '
        f'WHEN ABS({left}) < {_TINY} * ABS({right}) THEN 0E0 ELSE {plain} END'
    )


def whole_quotient(left: str, right: str) -> str:
    """In two steps beyond 19 digits: a quotient of decimals keeps six places for a fraction."""
    whole, by = _whole(left), f'NULLIF({_whole(right)}, 0)'
    head = _once(whole, _BASE)
    rest = _whole(f'({head} % {by}) * {_BASE} + ({whole} % {_BASE})')
    long = _whole(f'{_once(head, by)} * {_BASE} + {_once(rest, by)}')
    return f'CASE WHEN ABS({whole}) < {_BASE} OR ABS({by}) >= {_BASE} THEN {_once(whole, by)} ELSE {long} END'


def exact(value: str) -> str:
    """A double as an integer, in two parts: a cast to a decimal keeps 17 digits."""
    high = f'TRY_CAST({value} / {_UNIT} AS BIGINT)'
    low = f'TRY_CAST({value} - CAST({high} AS FLOAT) * {_UNIT} AS BIGINT)'
    unit = "CAST('9223372036854775808' AS DECIMAL(38, 0))"
    return f'CASE WHEN ABS({value}) < 8.507059173023462E37 THEN {_whole(high)} * {unit} + {_whole(low)} END'


def _unscaled(value: str, factor: str, scale: int) -> str:
    """A decimal times a power of ten, which makes it whole; in two parts, since a product keeps 38 digits in all."""
    by = f'CAST({factor} AS DECIMAL(19, 0))'
    above = f'{_whole(f"ROUND({value}, 0, 1)")} * {by}'
    if scale == 0:
        return f'({above})'
    below = f'CAST({value} % CAST(1 AS DECIMAL(1, 0)) AS DECIMAL({scale}, {scale}))'
    return f'({above} + {_whole(f"{below} * {by}")})'


def _once(whole: str, by: str) -> str:
    """A quotient of whole numbers below 10^32, towards zero."""
    return _whole(f'({whole} - {whole} % {by}) / {by}')


def _whole(value: str) -> str:
    return f'CAST({value} AS DECIMAL(38, 0))'
