"""BigQuery (GoogleSQL), in forms that no row can raise in.

Integers wider than 64 bits, decimals and sums are `BIGNUMERIC`, which holds 38 digits before the point and 38 after it.
Texts compare by code points once they have left their column's collation. `SESSION` is what the statement rests on
beside its text. GoogleSQL reference, "Mathematical functions", "Conversion rules", "SAFE. prefix", "Window function
calls".
"""

from __future__ import annotations

from dq0_sql.dialects.number_text import DATE, MOMENT, NUMBER, TIMES, anchored
from dq0_sql.dialects.port import MARKER, Ordinary, Patterns, passing_null, unordered
from dq0_sql.dialects.terms import Kind, NotTranslated, widest

SESSION = {'@@time_zone': 'UTC'}
"""What a session must be set to: columns without a zone are read in UTC."""
_TYPES = {
    'truth': 'BOOL', 'integer': 'INT64', 'huge': 'BIGNUMERIC', 'decimal': 'BIGNUMERIC', 'real': 'FLOAT64',
    'text': 'STRING', 'day': 'DATE', 'moment': 'DATETIME',
}  # fmt: skip
_SPACES = "r'[ \\t\\n\\x0B\\f\\r]+'"
_UNIT = '9223372036854775808.0'
_NUMBERS = frozenset({'integer', 'huge', 'real'})
_PARTS = ('year', 'quarter', 'month', 'day', 'hour', 'minute', 'second')
_PERIODS = {'week': 'ISOWEEK'}
_MOMENT = 'CAST({0} AS DATETIME)'
_SAFE = {'+': 'SAFE_ADD', '-': 'SAFE_SUBTRACT', '*': 'SAFE_MULTIPLY'}
_CALLS = {
    **{part: f'EXTRACT({part.upper()} FROM {{0}})' for part in _PARTS},
    'dayofweek': '(EXTRACT(DAYOFWEEK FROM {0}) - 1)',
    'length': 'CHAR_LENGTH({0})', 'strlen': 'BYTE_LENGTH({0})', 'upper': 'UPPER({0})', 'lower': 'LOWER({0})',
    'trim': "TRIM({0}, ' ')", 'ltrim': "LTRIM({0}, ' ')", 'rtrim': "RTRIM({0}, ' ')",
    'starts_with': 'STARTS_WITH({0}, {1})', 'replace': 'REPLACE({0}, {1}, {2})', 'left': 'LEFT({0}, {1})',
    'isnan': 'IS_NAN({0})', 'isfinite': '(NOT (IS_INF({0}) OR IS_NAN({0})))', 'sha256': 'TO_HEX(SHA256({0}))',
    'floor': 'FLOOR({0})', 'ceil': 'CEIL({0})', 'round': 'ROUND({0})', 'abs': 'SAFE.ABS({0})',
    'sqrt': 'SAFE.SQRT({0})', 'ln': 'SAFE.LN({0})', 'log10': 'SAFE.LOG10({0})', 'exp': 'SAFE.EXP({0})',
    'pow': 'SAFE.POW({0}, {1})', 'epoch_us': f"UNIX_MICROS(TIMESTAMP({_MOMENT}, 'UTC'))",
}  # fmt: skip
_DEFAULT_FRAME = 'RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW'


class Bigquery(Ordinary):
    """Prints GoogleSQL. There is no fence; what its planner does with the steps is not known."""

    name = 'bigquery'
    fence = ''
    # LIKE takes no ESCAPE there.
    patterns = Patterns('\\', '%_\\')

    def quoted(self, name: str) -> str:
        return '`' + name.replace('\\', '\\\\').replace('`', '\\`') + '`'

    def markers(self, sql: str, parameters: list[str | bool]) -> tuple[str, list[str | bool]]:
        return MARKER.sub(lambda found: f'@p{found[1]}', sql), parameters

    def constant(self, marker: str, kind: Kind) -> str:
        return f'CAST({marker} AS {_type(kind)})'

    def stored(self, column: str, kind: Kind) -> str:
        if kind.family == 'text':
            # Bytes have no collation.
            return f'SAFE_CONVERT_BYTES_TO_STRING(CAST(CAST({column} AS STRING) AS BYTES))'
        if kind.family == 'moment':
            return f"DATETIME(SAFE_CAST({column} AS TIMESTAMP), 'UTC')"
        if kind.family == 'decimal':
            return _held(f'SAFE_CAST({column} AS BIGNUMERIC)', kind)
        return f'SAFE_CAST({column} AS {_type(kind)})'

    def cast(self, value: str, source: Kind, target: Kind) -> str:
        if source.family == 'null':
            return f'CAST(NULL AS {_type(target)})'
        if source.family == 'text':
            return _read(value, target)
        if target.family == 'text' and source.family not in {'truth', 'integer', 'huge', 'day'}:
            raise NotTranslated('the text of a number with a fraction')
        if source.family == 'truth' and target.family in _NUMBERS:
            return f'CAST(CASE WHEN {value} THEN 1 WHEN NOT {value} THEN 0 END AS {_type(target)})'
        if (source.family, target.family) in {('real', 'decimal'), ('decimal', 'real'), ('decimal', 'decimal')}:
            raise NotTranslated('a decimal of a number with a fraction')
        if source.family == 'real' and target.family == 'integer':
            return f'CASE WHEN {value} >= -{_UNIT} AND {value} < {_UNIT} THEN SAFE_CAST({value} AS INT64) END'
        if source.family == 'real' and target.family == 'huge':
            return _exact(value)
        return f'SAFE_CAST({value} AS {_type(target)})'

    def arithmetic(self, operator: str, left: str, right: str, kind: Kind) -> str:
        if kind.family in {'real', 'integer'}:
            return f'{_SAFE[operator]}({left}, {right})'
        return f'{_SAFE[operator]}({_whole(left)}, {_whole(right)})'

    def quotient(self, left: str, right: str) -> str:
        return f'SAFE_DIVIDE({left}, {right})'

    def whole_quotient(self, left: str, right: str) -> str:
        return f'DIV({_whole(left)}, NULLIF({_whole(right)}, 0))'

    def remainder(self, left: str, right: str, kind: Kind) -> str:
        return f'MOD(CAST({left} AS {_type(kind)}), NULLIF(CAST({right} AS {_type(kind)}), 0))'

    def function(self, name: str, operands: list[str], kinds: list[Kind]) -> str | None:
        if name in _CALLS:
            return _CALLS[name].format(*operands)
        if name in {'least', 'greatest', 'coalesce'}:
            alike = [f'CAST({operand} AS {_type(widest(kinds))})' for operand in operands]
            return alike[0] if len(alike) == 1 else f'{name.upper()}({", ".join(passing_null(name, alike))})'
        if name == 'concat':
            return f'CONCAT({", ".join(operands)})'
        if name == 'substring':
            return f'SUBSTR({", ".join(operands)})'
        if name.startswith('truncated_'):
            unit = name.removeprefix('truncated_')
            return f'DATETIME_TRUNC({_MOMENT.format(*operands)}, {_PERIODS.get(unit, unit.upper())})'
        return None

    def like(self, value: str, pattern: str) -> str:
        return f'({value} LIKE {pattern})'

    def total(self, value: str) -> str:
        return f'SUM({_whole(value)})'

    def parted(self, value: str, kind: Kind) -> str:
        if kind.family == 'real':
            raise NotTranslated('a window by a number with a fraction')
        return value

    def frame(self, words: str, ordered: list[Kind]) -> str:
        if not ordered:
            return unordered(words)
        if words == _DEFAULT_FRAME:
            return ''
        if words.startswith('RANGE') and not (len(ordered) == 1 and ordered[0].family in _NUMBERS):
            raise NotTranslated('a frame of peers')
        return words


def _type(kind: Kind) -> str:
    return _TYPES.get(kind.family, 'STRING')


def _whole(value: str) -> str:
    return f'CAST({value} AS BIGNUMERIC)'


def _held(value: str, kind: Kind) -> str:
    """A decimal of 38 digits: NULL where it has more before the point."""
    rounded, limit = f'SAFE.ROUND({value}, {kind.scale})', f"CAST('1{'0' * (38 - kind.scale)}' AS BIGNUMERIC)"
    return f'CASE WHEN ABS({rounded}) < {limit} THEN {rounded} END'


def _exact(value: str) -> str:
    """A double as an integer, in two parts: what a cast to a decimal keeps of it is not written down."""
    high = f'TRUNC({value} / {_UNIT})'
    low = f'({value} - {high} * {_UNIT})'
    unit = "CAST('9223372036854775808' AS BIGNUMERIC)"
    whole = f'{_whole(f"SAFE_CAST({high} AS INT64)")} * {unit} + {_whole(f"SAFE_CAST({low} AS INT64)")}'
    return f'CASE WHEN ABS({value}) < 8.507059173023462e37 THEN {whole} END'


def _read(value: str, target: Kind) -> str:
    """A text as another kind: asked for its form first, so that it is NULL where another engine says so."""
    if target.family == 'truth':
        return (
            f"CASE WHEN LOWER({value}) IN ('true', 't', 'yes', 'y', '1') THEN TRUE "
            f"WHEN LOWER({value}) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END"
        )
    if target.family in {'day', 'moment'}:
        return _time(value, target)
    trimmed = f"REGEXP_REPLACE({value}, {_SPACES}, '')"
    number = f'SAFE_CAST({trimmed} AS BIGNUMERIC)'
    read = {
        'integer': f'SAFE_CAST({number} AS INT64)', 'decimal': _held(number, target),
        'real': f'SAFE_CAST({trimmed} AS FLOAT64)',
    }[target.family]  # fmt: skip
    return f"CASE WHEN REGEXP_CONTAINS({value}, r'{anchored(NUMBER)}') THEN {read} END"


def _time(value: str, target: Kind) -> str:
    spaced = f"TRIM(REPLACE(REGEXP_REPLACE({value}, {_SPACES}, ' '), 'T', ' '), ' ')"
    day = f"SAFE_CAST(REGEXP_EXTRACT({spaced}, r'^[^ ]+') AS DATE)"
    clock = f"COALESCE(REGEXP_EXTRACT({spaced}, r' (.+)$'), '0:00')"
    whole = f"REGEXP_REPLACE({clock}, r'^([0-9]+:[0-9]+)$', r'\\1:00')"
    read = day if target.family == 'day' else f"SAFE_CAST(CONCAT(CAST({day} AS STRING), ' ', {whole}) AS DATETIME)"
    form = anchored(DATE if target.family == 'day' else MOMENT)
    words = ' '.join(
        f"WHEN LOWER({value}) IN ({listed}) THEN CAST('{ends[target.family == 'moment']}' AS {_type(target)})"
        for listed, ends in TIMES.items()
    )
    return f"CASE WHEN REGEXP_CONTAINS({value}, r'{form}') THEN {read} {words} END"
