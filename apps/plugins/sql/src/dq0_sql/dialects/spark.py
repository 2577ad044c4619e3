"""Spark SQL 4, in forms that no row can raise in, with and without its ANSI mode.

Integers wider than 64 bits and sums are `DECIMAL(38, 0)`, which is exact; what does not fit is NULL. Texts compare
byte-wise (`UTF8_BINARY`), moments have no zone. Doubles are those of Java: they overflow to infinity. `SESSION` is what
the statement rests on beside its text. Spark SQL Reference, "ANSI Compliance", "NaN Semantics", "Datetime Patterns".
"""

from __future__ import annotations

from dq0_sql.dialects.port import MARKER, Ordinary
from dq0_sql.dialects.spark_texts import as_text, from_text
from dq0_sql.dialects.terms import Kind, NotTranslated, widest

SESSION = {
    'spark.sql.ansi.enabled': 'false',
    'spark.sql.session.timeZone': 'UTC',
    'spark.sql.caseSensitive': 'true',
    'spark.sql.decimalOperations.allowPrecisionLoss': 'false',
    'spark.sql.groupByAliases': 'false',
    'spark.sql.groupByOrdinal': 'false',
    'spark.sql.optimizer.excludedRules': 'org.apache.spark.sql.catalyst.optimizer.PushDownPredicates',
    'spark.sql.parser.escapedStringLiterals': 'false',
    'spark.sql.timestampType': 'TIMESTAMP_NTZ',
}
"""
What a session must be set to: a cast that fails is NULL, names are exact, decimals keep their places. A condition stays
where it stands: moved below the steps it would hold their texts again and again, which takes minutes to plan.
"""
TYPES = {
    'truth': 'BOOLEAN', 'integer': 'BIGINT', 'huge': 'DECIMAL(38, 0)', 'real': 'DOUBLE', 'text': 'STRING',
    'day': 'DATE', 'moment': 'TIMESTAMP_NTZ',
}  # fmt: skip
_UNIT = "CAST('9223372036854775808' AS DOUBLE)"
_WIDEST = "CAST('85070591730234615865843651857942052864' AS DOUBLE)"
_BASE = "CAST('10000000000000000000' AS DECIMAL(38, 0))"
_PARTS = {'year': 'YEAR', 'quarter': 'QUARTER', 'month': 'MONTH', 'day': 'DAYOFMONTH', 'hour': 'HOUR',
          'minute': 'MINUTE', 'second': 'SECOND'}  # fmt: skip
_FLOOR = '(rint({0}) - CASE WHEN rint({0}) > {0} THEN 1.0D ELSE 0.0D END)'
_TRY = {'+': 'try_add', '-': 'try_subtract', '*': 'try_multiply'}
_CALLS = {
    'length': 'CAST(char_length({0}) AS BIGINT)', 'strlen': 'CAST(octet_length({0}) AS BIGINT)',
    'upper': 'upper({0})', 'lower': 'lower({0})',
    'trim': "TRIM(BOTH ' ' FROM {0})", 'ltrim': "TRIM(LEADING ' ' FROM {0})", 'rtrim': "TRIM(TRAILING ' ' FROM {0})",
    'starts_with': 'startswith({0}, {1})', 'replace': 'replace({0}, {1}, {2})',
    'isnan': 'isnan({0})', 'isfinite': "(abs({0}) < CAST('Infinity' AS DOUBLE))",
    # Hexadecimal, whose order is that of the bytes.
    'sha256': 'sha2(CAST({0} AS BINARY), 256)',
    # Doubles stay doubles: FLOOR and CEIL of Spark give 64-bit integers, which the largest do not fit.
    'floor': _FLOOR, 'ceil': f'(-{_FLOOR.replace("{0}", "(-{0})")})',
    'round': 'CASE WHEN {0} < 0 THEN -round(-{0}) WHEN {0} > 0 THEN round({0}) ELSE {0} END',
    'abs': 'abs({0})', 'sqrt': 'sqrt({0})', 'ln': 'ln({0})', 'log10': 'log10({0})', 'exp': 'exp({0})',
    'pow': 'power({0}, {1})', 'dayofweek': 'CAST(dayofweek({0}) - 1 AS BIGINT)',
    'epoch_us': 'unix_micros(CAST({0} AS TIMESTAMP))',
}  # fmt: skip


class Spark(Ordinary):
    """Prints Spark SQL, whose optimiser keeps a projection whose columns are read many times: no fence."""

    name = 'spark'
    fence = ''

    def quoted(self, name: str) -> str:
        return '`' + name.replace('`', '``') + '`'

    def markers(self, sql: str, parameters: list[str | bool]) -> tuple[str, list[str | bool]]:
        return MARKER.sub(lambda found: f':p{found[1]}', sql), parameters

    def constant(self, marker: str, kind: Kind) -> str:
        return f'CAST({marker} AS {type_of(kind)})'

    def stored(self, column: str, kind: Kind) -> str:
        if kind.family == 'integer':
            return f'TRY_CAST(round({column}) AS BIGINT)'
        if kind.family == 'text':
            # Spark's strings may hold bytes that are no UTF-8, which other engines would not have taken.
            return f'try_validate_utf8(CAST({column} AS STRING COLLATE UTF8_BINARY))'
        return f'TRY_CAST({column} AS {type_of(kind)})'

    def cast(self, value: str, source: Kind, target: Kind) -> str:
        if source.family == 'text':
            return from_text(value, target, type_of(target))
        if target.family == 'text':
            return as_text(value, source)
        if source.family == 'real' and target.family == 'integer':
            return f'CASE WHEN {value} >= -{_UNIT} AND {value} < {_UNIT} THEN CAST(rint({value}) AS BIGINT) END'
        if source.family == 'real' and target.family == 'huge':
            return _exact(value)
        if source.family == 'real' and target.family == 'decimal':
            raise NotTranslated('a decimal of a number with a fraction')
        whole = f'round({value})' if source.family == 'decimal' and target.family == 'integer' else value
        return f'TRY_CAST({whole} AS {type_of(target)})'

    def arithmetic(self, operator: str, left: str, right: str, kind: Kind) -> str:
        if kind.family == 'real':
            return f'({left} {operator} {right})'
        wide = type_of(kind)
        return f'TRY_CAST({_TRY[operator]}(CAST({left} AS {wide}), CAST({right} AS {wide})) AS {wide})'

    def quotient(self, left: str, right: str) -> str:
        return f'try_divide({left}, {right})'

    def whole_quotient(self, left: str, right: str) -> str:
        """In two steps beyond 20 digits, since a quotient of decimals keeps 18 places for a fraction."""
        whole, by = (f'CAST({value} AS DECIMAL(38, 0))' for value in (left, right))
        head = _once(whole, _BASE)
        rest = f'(try_mod({head}, {by}) * {_BASE} + try_mod({whole}, {_BASE}))'
        long = f'CAST({_once(head, by)} * {_BASE} + {_once(rest, by)} AS DECIMAL(38, 0))'
        return f'CASE WHEN abs({whole}) < {_BASE} OR abs({by}) >= {_BASE} THEN {_once(whole, by)} ELSE {long} END'

    def remainder(self, left: str, right: str, kind: Kind) -> str:
        return f'try_mod(CAST({left} AS {type_of(kind)}), CAST({right} AS {type_of(kind)}))'

    def function(self, name: str, operands: list[str], kinds: list[Kind]) -> str | None:
        if name in _CALLS:
            return _CALLS[name].format(*operands)
        if name in _PARTS:
            return f'CAST({_PARTS[name]}({operands[0]}) AS BIGINT)'
        if name in {'least', 'greatest', 'coalesce'}:
            kind = widest(kinds)
            if len(operands) == 1 or kind.family == 'null':
                return operands[0]
            return f'{name}({", ".join(f"TRY_CAST({operand} AS {type_of(kind)})" for operand in operands)})'
        if name == 'concat':
            return f'concat({", ".join(operands)})'
        if name in {'left', 'substring'}:
            places = [f'CAST({operand} AS INT)' for operand in operands[1:]]
            return f'{name}({", ".join([operands[0], *places])})'
        if name.startswith('truncated_'):
            unit = name.removeprefix('truncated_').upper()
            return f"CAST(date_trunc('{unit}', CAST({operands[0]} AS TIMESTAMP)) AS TIMESTAMP_NTZ)"
        return None

    def like(self, value: str, pattern: str) -> str:
        return f"({value} LIKE {pattern} ESCAPE '|')"

    def total(self, value: str) -> str:
        return f'try_sum(CAST({value} AS DECIMAL(38, 0)))'


def type_of(kind: Kind) -> str:
    return f'DECIMAL(38, {kind.scale})' if kind.family == 'decimal' else TYPES.get(kind.family, 'STRING')


def _once(whole: str, by: str) -> str:
    """A whole quotient below 10^20, towards zero."""
    return f'CAST(try_divide({whole} - try_mod({whole}, {by}), {by}) AS DECIMAL(38, 0))'


def _exact(value: str) -> str:
    """A double as an integer, in two parts: Spark's own cast to a decimal goes through its 17 digits."""
    high = f'CAST({value} / {_UNIT} AS BIGINT)'
    low = f'CAST(rint({value} - CAST({high} AS DOUBLE) * {_UNIT}) AS BIGINT)'
    unit = "CAST('9223372036854775808' AS DECIMAL(38, 0))"
    whole = f'CAST(CAST({high} AS DECIMAL(38, 0)) * {unit} + CAST({low} AS DECIMAL(38, 0)) AS DECIMAL(38, 0))'
    return f'CASE WHEN abs({value}) < {_WIDEST} THEN {whole} END'
