"""Trino, in forms that no row can raise in.

Integers wider than 64 bits and sums are `DECIMAL(38, 0)`, which is exact; 64-bit arithmetic is done in it. Texts are
`VARCHAR`, which compares by code points and does not pad; moments have no zone. Doubles are those of Java. `SESSION`
is what the statement rests on beside its text. Trino documentation, "Functions and operators", "Decimal functions and
operators", "Data types".
"""

from __future__ import annotations

from dq0_sql.dialects.number_text import DATE, MOMENT, NUMBER, TIMES, anchored
from dq0_sql.dialects.port import MARKER, Ordinary, passing_null
from dq0_sql.dialects.terms import Kind, NotTranslated, widest

SESSION = {'time_zone': 'UTC'}
"""What a session must be set to: moments with a zone are read in UTC."""
TYPES = {
    'truth': 'BOOLEAN', 'integer': 'BIGINT', 'huge': 'DECIMAL(38, 0)', 'real': 'DOUBLE', 'text': 'VARCHAR',
    'day': 'DATE', 'moment': 'TIMESTAMP(6)',
}  # fmt: skip
_SPACES = "'[ \\t\\n\\x0B\\f\\r]+'"
_UNIT = '9223372036854775808E0'
_PARTS = ('year', 'quarter', 'month', 'day', 'hour', 'minute', 'second')
_MOMENT = 'CAST({0} AS TIMESTAMP(6))'
_SECONDS = f"date_diff('second', CAST('1970-01-01 00:00:00' AS TIMESTAMP(6)), date_trunc('second', {_MOMENT}))"
_CALLS = {
    **{part: f'{part}({{0}})' for part in _PARTS},
    'dayofweek': '(day_of_week({0}) % 7)',
    'length': 'length({0})', 'strlen': 'length(to_utf8({0}))', 'upper': 'upper({0})', 'lower': 'lower({0})',
    'trim': "trim(BOTH ' ' FROM {0})", 'ltrim': "trim(LEADING ' ' FROM {0})", 'rtrim': "trim(TRAILING ' ' FROM {0})",
    'starts_with': 'starts_with({0}, {1})', 'left': 'substr({0}, 1, {1})',
    # An empty text is found between all letters there.
    'replace': "CASE WHEN {1} = '' THEN {0} ELSE replace({0}, {1}, {2}) END",
    'isnan': 'is_nan({0})', 'isfinite': 'is_finite({0})', 'sha256': 'lower(to_hex(sha256(to_utf8({0}))))',
    'floor': 'floor({0})', 'ceil': 'ceil({0})', 'abs': 'TRY(abs({0}))', 'sqrt': 'sqrt({0})', 'ln': 'ln({0})',
    'log10': 'log10({0})', 'exp': 'exp({0})', 'pow': 'power({0}, {1})',
    'round': '(truncate({0}) + CASE WHEN abs({0} - truncate({0})) >= 0.5E0 THEN sign({0}) ELSE 0E0 END)',
    # The fraction is read from its six digits: no function gives microseconds.
    'epoch_us': f'({_SECONDS} * 1000000 + CAST(substr(CAST({_MOMENT} AS VARCHAR), -6) AS BIGINT))',
}  # fmt: skip


class Trino(Ordinary):
    """Prints Trino, whose planner keeps a projection whose columns are read many times: no fence."""

    name = 'trino'
    fence = ''

    def quoted(self, name: str) -> str:
        return '"' + name.replace('"', '""') + '"'

    def markers(self, sql: str, parameters: list[str | bool]) -> tuple[str, list[str | bool]]:
        order = [parameters[int(found[1])] for found in MARKER.finditer(sql)]
        return MARKER.sub('?', sql), order

    def constant(self, marker: str, kind: Kind) -> str:
        return f'CAST({marker} AS {_type(kind)})'

    def stored(self, column: str, kind: Kind) -> str:
        if kind.family == 'integer':
            return f'TRY_CAST(TRY_CAST({column} AS DECIMAL(38, 0)) AS BIGINT)'
        if kind.family == 'moment':
            zoned = f'TRY_CAST({column} AS TIMESTAMP(6) WITH TIME ZONE)'
            return f"CAST({zoned} AT TIME ZONE 'UTC' AS TIMESTAMP(6))"
        return f'TRY_CAST({column} AS {_type(kind)})'

    def cast(self, value: str, source: Kind, target: Kind) -> str:
        if source.family == 'null':
            return f'CAST(NULL AS {_type(target)})'
        if source.family == 'text':
            return _read(value, target)
        if target.family == 'text' and source.family not in {'truth', 'integer', 'huge', 'day'}:
            raise NotTranslated('the text of a number with a fraction')
        if source.family == 'truth' and target.family != 'text':
            return f'CAST(CASE WHEN {value} THEN 1 WHEN NOT {value} THEN 0 END AS {_type(target)})'
        if (source.family, target.family) in {('real', 'decimal'), ('decimal', 'real'), ('decimal', 'decimal')}:
            raise NotTranslated('a decimal of a number with a fraction')
        if source.family == 'real' and target.family == 'integer':
            return f'CASE WHEN {value} >= -{_UNIT} AND {value} < {_UNIT} THEN CAST({value} AS BIGINT) END'
        if source.family == 'real' and target.family == 'huge':
            return _exact(value)
        return f'TRY_CAST({value} AS {_type(target)})'

    def arithmetic(self, operator: str, left: str, right: str, kind: Kind) -> str:
        if kind.family == 'real':
            return f'({left} {operator} {right})'
        wide = f'CAST({right} AS DECIMAL({19 if kind.family == "decimal" else 38}, 0))'
        text = f'{left} {operator} {wide}' if kind.family == 'decimal' else f'{_whole(left)} {operator} {wide}'
        return f'TRY_CAST({text} AS BIGINT)' if kind.family == 'integer' else f'TRY({text})'

    def quotient(self, left: str, right: str) -> str:
        return f'({left} / nullif({right}, 0E0))'

    def whole_quotient(self, left: str, right: str) -> str:
        # A quotient of decimals is rounded: what is divided is a multiple.
        whole, by = _whole(left), f'nullif({_whole(right)}, 0)'
        return f'(({whole} - {whole} % {by}) / {by})'

    def remainder(self, left: str, right: str, kind: Kind) -> str:
        return f'(CAST({left} AS {_type(kind)}) % nullif(CAST({right} AS {_type(kind)}), 0))'

    def function(self, name: str, operands: list[str], kinds: list[Kind]) -> str | None:
        if name in _CALLS:
            return _CALLS[name].format(*operands)
        if name in {'least', 'greatest', 'coalesce'}:
            alike = [f'CAST({operand} AS {_type(widest(kinds))})' for operand in operands]
            return alike[0] if len(alike) == 1 else f'{name}({", ".join(passing_null(name, alike))})'
        if name == 'concat':
            return f'({" || ".join(operands)})'
        if name == 'substring':
            return f'substr({", ".join(operands)})'
        if name.startswith('truncated_'):
            return f"date_trunc('{name.removeprefix('truncated_')}', {_MOMENT.format(*operands)})"
        return None

    def like(self, value: str, pattern: str) -> str:
        return f"({value} LIKE {pattern} ESCAPE '|')"

    def total(self, value: str) -> str:
        return f'sum({_whole(value)})'


def _type(kind: Kind) -> str:
    return f'DECIMAL(38, {kind.scale})' if kind.family == 'decimal' else TYPES.get(kind.family, 'VARCHAR')


def _whole(value: str) -> str:
    return f'CAST({value} AS DECIMAL(38, 0))'


def _exact(value: str) -> str:
    """A double as an integer, in two parts: what a cast to a decimal keeps of it is not written down."""
    high = f'truncate({value} / {_UNIT})'
    low = f'({value} - {high} * {_UNIT})'
    unit = "CAST('9223372036854775808' AS DECIMAL(38, 0))"
    whole = f'{_whole(f"TRY_CAST({high} AS BIGINT)")} * {unit} + {_whole(f"TRY_CAST({low} AS BIGINT)")}'
    return f'CASE WHEN abs({value}) < 8.507059173023462E37 THEN CAST({whole} AS DECIMAL(38, 0)) END'


def _read(value: str, target: Kind) -> str:
    """A text as another kind: asked for its form first, so that it is NULL where another engine says so."""
    if target.family == 'truth':
        return (
            f"CASE WHEN lower({value}) IN ('true', 't', 'yes', 'y', '1') THEN TRUE "
            f"WHEN lower({value}) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END"
        )
    if target.family in {'day', 'moment'}:
        return _time(value, target)
    trimmed = f"regexp_replace({value}, {_SPACES}, '')"
    whole = f'TRY_CAST({trimmed} AS DECIMAL(38, 0))' if target.family == 'integer' else trimmed
    return f"CASE WHEN regexp_like({value}, '{anchored(NUMBER)}') THEN TRY_CAST({whole} AS {_type(target)}) END"


def _time(value: str, target: Kind) -> str:
    spaced = f"trim(BOTH ' ' FROM replace(regexp_replace({value}, {_SPACES}, ' '), 'T', ' '))"
    date = f"split_part({spaced}, ' ', 1)"
    padded = (f"lpad(split_part({date}, '-', {place}), {size}, '0')" for place, size in ((1, 4), (2, 2), (3, 2)))
    joined = " || '-' || ".join(padded)
    day = f'TRY_CAST({joined} AS DATE)'
    clock = f"coalesce(nullif(split_part({spaced}, ' ', 2), ''), '0:00')"
    read = day if target.family == 'day' else f"TRY_CAST(CAST({day} AS VARCHAR) || ' ' || {clock} AS TIMESTAMP(6))"
    form = anchored(DATE if target.family == 'day' else MOMENT)
    words = ' '.join(
        f"WHEN lower({value}) IN ({listed}) THEN CAST('{ends[target.family == 'moment']}' AS {_type(target)})"
        for listed, ends in TIMES.items()
    )
    return f"CASE WHEN regexp_like({value}, '{form}') AND year({day}) > 0 THEN {read} {words} END"
