"""Function calls as DuckDB SQL. Each form is total: what its function does not take is NULL before it is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dq0_sql.calendar_parts import MONDAY, SECONDS
from dq0_sql.nodes import Call
from dq0_sql.sql_text import Sql, storage
from dq0_sql.value_types import Day, Exact, Moment, Real

if TYPE_CHECKING:
    from dq0_sql.duckdb_printer import DuckdbPrinter

MOST_TEXT = 4_096
_PLAIN = {
    'upper': 'upper({0})', 'lower': 'lower({0})', 'length': 'length({0})', 'starts': 'starts_with({0}, {1})',
    'trim': "trim({0}, ' ')", 'ltrim': "ltrim({0}, ' ')", 'rtrim': "rtrim({0}, ' ')",
    'year': 'year({0})', 'quarter': 'quarter({0})', 'month': 'month({0})', 'day': 'day({0})',
    'weekday': 'dayofweek({0})', 'hour': 'hour({0})', 'minute': 'minute({0})', 'second': 'second({0})',
}  # fmt: skip
_GUARDED = {
    'root': ('{0} >= 0', 'sqrt({0})'),
    'ln': ('{0} > 0', 'ln({0})'),
    'log10': ('{0} > 0', 'log10({0})'),
    'exp': ('{0} < 709.7', 'exp({0})'),
    'power': ('{0} >= 0', 'pow({0}, {1})'),
    'modulo': ('{1} <> 0', '({0} % {1})'),
}
"""Condition under which the function is asked, and the function; NULL otherwise."""


def call(printer: DuckdbPrinter, node: Call) -> Sql:
    """SQL of a call."""
    parts = [printer.print(operand) for operand in node.operands]
    wide = storage(node.type)
    if node.name in _PLAIN:
        return Sql(_PLAIN[node.name].format(*(part.text for part in parts)), max(part.step for part in parts))
    if node.name in _GUARDED:
        if isinstance(node.type, Exact):
            parts = [Sql(f'CAST({part.text} AS HUGEINT)', part.step) for part in parts]
        named = [printer.named(part) for part in parts]
        condition, function = (form.format(*(part.text for part in named)) for form in _GUARDED[node.name])
        value = f'TRY_CAST({function} AS {wide})' if isinstance(node.type, Exact) else function
        return Sql(f'CASE WHEN {condition} THEN {value} ELSE NULL END', max(part.step for part in named))
    step = max(part.step for part in parts)
    if node.name in {'least', 'greatest', 'coalesce'}:
        # LEAST of 5 and a wide number is at most 5, so that the result may be narrower than what is compared.
        widest = 'HUGEINT' if 'HUGEINT' in map(storage, (part.type for part in node.operands)) else wide
        listed = ', '.join(f'CAST({part.text} AS {widest})' for part in parts)
        chosen = f'{node.name}({listed})'
        return Sql(chosen if widest == wide else f'TRY_CAST({chosen} AS {wide})', step)
    if node.name == 'abs':
        return Sql(f'abs(CAST({parts[0].text} AS {wide}))', step)
    if node.name in {'floor', 'ceiling'}:
        return _whole(printer, node, parts[0])
    if node.name == 'part':
        bounds = ''.join(f', {printer.constant(int(value), "BIGINT")}' for value in node.parameters)
        return Sql(f'substring({parts[0].text}{bounds})', step)
    if node.name == 'truncated':
        return _truncated(printer, node, parts[0])
    if node.name == 'elapsed':
        return _elapsed(printer, node, parts[0])
    most = printer.constant(MOST_TEXT, 'BIGINT')
    if node.name == 'joined':
        return Sql(f'left({" || ".join(part.text for part in parts)}, {most})', step)
    return Sql(f'left(replace(left({parts[0].text}, {most}), {parts[1].text}, {parts[2].text}), {most})', step)


def _whole(printer: DuckdbPrinter, node: Call, value: Sql) -> Sql:
    """Whole numbers below or above; scaled integers are divided as integers, towards minus or plus infinity."""
    inner, edge = node.operands[0].type, 'floor' if node.name == 'floor' else 'ceil'
    if isinstance(inner, Exact):
        number = printer.named(Sql(f'CAST({value.text} AS HUGEINT)', value.step))
        x, unit = number.text, printer.constant(10**inner.scale, 'HUGEINT')
        rest = printer.constant(10**inner.scale - 1, 'HUGEINT')
        below = f'CASE WHEN {x} >= 0 THEN {x} // {unit} ELSE -(({rest} - {x}) // {unit}) END'
        above = f'CASE WHEN {x} <= 0 THEN {x} // {unit} ELSE ({x} + {rest}) // {unit} END'
        return Sql(f'TRY_CAST({below if edge == "floor" else above} AS {storage(node.type)})', number.step)
    text = f'{edge}({value.text})'
    return Sql(text if isinstance(node.type, Real) else f'TRY_CAST({text} AS {storage(node.type)})', value.step)


def _elapsed(printer: DuckdbPrinter, node: Call, value: Sql) -> Sql:
    """Whole periods since the one that 1970 begins in; the value is the start of one, so the division is exact."""
    unit = str(node.parameters[0])
    before, length = (
        printer.constant(seconds * 1_000_000, 'HUGEINT') for seconds in (MONDAY.get(unit, 0), SECONDS[unit])
    )  # fmt: skip
    return Sql(f'TRY_CAST((CAST(epoch_us({value.text}) AS HUGEINT) + {before}) // {length} AS BIGINT)', value.step)


def _truncated(printer: DuckdbPrinter, node: Call, value: Sql) -> Sql:
    """date_trunc, held in the period's public ends (a week may begin in the year before the first one)."""
    kind = node.type
    assert isinstance(kind, Day | Moment)
    cut = Sql(f"TRY_CAST(date_trunc('{node.parameters[0]}', {value.text}) AS {storage(kind)})", value.step)
    if isinstance(kind, Moment):
        return cut
    return printer.held(cut, printer.constant(kind.low, storage(kind)), printer.constant(kind.high, storage(kind)))
