"""Microsoft SQL Server 2022 and newer (T-SQL), in forms that no row can raise in.

Conditions are no values there: one that must be a value is a `BIT`. Integers wider than 64 bits and sums are
`DECIMAL(38, 0)`. Texts are `VARCHAR(MAX)` in UTF-8; comparisons pad them with spaces whatever the collation, so they
are compared, ordered and grouped by their bytes. Bytes are padded with zeros in turn, so a text that holds U+0000
counts as NULL. Doubles raise on overflow: it is kept from happening, and what is below 1e-300 counts as zero. `SESSION`
is what the statement rests on beside its text. Transact-SQL reference, "Precision, scale, and length", "Collation and
Unicode support", "CASE", "LIKE", "OVER clause".
"""

from __future__ import annotations

from dq0_sql.dialects.mssql_numbers import CALLS, arithmetic, exact, quotient, whole_quotient
from dq0_sql.dialects.port import MARKER, Ordinary, Patterns, unordered
from dq0_sql.dialects.terms import Kind, NotTranslated, widest

SESSION = {
    'ANSI_NULLS': 'ON', 'ANSI_WARNINGS': 'ON', 'ARITHABORT': 'ON', 'CONCAT_NULL_YIELDS_NULL': 'ON',
    'NUMERIC_ROUNDABORT': 'OFF', 'QUOTED_IDENTIFIER': 'ON',
}  # fmt: skip
"""What a session must be set to."""
_BYTES = 'Latin1_General_100_BIN2_UTF8'
_LETTERS = 'Latin1_General_100_CI_AS_SC_UTF8'
"""A collation that counts characters beyond U+FFFF as one."""
_TYPES = {
    'truth': 'BIT', 'integer': 'BIGINT', 'huge': 'DECIMAL(38, 0)', 'real': 'FLOAT', 'text': 'VARCHAR(MAX)',
    'day': 'DATE', 'moment': 'DATETIME2(6)',
}  # fmt: skip
_PARTS = ('year', 'quarter', 'month', 'day', 'hour', 'minute', 'second')
_PERIODS = {'week': 'ISO_WEEK'}
_SMALL, _LARGE = 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
_FIRST = "CAST('0001-01-01' AS DATE)"
_HELD = 'CAST({0} AS VARBINARY(MAX))'
_CALLS = {
    **CALLS,
    **{part: f'CAST(DATEPART({part.upper()}, {{0}}) AS BIGINT)' for part in _PARTS},
    # Whatever DATEFIRST says: the first day of year 1 was a Monday.
    'dayofweek': f'CAST((DATEDIFF(DAY, {_FIRST}, {{0}}) + 1) % 7 AS BIGINT)',
    'epoch_us': "DATEDIFF_BIG(MICROSECOND, CAST('1970-01-01' AS DATETIME2(6)), CAST({0} AS DATETIME2(6)))",
    # Spaces at the end do not count for LEN.
    'length': f"(LEN({{0}} COLLATE {_LETTERS} + '.') - 1)", 'strlen': f'DATALENGTH({_HELD})',
    'trim': "TRIM(' ' FROM {0})", 'ltrim': 'LTRIM({0})', 'rtrim': 'RTRIM({0})',
    'starts_with': f'(SUBSTRING({_HELD}, 1, DATALENGTH({{1}})) = {_HELD.replace("{0}", "{1}")})',
    'replace': 'REPLACE({0}, {1}, {2})',
    'left': f'(SUBSTRING({{0}} COLLATE {_LETTERS}, 1, {{1}}) COLLATE {_BYTES})',
    'sha256': f"(LOWER(CONVERT(VARCHAR(64), HASHBYTES('SHA2_256', {_HELD}), 2)) COLLATE {_BYTES})",
}  # fmt: skip


class Mssql(Ordinary):
    """Prints T-SQL. There is no fence; what its planner does with the steps is not known."""

    name = 'mssql'
    fence = ''
    counting = 'COUNT_BIG'
    # `_` is half of a character beyond U+FFFF in a binary collation.
    patterns = Patterns('|', '%_[|', one=False)

    def quoted(self, name: str) -> str:
        return f'[{name.replace("]", "]]")}]'

    def markers(self, sql: str, parameters: list[str | bool]) -> tuple[str, list[str | bool]]:
        if any('\0' in value for value in parameters if isinstance(value, str)):
            raise NotTranslated('a text with U+0000')
        return MARKER.sub(lambda found: f'@p{found[1]}', sql), parameters

    def constant(self, marker: str, kind: Kind) -> str:
        return f'CAST({marker} COLLATE {_BYTES} AS VARCHAR(MAX))' if kind.family == 'text' else _cast(marker, kind)

    def stored(self, column: str, kind: Kind) -> str:
        if kind.family == 'integer':
            return f'TRY_CAST(TRY_CAST({column} AS DECIMAL(38, 0)) AS BIGINT)'
        if kind.family == 'text':
            value = f'CAST({column} COLLATE {_BYTES} AS VARCHAR(MAX))'
            return f'CASE WHEN CHARINDEX(CHAR(0), {value}) = 0 THEN {value} END'
        return f'TRY_CAST({column} AS {_type(kind)})'

    def cast(self, value: str, source: Kind, target: Kind) -> str:
        if source.family == 'null':
            return f'CAST(NULL AS {_type(target)})'
        if source.family == 'text':
            return _read(value, target)
        if target.family == 'text':
            return f'({_as_text(value, source)} COLLATE {_BYTES})'
        if (source.family, target.family) in {('real', 'decimal'), ('decimal', 'real'), ('decimal', 'decimal')}:
            raise NotTranslated('a decimal of a number with a fraction')
        if (source.family, target.family) == ('huge', 'real'):
            raise NotTranslated('a number with a fraction of more than 64 bits')
        if source.family == 'real' and target.family == 'huge':
            return exact(value)
        return f'TRY_CAST({value} AS {_type(target)})'

    def arithmetic(self, operator: str, left: str, right: str, kind: Kind) -> str:
        return arithmetic(operator, left, right, kind)

    def quotient(self, left: str, right: str) -> str:
        return quotient(left, right)

    def whole_quotient(self, left: str, right: str) -> str:
        return whole_quotient(left, right)

    def remainder(self, left: str, right: str, kind: Kind) -> str:
        return f'({_cast(left, kind)} % NULLIF({_cast(right, kind)}, 0))'

    def function(self, name: str, operands: list[str], kinds: list[Kind]) -> str | None:
        if name in _CALLS:
            return _CALLS[name].format(*operands)
        if name == 'coalesce' or (name in {'least', 'greatest'} and widest(kinds).family != 'text'):
            alike = [_cast(operand, widest(kinds)) for operand in operands]
            return alike[0] if len(alike) == 1 else f'{name.upper()}({", ".join(alike)})'
        if name == 'concat':
            return f'({" + ".join(operands)})'
        if name == 'substring':
            places = [*operands[1:], '2147483647'][:2]
            return f'(SUBSTRING({operands[0]} COLLATE {_LETTERS}, {", ".join(places)}) COLLATE {_BYTES})'
        if name.startswith('truncated_'):
            unit = name.removeprefix('truncated_')
            return f'DATETRUNC({_PERIODS.get(unit, unit.upper())}, CAST({operands[0]} AS DATETIME2(6)))'
        return None

    def like(self, value: str, pattern: str) -> str:
        # Of VARCHAR, spaces at the end would not count.
        sides = [f'CAST({text} AS NVARCHAR(MAX)) COLLATE Latin1_General_100_BIN2' for text in (value, pattern)]
        return f"({sides[0]} LIKE {sides[1]} ESCAPE N'|')"

    def total(self, value: str) -> str:
        return f'SUM(CAST({value} AS DECIMAL(38, 0)))'

    def condition(self, value: str) -> str:
        return f'({value} = 1)'

    def truth(self, condition: str) -> str:
        return f'CASE WHEN {condition} THEN CAST(1 AS BIT) WHEN (NOT {condition}) THEN CAST(0 AS BIT) END'

    def told_apart(self, value: str, kind: Kind) -> str:
        return _HELD.format(value) if kind.family == 'text' else value

    def frame(self, words: str, ordered: list[Kind]) -> str:
        return words if ordered else unordered(words)


def _type(kind: Kind) -> str:
    return f'DECIMAL(38, {kind.scale})' if kind.family == 'decimal' else _TYPES.get(kind.family, 'VARCHAR(MAX)')


def _cast(value: str, kind: Kind) -> str:
    return f'CAST({value} AS {_type(kind)})'


def _as_text(value: str, source: Kind) -> str:
    if source.family in {'integer', 'huge'}:
        return f'CAST({value} AS VARCHAR(MAX))'
    if source.family == 'day':
        return f'CONVERT(VARCHAR(MAX), {value}, 23)'
    if source.family == 'truth':
        return f"CASE WHEN {value} = 1 THEN 'true' WHEN {value} = 0 THEN 'false' END"
    raise NotTranslated('the text of a number with a fraction')


def _read(value: str, target: Kind) -> str:
    """A text as true or false; for the forms of numbers and times there is no expression before SQL Server 2025."""
    if target.family != 'truth':
        raise NotTranslated('a text that is read as another type')
    lower = _HELD.format(f"TRANSLATE({value}, '{_LARGE}', '{_SMALL}')")
    listed = [
        ', '.join(_HELD.format(f"'{word}'") for word in words)
        for words in (('true', 't', 'yes', 'y', '1'), ('false', 'f', 'no', 'n', '0'))
    ]
    return (
        f'CASE WHEN {lower} IN ({listed[0]}) THEN CAST(1 AS BIT) WHEN {lower} IN ({listed[1]}) THEN CAST(0 AS BIT) END'
    )
