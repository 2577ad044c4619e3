"""From a text and a definition to a plan: statement, events, expected errors, columns. Pure: the same bytes always."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from dq0_sql import NAME, VERSION
from dq0_sql.aggregates import Aggregate, Measure
from dq0_sql.arithmetic import number
from dq0_sql.definition import Definition
from dq0_sql.fieller import expected_half_width
from dq0_sql.half_width import half_width
from dq0_sql.mechanisms import NoisyMeasure, calibrated
from dq0_sql.program import VERSION as PROGRAM_VERSION
from dq0_sql.program import AggregateJson, AggregateKind, ProgramJson, key_json
from dq0_sql.quantum import natural_digits
from dq0_sql.query import Output, Query, read_query
from dq0_sql.refusal import Refused
from dq0_sql.shifted_width import shifted_half_width
from dq0_sql.statement import statement
from dq0_sql.value_types import Exact

Json = dict[str, Any]
STATEMENT = 'cells'


@dataclass(frozen=True)
class Price:
    """What one release alone may cost, and, for expected errors of averages, how many rows a cell has."""

    epsilon: float
    delta: float
    expect: float | None = None


def plan(definition: Definition, text: str, price: Price) -> Json:
    """An accepted plan, or the refusal that says why not and what to do."""
    try:
        return _accepted(definition, text, price)
    except Refused as refused:
        return {'accepted': False, 'refusals': [refused.to_json(text)]}
    except RecursionError:
        deep = Refused('TOO_DEEP', 'This query is nested too deeply.', 'Split it into smaller queries.')
        return {'accepted': False, 'refusals': [deep.to_json(text)]}


def _accepted(definition: Definition, text: str, price: Price) -> Json:
    _check_price(price)
    query = read_query(definition, text)
    found = query.aggregates.measures()
    noisy = calibrated(
        [(measure, query.aggregates.spans[index]) for measure, index in found],
        query.table.max_units,
        price.epsilon,
        price.delta,
    )
    names = [query.aggregates.names[index] for _, index in found]
    printed = statement(query, definition.trim, [(item.measure, item.quantum) for item in noisy])
    aggregates = [_aggregate_json(query, aggregate, noisy) for aggregate in query.aggregates.aggregates]
    return {
        'accepted': True,
        'plugin': {'name': NAME, 'version': VERSION},
        'dataset': definition.dataset,
        'epsilon': price.epsilon,
        'delta': price.delta,
        'statements': [
            {
                'name': STATEMENT,
                'dialect': 'duckdb',
                'tables': [query.table.name],
                'sql': printed.sql,
                'parameters': printed.parameters,
            }
        ],
        'columns': [_column_json(query, output) for output in query.outputs],
        'mechanisms': [_mechanism_json(name, item) for name, item in zip(names, noisy, strict=True)],
        'errors': [
            {'column': output.name, 'halfWidth95': _expected_error(aggregates[output.aggregate], noisy, price.expect)}
            for output in query.outputs
            if output.aggregate is not None
        ],
        'threshold': None,
        'events': [item.event for item in noisy],
        'maxRows': query.cells if query.limit is None else min(query.cells, query.limit),
        'program': _program(query, aggregates, _notes(names, noisy)),
    }


def _check_price(price: Price) -> None:
    if not (math.isfinite(price.epsilon) and price.epsilon > 0):
        raise Refused('EPSILON_INVALID', 'Epsilon is a number above zero.', 'Ask with an epsilon such as 0.5.')
    if not (math.isfinite(price.delta) and 0 < price.delta < 1):
        raise Refused('DELTA_INVALID', 'Delta lies between zero and one.', 'Ask with a delta such as 1e-7.')


def _program(query: Query, aggregates: list[AggregateJson], notes: list[str]) -> ProgramJson:
    return {
        'version': PROGRAM_VERSION,
        'keys': [key_json(domain) for domain in query.domains],
        'aggregates': aggregates,
        'outputs': [{'key': output.key, 'aggregate': output.aggregate} for output in query.outputs],
        'having': query.having,
        'order': list(query.order),
        'limit': query.limit,
        'notes': notes,
    }


def _aggregate_json(query: Query, aggregate: Aggregate, noisy: list[NoisyMeasure]) -> AggregateJson:
    places: dict[str, int | None] = {'count': None, 'sum': None}
    quantum = None
    for measure in query.aggregates.measures_of(aggregate):
        index = _index(noisy, measure)
        if measure.kind == 'count':
            places['count'] = index
        else:
            places['sum'], quantum = index, noisy[index].quantum
    kind: AggregateKind = 'average' if aggregate.function == 'AVG' else 'shifted'
    if aggregate.function == 'COUNT':
        kind = 'count'
    elif kind == 'shifted' and places['count'] is None:
        kind = 'total'
    return {
        'kind': kind,
        'count': places['count'],
        'sum': places['sum'],
        'mid': str(quantum.mid if quantum else 0),
        'low': str(quantum.low if quantum else 0),
        'high': str(quantum.high if quantum else 0),
        'digits': quantum.digits if quantum else 0,
    }


def _index(noisy: list[NoisyMeasure], measure: Measure) -> int:
    return next(index for index, item in enumerate(noisy) if item.measure == measure)


def _column_json(query: Query, output: Output) -> Json:
    if output.aggregate is None:
        assert output.key is not None
        return {'name': output.name, 'type': query.domains[output.key].kind, 'noisy': False}
    aggregate = query.aggregates.aggregates[output.aggregate]
    kind = 'integer'
    if aggregate.function == 'AVG':
        kind = 'float'
    elif aggregate.function == 'SUM' and aggregate.operand is not None:
        operand = number(aggregate.operand)
        kind = ('decimal' if operand.scale else 'integer') if isinstance(operand, Exact) else 'float'
    return {'name': output.name, 'type': kind, 'noisy': True}


def _mechanism_json(name: str, item: NoisyMeasure) -> Json:
    unit = Fraction(10) ** -(item.quantum.digits if item.quantum else 0)
    return {
        'column': name,
        'part': 'count' if item.measure.kind == 'count' else 'sum',
        'kind': item.kind.removeprefix('discrete_'),
        'scale': float(Fraction(item.scale) * unit),
        'sensitivity': float(item.sensitivity * unit),
    }


def _expected_error(aggregate: AggregateJson, noisy: list[NoisyMeasure], expect: float | None) -> float | None:
    unit = Fraction(10) ** -aggregate['digits']
    counts = None if aggregate['count'] is None else noisy[aggregate['count']]
    sums = None if aggregate['sum'] is None else noisy[aggregate['sum']]
    if aggregate['kind'] == 'average':
        assert counts is not None and sums is not None
        if expect is None or not expect >= 1:
            return None
        width = expected_half_width(sums.sensitivity, expect, sums.noise, counts.noise)
        return None if width is None else width * float(unit)
    if aggregate['kind'] == 'shifted':
        assert counts is not None and sums is not None
        return float(shifted_half_width(sums.noise, int(aggregate['mid']), counts.noise) * unit)
    alone = counts or sums
    assert alone is not None
    return float(half_width(alone.noise) * unit)


def _notes(names: list[str], noisy: list[NoisyMeasure]) -> list[str]:
    notes = []
    for name, item in zip(names, noisy, strict=True):
        if item.quantum is not None and item.measure.operand is not None:
            natural = natural_digits(number(item.measure.operand))
            if item.quantum.digits < natural:
                notes.append(
                    f'{name}: values are rounded to multiples of 1e{-item.quantum.digits} before they are added'
                )
    if noisy[0].kind == 'discrete_laplace':
        notes.append('epsilon is too small for Gaussian noise at this delta; the noise is discrete Laplace')
    return notes
