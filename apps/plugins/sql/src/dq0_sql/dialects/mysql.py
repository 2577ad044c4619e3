"""MySQL 8 and MariaDB 10.5 and newer, in forms that no row can raise in.

Texts are byte strings throughout, so they compare byte-wise, without padding, whatever the column's collation;
they are read as UTF-8 only inside functions that count letters. Wide integers and sums are decimals, which are exact.
Doubles know no infinity there: what would overflow is NULL.
"""

from __future__ import annotations

from dq0_sql.dialects.number_text import DATE, MOMENT, NUMBER, TIMES
from dq0_sql.dialects.port import MARKER, Ordinary
from dq0_sql.dialects.terms import Kind

_TYPES = {
    'truth': 'SIGNED', 'integer': 'SIGNED', 'huge': 'DECIMAL(65, 0)', 'real': 'DOUBLE', 'text': 'BINARY',
    'day': 'DATE', 'moment': 'DATETIME(6)',
}  # fmt: skip
_LEAST, _MOST = '-9223372036854775808', '9223372036854775807'
_LARGEST, _TINY = '1.7976931348623157e308', '1e-300'
_PARTS = {'year': 'YEAR({0})', 'quarter': 'QUARTER({0})', 'month': 'MONTH({0})', 'day': 'DAYOFMONTH({0})',
          'dayofweek': '(DAYOFWEEK({0}) - 1)', 'hour': 'HOUR({0})', 'minute': 'MINUTE({0})',
          'second': 'SECOND({0})'}  # fmt: skip
_LETTERS = 'CONVERT({0} USING utf8mb4)'
_START = 'CAST(DATE({0}) AS DATETIME(6))'
_CALLS = {
    **_PARTS,
    'length': f'CHAR_LENGTH({_LETTERS})', 'strlen': 'LENGTH({0})',
    'upper': f'CAST(UPPER({_LETTERS}) AS BINARY)', 'lower': f'CAST(LOWER({_LETTERS}) AS BINARY)',
    'trim': "TRIM(BOTH ' ' FROM {0})", 'ltrim': "TRIM(LEADING ' ' FROM {0})", 'rtrim': "TRIM(TRAILING ' ' FROM {0})",
    'starts_with': '(LEFT({0}, LENGTH({1})) = {1})', 'replace': 'REPLACE({0}, {1}, {2})',
    'left': f'CAST(LEFT({_LETTERS}, {{1}}) AS BINARY)',
    'isnan': '({0} <> {0})', 'isfinite': '({0} = {0})',
    'sha256': 'SHA2({0}, 256)', 'floor': 'FLOOR({0})', 'ceil': 'CEIL({0})', 'abs': 'ABS({0})', 'sqrt': 'SQRT({0})',
    'ln': 'LN({0})', 'log10': 'LOG10({0})', 'exp': 'CASE WHEN {0} < 709.7 THEN EXP({0}) END',
    'round': '(CASE WHEN {0} < 0 THEN CEIL({0}) ELSE FLOOR({0}) END + CASE WHEN {0} < 0 AND CEIL({0}) - {0} >= 0.5e0 '
             'THEN -1e0 WHEN {0} > 0 AND {0} - FLOOR({0}) >= 0.5e0 THEN 1e0 ELSE 0e0 END)',
    'epoch_us': "TIMESTAMPDIFF(MICROSECOND, CAST('1970-01-01' AS DATETIME(6)), {0})",
    'truncated_year': 'CAST(MAKEDATE(YEAR({0}), 1) AS DATETIME(6))',
    'truncated_quarter': 'CAST(MAKEDATE(YEAR({0}), 1) + INTERVAL QUARTER({0}) - 1 QUARTER AS DATETIME(6))',
    'truncated_month': 'CAST(DATE({0}) - INTERVAL DAYOFMONTH({0}) - 1 DAY AS DATETIME(6))',
    'truncated_week': 'CAST(DATE({0}) - INTERVAL WEEKDAY({0}) DAY AS DATETIME(6))',
    'truncated_day': _START, 'truncated_hour': f'({_START} + INTERVAL HOUR({{0}}) HOUR)',
    'truncated_minute': f'({_START} + INTERVAL HOUR({{0}}) * 60 + MINUTE({{0}}) MINUTE)',
}  # fmt: skip


class Mysql(Ordinary):
    """Prints MySQL and MariaDB. The session does not merge sub-queries, so each step is computed once."""

    name = 'mysql'
    fence = ''

    def quoted(self, name: str) -> str:
        return '`' + name.replace('`', '``') + '`'

    def markers(self, sql: str, parameters: list[str | bool]) -> tuple[str, list[str | bool]]:
        order = [parameters[int(found[1])] for found in MARKER.finditer(sql)]
        return MARKER.sub('?', sql), order

    def constant(self, marker: str, kind: Kind) -> str:
        return f'CAST({marker} AS {_type(kind)})'

    def stored(self, column: str, kind: Kind) -> str:
        if kind.family == 'truth':
            return f'({column} <> 0)'
        if kind.family == 'integer':
            # An unsigned integer is compared as what it is; a decimal is rounded, halves away from zero.
            value = f'ROUND({column})'
            return f'CASE WHEN {value} BETWEEN {_LEAST} AND {_MOST} THEN CAST({value} AS SIGNED) END'
        if kind.family == 'decimal':
            value = f'ROUND({column}, {kind.scale})'
            return f'CASE WHEN {_holds(value, kind)} THEN CAST({value} AS {_type(kind)}) END'
        if kind.family == 'text':
            return f'CAST(CONVERT({column} USING utf8mb4) AS BINARY)'
        if kind.family in {'day', 'moment'}:
            # Zero dates and months are no dates.
            return (
                f'CASE WHEN MONTH({column}) > 0 AND DAYOFMONTH({column}) > 0 THEN CAST({column} AS {_type(kind)}) END'
            )
        return f'CAST({column} AS DOUBLE)'

    def cast(self, value: str, source: Kind, target: Kind) -> str:
        if source.family == 'null':
            return 'NULL' if target.family == 'truth' else f'CAST(NULL AS {_type(target)})'
        if source.family == 'text':
            return self._read(value, target)
        if source.family == 'truth' and target.family == 'text':
            return f"CASE WHEN {value} THEN CAST('true' AS BINARY) WHEN NOT {value} THEN CAST('false' AS BINARY) END"
        if target.family == 'text' and source.family == 'real':
            whole = f"CONCAT(CAST(CAST({value} AS SIGNED) AS CHAR), '.0')"
            other = f"REPLACE(REPLACE(CAST({value} AS CHAR), 'e', 'e+'), 'e+-', 'e-')"
            text = (
                f'CASE WHEN {value} = FLOOR({value}) AND ABS({value}) < 1e16 THEN {whole} '
                f"WHEN ABS({value}) < 1e-4 AND CAST({value} AS CHAR) LIKE '%0.0000%' THEN {_scientific(value)} "
                f'ELSE {other} END'
            )
            # Zero has a sign, which only its text shows.
            return f"CAST(CASE WHEN CAST({value} AS CHAR) = '-0' THEN '-0.0' ELSE {text} END AS BINARY)"
        if target.family == 'text':
            return f'CAST(CAST({value} AS CHAR) AS BINARY)'
        if target.family == 'integer' and source.family in {'huge', 'decimal', 'real'}:
            whole = f'ROUND({value})' if source.family == 'decimal' else value
            least, most = (_LEAST, _MOST) if source.family != 'real' else (f'{_LEAST}e0', '9223372036854774784e0')
            return f'CASE WHEN {whole} >= {least} AND {whole} <= {most} THEN CAST({whole} AS SIGNED) END'
        if target.family == 'huge' and source.family == 'real':
            return self._from_real(value)
        return f'CAST({value} AS {_type(target)})'

    def arithmetic(self, operator: str, left: str, right: str, kind: Kind) -> str:
        plain = f'{left} {operator} {right}'
        if kind.family == 'huge' or kind.family == 'decimal':
            return f'(CAST({left} AS {_exact(kind)}) {operator} CAST({right} AS {_exact(kind)}))'
        if kind.family != 'real':
            return f'({plain})'
        if operator == '*':
            return (
                f'CASE WHEN ABS({right}) > 1e0 AND ABS({left}) > {_LARGEST} / ABS({right}) THEN NULL '
                f'WHEN ABS({right}) < 1e0 AND {right} <> 0e0 AND ABS({left}) < {_TINY} / ABS({right}) THEN 0e0 '
                f'ELSE {plain} END'
            )
        near = f'ABS({left} * 0.25e0 {operator} {right} * 0.25e0) > {_LARGEST} * 0.25e0'
        return f'CASE WHEN {near} THEN NULL ELSE {plain} END'

    def quotient(self, left: str, right: str) -> str:
        return (
            f'CASE WHEN ABS({right}) < 1e0 AND ABS({left}) > {_LARGEST} * ABS({right}) THEN NULL '
            f'WHEN ABS({right}) > 1e0 AND ABS({left}) < {_TINY} * ABS({right}) THEN 0e0 ELSE {left} / {right} END'
        )

    def whole_quotient(self, left: str, right: str) -> str:
        wide = [f'CAST({value} AS DECIMAL(65, 0))' for value in (left, right)]
        return f'CAST(({wide[0]} - MOD({wide[0]}, {wide[1]})) / {wide[1]} AS DECIMAL(65, 0))'

    def remainder(self, left: str, right: str, kind: Kind) -> str:
        return f'MOD(CAST({left} AS {_exact(kind)}), CAST({right} AS {_exact(kind)}))'

    def function(self, name: str, operands: list[str], kinds: list[Kind]) -> str | None:
        if name in _CALLS:
            return _CALLS[name].format(*operands)
        if name in {'least', 'greatest'}:
            # NULL among the operands is passed over, as elsewhere; here it would make the whole NULL.
            turned = [', '.join(operands[index:] + operands[:index]) for index in range(len(operands))]
            return f'{name.upper()}({", ".join(f"COALESCE({one})" for one in turned)})'
        if name == 'coalesce':
            return f'COALESCE({", ".join(operands)})'
        if name == 'concat':
            return f'CONCAT({", ".join(operands)})'
        if name == 'substring':
            letters = _LETTERS.format(operands[0])
            return f'CAST(SUBSTRING({letters}, {", ".join(operands[1:])}) AS BINARY)'
        return _power(*operands) if name == 'pow' else None

    def like(self, value: str, pattern: str) -> str:
        left, right = (f'CONVERT({text} USING utf8mb4)' for text in (value, pattern))
        return f"({left} COLLATE utf8mb4_bin LIKE {right} COLLATE utf8mb4_bin ESCAPE '|')"

    def total(self, value: str) -> str:
        return f'SUM(CAST({value} AS DECIMAL(65, 0)))'

    def _read(self, value: str, target: Kind) -> str:
        """A text as another kind: asked for its form first, so that it is NULL where another database says so."""
        number = f"{value} REGEXP '{NUMBER}'"
        letters = f'CONVERT({value} USING utf8mb4)'
        trimmed = f"REGEXP_REPLACE({letters}, '[ \\t\\n\\v\\f\\r]+', '')"
        size = f'ABS(CAST({trimmed} AS DOUBLE))'
        if target.family in {'integer', 'decimal'}:
            places = 0 if target.family == 'integer' else target.scale
            inner = f'ROUND(CAST({trimmed} AS DECIMAL(65, 25)), {places})'
            inside = self.cast(inner, Kind('decimal'), target) if places == 0 else _held(inner, target)
            return f'CASE WHEN {number} AND {size} < 1e38 THEN {inside} END'
        if target.family == 'real':
            return f'CASE WHEN {number} AND {size} < {_LARGEST} THEN CAST({trimmed} AS DOUBLE) END'
        if target.family == 'truth':
            lower = f'CAST(LOWER({letters}) AS BINARY)'
            return (
                f"CASE WHEN {lower} IN ('true', 't', 'yes', 'y', '1') THEN 1 "
                f"WHEN {lower} IN ('false', 'f', 'no', 'n', '0') THEN 0 END"
            )
        form = DATE if target.family == 'day' else MOMENT
        spaced = f"REPLACE(TRIM(REGEXP_REPLACE({letters}, '[\\t\\n\\v\\f\\r]+', ' ')), 'T', ' ')"
        moment = f'CAST({spaced} AS DATETIME(6))'
        value_ = f'CAST({moment} AS {_type(target)})'
        words = ' '.join(
            f'WHEN CAST(LOWER({letters}) AS BINARY) IN ({listed}) '
            f"THEN CAST('{ends[target.family == 'moment']}' AS {_type(target)})"
            for listed, ends in TIMES.items()
        )
        real = f"{value} REGEXP '{form}' AND MONTH({moment}) > 0 AND YEAR({moment}) > 0"
        return f'CASE WHEN {real} THEN {value_} {words} END'

    def _from_real(self, value: str) -> str:
        # In two parts: a cast of a double to a decimal goes through its text, which has 17 digits at most.
        unit = '9223372036854775808e0'
        high = f'CASE WHEN {value} < 0 THEN CEIL({value} / {unit}) ELSE FLOOR({value} / {unit}) END'
        low = f'({value} - ({high}) * {unit})'
        whole = (
            f'CAST(CAST({high} AS SIGNED) AS DECIMAL(65, 0)) * 9223372036854775808 + '
            f'CAST(CAST({low} AS SIGNED) AS DECIMAL(65, 0))'
        )
        return f'CASE WHEN ABS({value}) < 8.507059173023461e37 THEN CAST({whole} AS DECIMAL(65, 0)) END'


def _scientific(value: str) -> str:
    """A small double with its exponent: `1.5e-05`, for which the server writes `0.000015`."""
    written = f'CAST(ABS({value}) AS CHAR)'
    digits = f"TRIM(LEADING '0' FROM SUBSTRING({written}, 3))"
    zeros = f"LPAD(CHAR_LENGTH({written}) - 1 - CHAR_LENGTH({digits}), 2, '0')"
    rest = f"CASE WHEN CHAR_LENGTH({digits}) > 1 THEN CONCAT('.', SUBSTRING({digits}, 2)) ELSE '' END"
    return f"CONCAT(CASE WHEN {value} < 0 THEN '-' ELSE '' END, LEFT({digits}, 1), {rest}, 'e-', {zeros})"


def _type(kind: Kind) -> str:
    return f'DECIMAL(38, {kind.scale})' if kind.family == 'decimal' else _TYPES[kind.family]


def _exact(kind: Kind) -> str:
    return f'DECIMAL(65, {kind.scale})' if kind.family == 'decimal' else 'DECIMAL(65, 0)'


def _holds(value: str, kind: Kind) -> str:
    limit = f'1{"0" * (38 - kind.scale)}'
    return f'{value} > -{limit} AND {value} < {limit}'


def _held(value: str, kind: Kind) -> str:
    return f'CASE WHEN {_holds(value, kind)} THEN CAST({value} AS {_type(kind)}) END'


def _power(base: str, exponent: str) -> str:
    """base^exponent of a base that is not negative: judged by its logarithm first."""
    size = f'({exponent} * LN({base}))'
    return (
        f'CASE WHEN {base} = 0 AND {exponent} < 0 THEN NULL WHEN {base} = 0 OR {exponent} = 0 OR {base} = 1 '
        f'THEN POWER({base}, ABS({exponent})) WHEN ABS({exponent}) > 1e300 THEN '
        f'CASE WHEN ({base} > 1) = ({exponent} > 0) THEN NULL ELSE 0e0 END '
        f'WHEN {size} > 709.78 THEN NULL WHEN {size} < -690 THEN 0e0 ELSE POWER({base}, {exponent}) END'
    )
