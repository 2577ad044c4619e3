"""Nodes as DuckDB SQL. Nothing that a person typed is printed: every constant is a bound parameter.

An expression that its own text needs more than once is first given a name in a step of its own, so texts grow with the
number of nodes and not with 2^depth. Steps are computed for every row, in no particular order, so each must be total.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from dq0_sql import nodes
from dq0_sql.duckdb_calls import call
from dq0_sql.nodes import Node, Scalar
from dq0_sql.sql_text import Sql, storage
from dq0_sql.value_types import FIRST_DAY, FIRST_MOMENT, LAST_DAY, LAST_MOMENT, Day, Exact, Real, ValueType


@dataclass
class DuckdbPrinter:
    """Prints the expressions of one statement, block by block; collects its parameters and named steps."""

    parameters: list[str | bool] = field(default_factory=list)
    steps: list[list[tuple[str, str]]] = field(default_factory=list)
    _names: dict[tuple[int, str], Sql] = field(default_factory=dict)
    _positions: dict[tuple[type, str | bool], int] = field(default_factory=dict)
    _named: int = 0

    def block(self) -> list[list[tuple[str, str]]]:
        """Ends a block: its named steps, in order. Expressions printed from here on start without any."""
        steps, self.steps, self._names = self.steps, [], {}
        return steps

    def constant(self, value: Scalar, sql_type: str) -> str:
        """A typed parameter; equal ones share a position. Numbers travel as texts, so none loses digits."""
        text: str | bool = value if isinstance(value, bool) else _written(value)
        position = self._positions.setdefault((type(text), text), len(self.parameters) + 1)
        if position > len(self.parameters):
            self.parameters.append(text)
        return f'CAST(${position} AS {sql_type})'

    def named(self, sql: Sql) -> Sql:
        """The same value as a column of a step of its own."""
        if sql.name:
            return sql
        found = self._names.get((sql.step, sql.text))
        if found is None:
            while len(self.steps) <= sql.step:
                self.steps.append([])
            found = Sql(f'v{self._named}', sql.step + 1, True)
            self._named += 1
            self.steps[sql.step].append((found.text, sql.text))
            self._names[(sql.step, sql.text)] = found
        return found

    def print(self, node: Node) -> Sql:
        """SQL of a node."""
        return self._rules()[type(node)](node)

    def held(self, sql: Sql, low: str, high: str) -> Sql:
        """Clamp to two constants, NULL stays NULL."""
        value = self.named(sql)
        text = f'CASE WHEN {value.text} < {low} THEN {low} WHEN {value.text} > {high} THEN {high} ELSE {value.text} END'
        return Sql(text, value.step)

    def scaled(self, sql: Sql, shift: int, sql_type: str) -> Sql:
        """An integer times 10^shift; a negative shift rounds, halves away from zero."""
        if shift >= 0:
            return Sql(f'(CAST({sql.text} AS {sql_type}) * {self.constant(10**shift, sql_type)})', sql.step)
        value = self.named(Sql(f'CAST({sql.text} AS HUGEINT)', sql.step))
        unit, half = self.constant(10**-shift, 'HUGEINT'), self.constant(10**-shift // 2, 'HUGEINT')
        rounded = (
            f'CASE WHEN {value.text} >= 0 THEN ({value.text} + {half}) // {unit} '
            f'ELSE -(({half} - {value.text}) // {unit}) END'
        )
        return Sql(f'TRY_CAST({rounded} AS {sql_type})', value.step)

    def _rules(self) -> dict[type, Callable[..., Sql]]:
        return {
            nodes.ColumnValue: lambda node: Sql(node.name, 0, True),
            nodes.Constant: lambda node: Sql(self.constant(node.value, storage(node.type)), 0),
            nodes.Arithmetic: self._arithmetic,
            nodes.Quotient: self._quotient,
            nodes.Finite: self._finite,
            nodes.Clamp: self._clamp,
            nodes.Within: self._within,
            nodes.Rescale: self._rescale,
            nodes.ToReal: self._to_real,
            nodes.Convert: self._convert,
            nodes.Compare: self._compare,
            nodes.AllOf: lambda node: self._joined(' AND ', node.operands),
            nodes.AnyOf: lambda node: self._joined(' OR ', node.operands),
            nodes.Negation: lambda node: self._wrapped('(NOT {})', node.operand),
            nodes.IsNull: lambda node: self._wrapped('({} IS NULL)', node.operand),
            nodes.Matches: self._matches,
            nodes.Case: self._case,
            nodes.Call: lambda node: call(self, node),
        }

    def _arithmetic(self, node: nodes.Arithmetic) -> Sql:
        left, right = self.print(node.left), self.print(node.right)
        kinds = [storage(part.type) for part in (node.left, node.right, node)]
        wide = 'HUGEINT' if 'HUGEINT' in kinds else kinds[2]
        text = f'(CAST({left.text} AS {wide}) {node.operator} CAST({right.text} AS {wide}))'
        if wide != kinds[2]:
            text = f'TRY_CAST({text} AS {kinds[2]})'
        return Sql(text, max(left.step, right.step))

    def _quotient(self, node: nodes.Quotient) -> Sql:
        left, right = self.print(node.left), self.named(self.print(node.right))
        text = f'CASE WHEN {right.text} = 0 THEN NULL ELSE {left.text} / {right.text} END'
        return Sql(text, max(left.step, right.step))

    def _finite(self, node: nodes.Finite) -> Sql:
        value = self.named(self.print(node.operand))
        return Sql(f'CASE WHEN isfinite({value.text}) THEN {value.text} ELSE NULL END', value.step)

    def _clamp(self, node: nodes.Clamp) -> Sql:
        wide = 'DOUBLE' if isinstance(node.type, Real) else 'HUGEINT'
        held = self.held(self.print(node.operand), self.constant(node.low, wide), self.constant(node.high, wide))
        return Sql(f'TRY_CAST({held.text} AS {storage(node.type)})', held.step)

    def _within(self, node: nodes.Within) -> Sql:
        value = self.named(self.print(node.operand))
        low, high = self.constant(node.low, 'HUGEINT'), self.constant(node.high, 'HUGEINT')
        inside = f'{value.text} >= {low} AND {value.text} <= {high}'
        return Sql(f'CASE WHEN {inside} THEN TRY_CAST({value.text} AS {storage(node.type)}) ELSE NULL END', value.step)

    def _rescale(self, node: nodes.Rescale) -> Sql:
        inner = node.operand.type
        assert isinstance(inner, Exact) and isinstance(node.type, Exact)
        return self.scaled(self.print(node.operand), node.type.scale - inner.scale, storage(node.type))

    def _to_real(self, node: nodes.ToReal) -> Sql:
        inner, value = node.operand.type, self.print(node.operand)
        assert isinstance(inner, Exact)
        text = f'CAST({value.text} AS DOUBLE)'
        if inner.scale > 0:
            text = f'({text} / {self.constant(10**inner.scale, "DOUBLE")})'
        return Sql(text, value.step)

    def _convert(self, node: nodes.Convert) -> Sql:
        value = self.print(node.operand)
        if node.kind == 'real_to_exact':
            assert isinstance(node.type, Exact)
            times = f' * {self.constant(10**node.type.scale, "DOUBLE")}' if node.type.scale else ''
            return Sql(f'TRY_CAST(round({value.text}{times}) AS {storage(node.type)})', value.step)
        if node.kind == 'text_to_decimal':
            assert isinstance(node.type, Exact)
            return self.unscaled(
                Sql(f'TRY_CAST({value.text} AS DECIMAL(38, {node.type.scale}))', value.step), node.type
            )
        if node.kind == 'text_to_real':
            number = self.named(Sql(f'TRY_CAST({value.text} AS DOUBLE)', value.step))
            return Sql(f'CASE WHEN isfinite({number.text}) THEN {number.text} ELSE NULL END', number.step)
        if node.kind in {'text_to_day', 'text_to_moment'}:
            moment = self.named(Sql(f'TRY_CAST({value.text} AS {storage(node.type)})', value.step))
            first, last = day_ends(node.type)
            kept = (self.constant(first, storage(node.type)), self.constant(last, storage(node.type)))
            return self.held(moment, *kept)
        return Sql(f'TRY_CAST({value.text} AS {storage(node.type)})', value.step)

    def unscaled(self, value: Sql, kind: Exact) -> Sql:
        """A DECIMAL(38, s) held in the type's interval, then as a scaled integer; the product has room for it."""
        sql_type, unit = f'DECIMAL(38, {kind.scale})', 10**kind.scale
        low, high = (self.constant(decimal_text(end, kind.scale), sql_type) for end in (kind.low, kind.high))
        held = self.held(value, low, high)
        return Sql(f'TRY_CAST(({held.text}) * {self.constant(unit, "BIGINT")} AS {storage(kind)})', held.step)

    def _compare(self, node: nodes.Compare) -> Sql:
        left, right = self.print(node.left), self.print(node.right)
        return Sql(f'({left.text} {node.operator} {right.text})', max(left.step, right.step))

    def _joined(self, word: str, operands: tuple[Node, ...]) -> Sql:
        parts = [self.print(operand) for operand in operands]
        return Sql(f'({word.join(part.text for part in parts)})', max(part.step for part in parts))

    def _wrapped(self, form: str, operand: Node) -> Sql:
        value = self.print(operand)
        return Sql(form.format(value.text), value.step)

    def _case(self, node: nodes.Case) -> Sql:
        printed = [(self.print(when), None if value is None else self.print(value)) for when, value in node.branches]
        last = None if node.otherwise is None else self.print(node.otherwise)
        wide = storage(node.type)

        def typed(value: Sql | None) -> str:
            return f'CAST({"NULL" if value is None else value.text} AS {wide})'

        branches = ' '.join(f'WHEN {when.text} THEN {typed(value)}' for when, value in printed)
        parts = [part for pair in printed for part in pair if part is not None] + ([] if last is None else [last])
        return Sql(f'CASE {branches} ELSE {typed(last)} END', max(part.step for part in parts))

    def _matches(self, node: nodes.Matches) -> Sql:
        value = self.print(node.operand)
        pattern = self.constant(node.expression, 'VARCHAR')
        return Sql(f"regexp_full_match({value.text}, {pattern}, 's')", value.step)


def day_ends(kind: ValueType) -> tuple[date, date]:
    """First and last day or moment that is kept; the infinities of the database lie outside."""
    return (FIRST_DAY, LAST_DAY) if isinstance(kind, Day) else (FIRST_MOMENT, LAST_MOMENT)


def decimal_text(value: int, scale: int) -> str:
    """A scaled integer as decimal digits."""
    digits = str(abs(value)).rjust(scale + 1, '0')
    whole, places = digits[: len(digits) - scale], digits[len(digits) - scale :]
    return f'{"-" if value < 0 else ""}{whole}.{places}' if scale else f'{"-" if value < 0 else ""}{whole}'


def _written(value: Scalar) -> str:
    if isinstance(value, datetime):
        return value.isoformat(sep=' ', timespec='microseconds')
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str) else repr(value)
