"""From a text and a definition to a plan: statement, events, expected errors, columns. Pure: the same bytes always."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from dq0_sql import NAME, VERSION
from dq0_sql.aggregates import PAIRS, SPREADS, Aggregate, Measure
from dq0_sql.arithmetic import number
from dq0_sql.definition import Definition
from dq0_sql.expected_error import expected_error
from dq0_sql.keys import MAX_CELLS
from dq0_sql.mechanisms import Caps, NoisyMeasure, calibrated
from dq0_sql.price import Price, check_price
from dq0_sql.program import (
    STATEMENT,
    AggregateJson,
    AggregateKind,
    NumberJson,
    ProgramJson,
    ThresholdJson,
    key_json,
    tree_json,
)
from dq0_sql.program import VERSION as PROGRAM_VERSION
from dq0_sql.quantum import Quantum, natural_digits
from dq0_sql.query import Output, Query, read_query
from dq0_sql.refusal import Refused, Span
from dq0_sql.relation_digest import relation_digest
from dq0_sql.released import Operand
from dq0_sql.rewrites import rewrite_of
from dq0_sql.statement import Reading, Statement, leaves_statement, statement
from dq0_sql.threshold import threshold
from dq0_sql.value_types import Exact

Json = dict[str, Any]
_PARTS = {
    'units': 'units', 'count': 'count', 'distinct': 'distinct', 'squared': 'squares', 'crossed': 'products',
    'leaves': 'leaves',
}  # fmt: skip
_UNITS_NAME = 'threshold'
_ONE_SORT = frozenset({'postgresql'})
"""Connectors to a database that sorts in parallel, and writes down what it reads twice."""
_BITS = frozenset({'csv', 'parquet'})
"""Connectors whose rows DuckDB reads: no other dialect has the words for bits."""
MAX_TREES = 7
"""A plan has 8 statements."""


@dataclass(frozen=True)
class Threshold:
    """T, what it costs in delta as decimal text, and the column of units it is asked of."""

    least: int
    delta: str
    units: int


@dataclass(frozen=True)
class Compiled:
    """A query with its caps and the noise of each integer column, in the order of the plan's noise events."""

    query: Query
    caps: Caps
    names: tuple[str, ...]
    noisy: tuple[NoisyMeasure, ...]
    limit: Threshold | None


def plan(definition: Definition, text: str, price: Price) -> Json:
    """An accepted plan, or the refusal that says why not and what to do."""
    try:
        return _accepted(definition, text, price)
    except Refused as refused:
        found = rewrite_of(definition, text, refused, lambda other: _refusal(definition, other, price))
        offered: Json = {} if found is None else {'rewrite': found.to_json(text)}
        return {'accepted': False, 'refusals': [{**refused.to_json(text), **offered}]}
    except RecursionError:
        return {'accepted': False, 'refusals': [_too_deep().to_json(text)]}


def _refusal(definition: Definition, text: str, price: Price) -> Refused | None:
    """Why a text is refused at this price; None where it is not."""
    try:
        _accepted(definition, text, price)
    except Refused as refused:
        return refused
    except RecursionError:
        return _too_deep()
    return None


def _too_deep() -> Refused:
    return Refused('TOO_DEEP', 'This query is nested too deeply.', 'Split it into smaller queries.')


def _accepted(definition: Definition, text: str, price: Price) -> Json:
    return accepted_plan(definition, compiled(definition, text, price), price)


def compiled(definition: Definition, text: str, price: Price) -> Compiled:
    """What a text asks and the noise of each of its integers at this price.

    Raises:
        Refused: whatever has no rule, or no noise at this price.
    """
    check_price(price)
    query = read_query(definition, text)
    caps = _caps(query)
    found = _measures(query)
    _check_trees(query, found)
    spent = definition.threshold_delta if query.thresholded else 0.0
    if spent >= price.delta:
        raise Refused(
            'DELTA_INVALID',
            'Unknown groups need a delta of their own, which is not below that of the release.',
            'Ask the owner for a smaller thresholdDelta, or group by columns with values or bounds.',
        )
    asked = [(measure, span) for measure, _, span in found]
    cells = query.cells or 1
    noisy = calibrated(asked, query.unit.max_units, caps, price.epsilon, price.delta - spent, cells)
    names = [name for _, name, _ in found]
    return Compiled(query, caps, tuple(names), tuple(noisy), _threshold(query, noisy, caps, spent))


def accepted_plan(definition: Definition, known: Compiled, price: Price) -> Json:
    """The plan as it travels."""
    query, noisy, limit, names = known.query, known.noisy, known.limit, known.names
    reading = Reading(definition.trim, definition.connector in _ONE_SORT, definition.connector in _BITS)
    printed = _statements(query, reading, noisy, known.caps, price.account_salt)
    aggregates = [_aggregate_json(query, aggregate, noisy) for aggregate in query.aggregates.aggregates]
    rows = MAX_CELLS if query.cells is None else query.cells
    shift = query.unit.min_units - 1
    return {
        'accepted': True,
        'plugin': {'name': NAME, 'version': VERSION},
        'dataset': definition.dataset,
        'relation': relation_digest(query.relation),
        'epsilon': price.epsilon,
        'delta': price.delta,
        'statements': [
            {
                'name': name,
                'dialect': 'duckdb',
                'tables': text.tables,
                'sql': text.sql,
                'parameters': text.parameters,
            }
            for name, text in printed
        ],
        'columns': [_column_json(query, output) for output in query.outputs],
        'mechanisms': [
            _mechanism_json(name, item, asked=limit is not None and limit.units == index)
            for index, (name, item) in enumerate(zip(names, noisy, strict=True))
        ],
        'errors': [
            {'column': output.name, 'halfWidth95': _half_width(output, aggregates, noisy, price)}
            for output in query.outputs
            if output.value is not None
        ],
        'threshold': None if limit is None else {'units': limit.least + shift, 'delta': float(limit.delta)},
        'events': [item.event for item in noisy] + _threshold_events(limit),
        'maxRows': rows if query.limit is None else min(rows, query.limit),
        'program': _program(query, aggregates, limit, noisy, _notes(names, noisy)),
    }


def _statements(
    query: Query, reading: Reading, noisy: Sequence[NoisyMeasure], caps: Caps, salt: str
) -> list[tuple[str, Statement]]:
    """One statement for all columns of cells, and one for the leaves of each tree."""
    columns = [item for item in noisy if item.tree is None]
    printed = [(STATEMENT, statement(query, reading, columns, caps, salt))] if columns else []
    for index, item in enumerate(noisy):
        if item.tree is not None:
            printed.append((f'leaves{index}', leaves_statement(query, reading, item, caps, salt)))
    return printed


def _caps(query: Query) -> Caps:
    """C and m: the table's, and no more than is proven of cells, groups and rows."""
    if query.unit.column is None:
        return Caps(1, 1)
    proven = [known for known in (query.cells, query.relation.rows) if known is not None]
    rows = query.unit.max_rows if query.relation.rows is None else min(query.unit.max_rows, query.relation.rows)
    return Caps(min([query.unit.max_groups, *proven]) if query.keys else 1, rows)


def _measures(query: Query) -> list[tuple[Measure, str, Span | None]]:
    """What is measured, with the name and place it is charged under; a threshold needs the units too."""
    aggregates = query.aggregates
    found = [(measure, aggregates.names[index], aggregates.spans[index]) for measure, index in aggregates.measures()]
    units = _units_measure(query)
    if query.thresholded and units not in [measure for measure, _, _ in found]:
        found.append((units, _UNITS_NAME, None))
    return found


def _check_trees(query: Query, found: list[tuple[Measure, str, Span | None]]) -> None:
    trees = [(measure, span) for measure, _, span in found if measure.kind == 'leaves']
    if trees and query.thresholded:
        raise Refused(
            'QUANTILE_GROUPS',
            'Quantiles need groups that metadata list, in a table without minUnits.',
            'Group by columns with values or bounds.',
            trees[0][1],
        )
    if len(trees) > MAX_TREES:
        raise Refused(
            'TOO_MANY_TREES',
            f'A query takes quantiles of {MAX_TREES} different values at most.',
            'Ask the others in a query of their own.',
            trees[MAX_TREES][1],
        )


def _units_measure(query: Query) -> Measure:
    return Measure('count') if query.unit.column is None else Measure('units')


def _threshold(query: Query, noisy: Sequence[NoisyMeasure], caps: Caps, most: float) -> Threshold | None:
    if not query.thresholded:
        return None
    units = _index(noisy, _units_measure(query))
    least, delta = threshold(noisy[units].noise, caps.groups, most)
    return Threshold(least, delta, units)


def _threshold_events(limit: Threshold | None) -> list[dict[str, str]]:
    return [] if limit is None else [{'kind': 'additive_delta', 'delta': limit.delta}]


def _program(
    query: Query,
    aggregates: list[AggregateJson],
    limit: Threshold | None,
    noisy: Sequence[NoisyMeasure],
    notes: list[str],
) -> ProgramJson:
    minimum = query.unit.min_units
    shown: ThresholdJson | None = None
    if limit is not None:
        shown = {'units': limit.units, 'least': limit.least, 'shift': minimum - 1, 'floor': minimum}
    return {
        'version': PROGRAM_VERSION,
        'keys': [key_json(domain) for domain in query.domains],
        'aggregates': aggregates,
        'outputs': [
            {'key': output.key, 'aggregate': output.aggregate, 'value': output.value} for output in query.outputs
        ],
        'having': query.having,
        'order': list(query.order),
        'limit': query.limit,
        'threshold': shown,
        'trees': [
            tree_json(index, f'leaves{index}', item.tree) for index, item in enumerate(noisy) if item.tree is not None
        ],
        'held': None,
        'notes': notes,
    }


def _aggregate_json(query: Query, aggregate: Aggregate, noisy: Sequence[NoisyMeasure]) -> AggregateJson:
    measures = query.aggregates.measures_of(aggregate)
    parts = [_index(noisy, measure) for measure in measures]
    quanta = {
        measure.operand: noisy[part].quanta[0]
        for measure, part in zip(measures, parts, strict=True)
        if noisy[part].quanta
    }
    kind: AggregateKind = 'count'
    if aggregate.function == 'SUM':
        kind = 'total' if len(parts) == 1 else 'shifted'
    elif aggregate.function == 'AVG':
        kind = 'average'
    elif aggregate.function in SPREADS | PAIRS:
        kind = 'spread' if aggregate.function in SPREADS else 'pair'
    elif aggregate.function == 'QUANTILE':
        kind = 'quantile'
    return {
        'kind': kind,
        'function': aggregate.function,
        'parts': parts,
        'number': _number_json(quanta.get(aggregate.operand)),
        'second': _number_json(quanta.get(aggregate.second)) if aggregate.second is not None else None,
        'share': None if aggregate.share is None else str(aggregate.share),
    }


def _number_json(quantum: Quantum | None) -> NumberJson | None:
    if quantum is None:
        return None
    return {
        'mid': str(quantum.mid),
        'low': str(quantum.low),
        'high': str(quantum.high),
        'digits': quantum.digits,
        'radius': str(quantum.radius),
    }


def _index(noisy: Sequence[NoisyMeasure], measure: Measure) -> int:
    return next(index for index, item in enumerate(noisy) if item.measure == measure)


def _column_json(query: Query, output: Output) -> Json:
    if output.key is not None:
        return {'name': output.name, 'type': query.domains[output.key].kind, 'noisy': False}
    assert output.value is not None
    return {'name': output.name, 'type': _value_kind(query, output.value), 'noisy': True}


def _value_kind(query: Query, value: Operand) -> str:
    """integer, decimal or float."""
    if 'aggregate' in value:
        aggregate = query.aggregates.aggregates[value['aggregate']]
        if aggregate.function in {'COUNT', 'UNITS', 'DISTINCT'}:
            return 'integer'
        if aggregate.function == 'SUM' and aggregate.operand is not None:
            operand = number(aggregate.operand)
            return ('decimal' if operand.scale else 'integer') if isinstance(operand, Exact) else 'float'
        return 'float'
    if 'key' in value:
        return query.domains[value['key']].kind
    if 'number' in value:
        return 'integer' if value.get('scale') == 0 else 'decimal' if 'scale' in value else 'float'
    if value['apply'] in {'/', 'root'}:
        return 'float'
    if value['apply'] == 'round' and value['places'] <= 0:
        return 'integer'
    kinds = {_value_kind(query, part) for part in value['to']}
    return 'integer' if kinds == {'integer'} else 'float'


def _mechanism_json(name: str, item: NoisyMeasure, *, asked: bool) -> Json:
    """`asked`: a threshold is asked of this column, so that it counts units."""
    unit = Fraction(10) ** -item.digits
    return {
        'column': name,
        'part': 'units' if asked else _PARTS.get(item.measure.kind, 'sum'),
        'kind': item.kind.removeprefix('discrete_'),
        'scale': float(Fraction(item.scale) * unit),
        'sensitivity': item.sensitivity * float(unit),
    }


def _half_width(
    output: Output, aggregates: Sequence[AggregateJson], noisy: Sequence[NoisyMeasure], price: Price
) -> float | None:
    if output.aggregate is None:
        return None
    return expected_error(aggregates[output.aggregate], noisy, price.expect)


def _notes(names: Sequence[str], noisy: Sequence[NoisyMeasure]) -> list[str]:
    notes = []
    for name, item in zip(names, noisy, strict=True):
        if item.measure.operand is not None and item.quanta:
            natural = natural_digits(number(item.measure.operand))
            if item.quanta[0].digits < natural:
                notes.append(
                    f'{name}: values are rounded to multiples of 1e{-item.quanta[0].digits} before they are added'
                )
    if noisy[0].kind == 'discrete_laplace':
        notes.append('epsilon is too small for Gaussian noise at this delta; the noise is discrete Laplace')
    return list(dict.fromkeys(notes))
