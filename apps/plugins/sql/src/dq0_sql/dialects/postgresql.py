"""PostgreSQL 14 and newer, in forms that no row can raise in.

Integers wider than 64 bits and sums are `numeric`, which is exact. Texts carry the collation "C", so they compare
byte-wise whatever the column's own says. Doubles raise there on overflow and underflow: both are kept from happening,
and a product or quotient below 1e-300 counts as zero.
"""

from __future__ import annotations

from dq0_sql.dialects.number_text import DATE, MOMENT, NUMBER, TIMES
from dq0_sql.dialects.port import MARKER, Ordinary
from dq0_sql.dialects.terms import Kind

_TYPES = {
    'truth': 'boolean', 'integer': 'bigint', 'huge': 'numeric', 'decimal': 'numeric', 'real': 'double precision',
    'text': 'text', 'day': 'date', 'moment': 'timestamp',
}  # fmt: skip
_LEAST, _MOST = '-9223372036854775808', '9223372036854775807'
_WIDEST = '85070591730234615865843651857942052864'
_LARGEST = "CAST('1.7976931348623157e308' AS double precision)"
_INFINITE = "CAST('Infinity' AS double precision)"
_ZERO = "CAST('0' AS double precision)"
_TINY = "CAST('1e-300' AS double precision)"
_ONE = "CAST('1' AS double precision)"
_PARTS = {'year': 'YEAR', 'quarter': 'QUARTER', 'month': 'MONTH', 'day': 'DAY', 'dayofweek': 'DOW', 'hour': 'HOUR',
          'minute': 'MINUTE', 'second': 'SECOND'}  # fmt: skip
_CALLS = {
    'length': 'CAST(char_length({0}) AS bigint)', 'strlen': 'CAST(octet_length({0}) AS bigint)',
    'upper': '(upper({0} COLLATE "und-x-icu") COLLATE "C")', 'lower': '(lower({0} COLLATE "und-x-icu") COLLATE "C")',
    'trim': "btrim({0}, ' ')", 'ltrim': "ltrim({0}, ' ')", 'rtrim': "rtrim({0}, ' ')",
    'starts_with': 'starts_with({0}, {1})', 'replace': 'replace({0}, {1}, {2})',
    'left': 'left({0}, CAST({1} AS integer))',
    'isnan': "({0} = CAST('NaN' AS double precision))",
    'isfinite': "({0} NOT IN (CAST('NaN' AS double precision), CAST('Infinity' AS double precision), "
                "CAST('-Infinity' AS double precision)))",
    'sha256': "substring(sha256(convert_to({0}, 'UTF8')), 1, 6)",
    'floor': 'floor({0})', 'ceil': 'ceil({0})', 'abs': 'abs({0})',
    'sqrt': 'sqrt({0})', 'ln': 'ln({0})', 'log10': 'log({0})',
    'exp': f'CASE WHEN {{0}} < -700 THEN {_ZERO} ELSE exp({{0}}) END',
    'round': f'(trunc({{0}}) + CASE WHEN abs({{0}} - trunc({{0}})) >= 0.5 THEN sign({{0}}) ELSE {_ZERO} END)',
    'epoch_us': 'CAST(EXTRACT(EPOCH FROM {0}) * 1000000 AS bigint)',
}  # fmt: skip


class Postgresql(Ordinary):
    """Prints PostgreSQL."""

    name = 'postgresql'
    # As a text the zero is a constant from the start; OFFSET 0 is one only after the planner has given up workers.
    fence = " OFFSET '0'"

    def quoted(self, name: str) -> str:
        return '"' + name.replace('"', '""') + '"'

    def markers(self, sql: str, parameters: list[str | bool]) -> tuple[str, list[str | bool]]:
        return MARKER.sub(lambda found: f'${int(found[1]) + 1}', sql), parameters

    def constant(self, marker: str, kind: Kind) -> str:
        text = f'CAST({marker} AS {_TYPES[kind.family]})'
        return f'({text} COLLATE "C")' if kind.family == 'text' else text

    def stored(self, column: str, kind: Kind) -> str:
        if kind.family == 'integer':
            # Integer columns take the first way in every row that is not NULL, numerics that round to an end the other.
            value, ends = f'CAST({column} AS numeric)', f"CAST('{_LEAST}' AS bigint) AND CAST('{_MOST}' AS bigint)"
            other = f'WHEN round({value}) BETWEEN {_LEAST} AND {_MOST} THEN CAST({value} AS bigint)'
            return f'CASE WHEN {column} BETWEEN {ends} THEN CAST({column} AS bigint) {other} END'
        if kind.family == 'decimal':
            value = f'CAST({column} AS numeric)'
            return f'CASE WHEN {_holds(value, kind)} THEN round({value}, {kind.scale}) END'
        if kind.family == 'text':
            return f'(CAST({column} AS text) COLLATE "C")'
        return f'CAST({column} AS {_TYPES[kind.family]})'

    def cast(self, value: str, source: Kind, target: Kind) -> str:
        if source.family == 'null':
            return f'CAST(NULL AS {_TYPES[target.family]})'
        if source.family == 'text':
            return self._read(value, target)
        if target.family == 'text' and source.family == 'real':
            whole = f'{value} = trunc({value}) AND abs({value}) < 1e16'
            return (
                f"(CASE WHEN CAST({value} AS text) = '-0' THEN '-0.0' WHEN {whole} "
                f"THEN CAST(CAST({value} AS bigint) AS text) || '.0' "
                f"ELSE replace(replace(CAST({value} AS text), 'Infinity', 'inf'), 'NaN', 'nan') END COLLATE \"C\")"
            )
        if target.family == 'text':
            return f'(CAST({value} AS text) COLLATE "C")'
        if source.family == 'truth':
            return f'CAST(CASE WHEN {value} THEN 1 WHEN NOT {value} THEN 0 END AS {_TYPES[target.family]})'
        if source.family == 'real' and target.family != 'real':
            return self._from_real(value, target)
        if target.family == 'integer':
            whole = f'round({value})' if source.family == 'decimal' else value
            return f'CASE WHEN {whole} BETWEEN {_LEAST} AND {_MOST} THEN CAST({whole} AS bigint) END'
        if target.family == 'huge' and source.family == 'decimal':
            return f'round({value})'
        if target.family == 'decimal' and source.family == 'decimal' and target.scale < source.scale:
            return f'round({value}, {target.scale})'
        return f'CAST({value} AS {_TYPES[target.family]})'

    def arithmetic(self, operator: str, left: str, right: str, kind: Kind) -> str:
        if kind.family != 'real':
            return f'({left} {operator} {right})'
        plain = f'{left} {operator} {right}'
        if operator == '*':
            return (
                f'CASE WHEN {left} IS NULL OR {right} IS NULL THEN NULL WHEN {left} = 0 OR {right} = 0 THEN {_ZERO} '
                f'WHEN abs({right}) > 1 AND abs({left}) > {_LARGEST} / abs({right}) THEN {_INFINITE} '
                f'WHEN abs({right}) < 1 AND abs({left}) < {_TINY} / abs({right}) THEN {_ZERO} ELSE {plain} END'
            )
        size = f'abs({_quarter(left)} {operator} {_quarter(right)})'
        return (
            f'CASE WHEN (abs({left}) > 8e307 OR abs({right}) > 8e307) AND {size} > {_LARGEST} * 0.25 '
            f'THEN {_INFINITE} ELSE {plain} END'
        )

    def quotient(self, left: str, right: str) -> str:
        return (
            f'CASE WHEN {left} IS NULL OR {right} IS NULL THEN NULL WHEN {left} = 0 THEN {_ZERO} '
            f'WHEN abs({right}) < 1 AND abs({left}) > {_LARGEST} * abs({right}) THEN {_INFINITE} '
            f'WHEN abs({right}) > 1 AND abs({left}) < {_TINY} * abs({right}) THEN {_ZERO} ELSE {left} / {right} END'
        )

    def whole_quotient(self, left: str, right: str) -> str:
        return f'div(CAST({left} AS numeric), CAST({right} AS numeric))'

    def remainder(self, left: str, right: str, kind: Kind) -> str:
        # Total by itself: what guards it in the compiled statement may be left behind when the value gets a name.
        return f'mod({left}, nullif({right}, 0))'

    def function(self, name: str, operands: list[str], kinds: list[Kind]) -> str | None:
        if name in _CALLS:
            return _CALLS[name].format(*operands)
        if name in _PARTS:
            return f'CAST(floor(EXTRACT({_PARTS[name]} FROM {operands[0]})) AS bigint)'
        if name in {'least', 'greatest', 'coalesce', 'substring'}:
            casts = operands if name != 'substring' else [operands[0], *(f'CAST({x} AS integer)' for x in operands[1:])]
            return f'{name}({", ".join(casts)})'
        if name == 'concat':
            return f'({" || ".join(operands)})'
        if name.startswith('truncated_'):
            return f"date_trunc('{name.removeprefix('truncated_')}', CAST({operands[0]} AS timestamp))"
        if name == 'pow':
            return _power(*operands)
        return None

    def like(self, value: str, pattern: str) -> str:
        return f"({value} LIKE {pattern} ESCAPE '|')"

    def total(self, value: str) -> str:
        # Of bigint as of numeric it is an exact numeric.
        return f'SUM({value})'

    def short_total(self, value: str) -> str | None:
        return f'SUM(CAST({value} AS integer))'

    def _read(self, value: str, target: Kind) -> str:
        """A text as another kind: asked for its form first, so that no cast can fail."""
        number, trimmed = f"{value} ~ '{NUMBER}'", f"btrim({value}, E' \\t\\n\\013\\f\\r')"
        if target.family == 'integer':
            inner = f'round(CAST({trimmed} AS numeric))'
            inside = f'CASE WHEN {inner} BETWEEN {_LEAST} AND {_MOST} THEN CAST({inner} AS bigint) END'
            return f'CASE WHEN {number} THEN {inside} END'
        if target.family == 'decimal':
            inner = f'CAST({trimmed} AS numeric)'
            inside = f'CASE WHEN {_holds(inner, target)} THEN round({inner}, {target.scale}) END'
            return f'CASE WHEN {number} THEN {inside} END'
        if target.family == 'real':
            inner = f'abs(CAST({trimmed} AS numeric))'
            inside = (
                f'CASE WHEN {inner} > 1.7976931348623158e308 THEN {_INFINITE} WHEN {inner} < 2.48e-324 THEN {_ZERO} '
                f'ELSE CAST({trimmed} AS double precision) END'
            )
            return f'CASE WHEN {number} THEN {inside} END'
        if target.family == 'truth':
            return (
                f"CASE WHEN lower({value}) IN ('true', 't', 'yes', 'y', '1') THEN TRUE "
                f"WHEN lower({value}) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END"
            )
        day = _day(f"split_part(replace({trimmed}, 'T', ' '), ' ', 1)")
        wide = _TYPES[target.family]
        words = ' '.join(
            f"WHEN lower({value}) IN ({listed}) THEN CAST('{ends[wide == 'timestamp']}' AS {wide})"
            for listed, ends in TIMES.items()
        )
        if target.family == 'day':
            return f"CASE WHEN {value} ~ '{DATE}' THEN {day} {words} END"
        clock = f"coalesce(nullif(split_part(replace({trimmed}, 'T', ' '), ' ', 2), ''), '0:00')"
        return f"CASE WHEN {value} ~ '{MOMENT}' THEN {day} + CAST({clock} AS time) {words} END"

    def _from_real(self, value: str, target: Kind) -> str:
        if target.family == 'integer':
            limit = "CAST('9223372036854775808' AS double precision)"
            return f'CASE WHEN {value} >= -{limit} AND {value} < {limit} THEN CAST({value} AS bigint) END'
        # In two parts: the cast of a double to numeric itself keeps 15 digits only.
        unit = "CAST('9223372036854775808' AS double precision)"
        high = f'trunc({value} / {unit})'
        low = f'({value} - {high} * {unit})'
        exact = f'(CAST(CAST({high} AS bigint) AS numeric) * {_MOST[:-1]}8 + CAST(CAST({low} AS bigint) AS numeric))'
        return f"CASE WHEN abs({value}) < CAST('{_WIDEST}' AS double precision) THEN {exact} END"


def _holds(value: str, kind: Kind) -> str:
    """Whether a numeric has a place among the decimals of 38 digits; NaN and the infinities have none."""
    limit = f'1{"0" * (38 - kind.scale)}'
    return f'round({value}, {kind.scale}) > -{limit} AND round({value}, {kind.scale}) < {limit}'


def _quarter(value: str) -> str:
    """A fourth of a double; those too small to be divided do not matter beside 8e307."""
    return f'(CASE WHEN abs({value}) < 1 THEN {_ZERO} ELSE {value} * 0.25 END)'


def _power(base: str, exponent: str) -> str:
    """base^exponent of a base that is not negative: judged by its logarithm first."""
    size = f'({exponent} * ln({base}))'
    huge = f'abs({exponent}) > 1e300 AND {base} <> 1'
    return (
        f'CASE WHEN {base} = 0 AND {exponent} < 0 THEN {_INFINITE} WHEN {base} = 0 OR {exponent} = 0 OR {base} = 1 '
        f'THEN power({base}, abs({exponent})) '
        f'WHEN {huge} THEN CASE WHEN ({base} > 1) = ({exponent} > 0) THEN {_INFINITE} ELSE {_ZERO} END '
        f'WHEN abs({exponent}) < {_TINY} THEN {_ONE} '
        f'WHEN {size} > 709.78 THEN {_INFINITE} WHEN {size} < -690 THEN {_ZERO} ELSE power({base}, {exponent}) END'
    )


def _day(text: str) -> str:
    """A date from `y-m-d` of digits: NULL for days that no calendar has."""
    year, month, day = (f"CAST(split_part({text}, '-', {place}) AS integer)" for place in (1, 2, 3))
    first = f'make_date({year}, {month}, 1)'
    last = f"EXTRACT(DAY FROM {first} + INTERVAL '1 month' - INTERVAL '1 day')"
    inside = f'CASE WHEN {day} BETWEEN 1 AND {last} THEN make_date({year}, {month}, {day}) END'
    return f'CASE WHEN {year} >= 1 AND {month} BETWEEN 1 AND 12 THEN {inside} END'
