"""What must hold of a printed statement, read from its text and from the tree that sqlglot reads back.

The functions are those of the engines' references: Trino, "List of functions and operators"; GoogleSQL, "Functions,
operators, and conditionals"; Transact-SQL, "What are the SQL database functions?".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlglot import exp, parse_one

from dq0_sql.dialects.translator import Translated
from running import Json
from transpiling import READERS, is_text, text_names


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WORDS = _listed('ALL AND AS ELSE FROM HAVING IN NOT ON OR OVER SELECT THEN WHEN WHERE')
_EVERYWHERE = _listed('MAX MIN SUM DENSE_RANK FIRST_VALUE LAG LAST_VALUE LEAD RANK ROW_NUMBER COALESCE NULLIF')
FUNCTIONS: dict[str, frozenset[str]] = {
    'trino': _EVERYWHERE | _listed("""
        COUNT TRY TRY_CAST CAST DECIMAL TIMESTAMP ABS CEIL DATE_DIFF DATE_TRUNC DAY DAY_OF_WEEK EXP FLOOR GREATEST
        HOUR IS_FINITE IS_NAN LEAST LENGTH LN LOG10 LOWER LPAD MINUTE MONTH POWER QUARTER REGEXP_LIKE REGEXP_REPLACE
        REPLACE SECOND SHA256 SIGN SPLIT_PART SQRT STARTS_WITH SUBSTR TO_HEX TO_UTF8 TRIM TRUNCATE UPPER YEAR
    """),
    'bigquery': _EVERYWHERE | _listed("""
        COUNT CAST SAFE_CAST ABS BYTE_LENGTH CEIL CHAR_LENGTH CONCAT DATETIME DATETIME_TRUNC DIV EXTRACT FLOOR
        GREATEST IS_INF IS_NAN LEAST LEFT LOWER LTRIM MOD REGEXP_CONTAINS REGEXP_EXTRACT REGEXP_REPLACE REPLACE ROUND
        RTRIM SAFE.ABS SAFE.EXP SAFE.LN SAFE.LOG10 SAFE.POW SAFE.ROUND SAFE.SQRT SAFE_ADD SAFE_CONVERT_BYTES_TO_STRING
        SAFE_DIVIDE SAFE_MULTIPLY SAFE_SUBTRACT SHA256 STARTS_WITH SUBSTR TIMESTAMP TO_HEX TRIM TRUNC UNIX_MICROS UPPER
    """),
    'mssql': _EVERYWHERE | _listed("""
        COUNT_BIG CAST TRY_CAST CONVERT DECIMAL DATETIME2 NVARCHAR VARBINARY VARCHAR ABS CEILING CHAR CHARINDEX
        DATALENGTH DATEDIFF DATEDIFF_BIG DATEPART DATETRUNC EXP FLOOR GREATEST HASHBYTES LEAST LEN LOG LOG10 LOWER
        LTRIM POWER REPLACE ROUND RTRIM SQRT SUBSTRING TRANSLATE TRIM
    """),
}  # fmt: skip
_NAMES = {'trino': r'"(?:[^"]|"")*"', 'bigquery': r'`[^`]*`', 'mssql': r'\[(?:[^\]]|\]\])*\]'}
_SIGNS = {'trino': r'\?', 'bigquery': r'@p(\d+)', 'mssql': r'@p(\d+)'}
_ABSENT = {
    'trino': r'@|`|\\|\bLIMIT\b|\bCOUNT_BIG\b', 'bigquery': r'"|\bESCAPE\b|\bTRY_CAST\b|\?|\bLIMIT\b',
    'mssql': r'"|`|\|\||\b(?:TRUE|FALSE|LIMIT|BOOLEAN|TEXT|IF)\b|\?',
}  # fmt: skip
"""What an engine has no word for, outside of texts and names."""
_CONDITIONS = (exp.Predicate, exp.And, exp.Or, exp.Not)
_COMPARED = (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.In)


def faults(dialect: str, statement: Json, found: Translated) -> list[str]:
    """What is wrong with a statement; nothing is."""
    bare = re.sub(_NAMES[dialect], '', re.sub(r"[rN]?'(?:[^']|'')*'", "''", found.sql))
    named = {name.upper() for name in re.findall(r'([A-Za-z_][A-Za-z_.0-9]*) ?\(', bare)} - _WORDS
    wrong = [f'{name} is no function' for name in sorted(named - FUNCTIONS[dialect])]
    wrong += [f'{word[0]} has no meaning' for word in re.finditer(_ABSENT[dialect], bare)]
    here, there = parse_one(statement['sql'], dialect='duckdb'), parse_one(found.sql, dialect=READERS[dialect])
    if [part.alias for part in there.find_all(exp.CTE)] != [part.alias for part in here.find_all(exp.CTE)]:
        wrong.append('other relations')
    if not there.named_selects == here.named_selects == list(found.columns):
        wrong.append('other columns')
    signs = re.findall(_SIGNS[dialect], bare)
    places = range(len(signs)) if dialect == 'trino' else {int(place) for place in signs}
    if set(places) != set(range(len(found.parameters))):
        wrong.append('a parameter without its place')
    return [*wrong, *(_of_sql_server(there) if dialect == 'mssql' else ()), *_of_windows(dialect, there)]


def _of_windows(dialect: str, tree: exp.Expr) -> Iterator[str]:
    for window in tree.find_all(exp.Window):
        spec, order = window.args.get('spec'), window.args.get('order')
        if dialect != 'trino' and spec is not None and order is None:
            yield 'a frame without an order'
        if dialect == 'bigquery' and spec is not None and spec.args['kind'] == 'RANGE' and len(order.expressions) != 1:
            yield 'a range over several columns'
        if any(isinstance(part, exp.Literal) for part in window.args.get('partition_by') or []):
            yield 'a window by a constant'


def _of_sql_server(tree: exp.Expr) -> Iterator[str]:
    """Conditions are no values and values are no conditions; texts are compared by their bytes alone."""
    texts = text_names(tree)
    for select in tree.find_all(exp.Select):
        yield from (f'a condition as {part.alias}' for part in select.expressions if _asks(part.unalias()))
        if select.args.get('order') is not None:
            yield 'ORDER BY without TOP'
        if select.args.get('distinct') and any(is_text(part.unalias(), texts) for part in select.expressions):
            yield 'texts made DISTINCT with their padding'
    for case in tree.find_all(exp.Case):
        values = [*(part.args['true'] for part in case.args['ifs']), case.args.get('default')]
        yield from ('a condition as a value of CASE' for value in values if value is not None and _asks(value))
        if all(value is None or isinstance(value, exp.Null) for value in values):
            yield 'CASE of nothing but NULL'
        yield from ('a value as a condition' for part in case.args['ifs'] if not _asks(part.this))
    for part in tree.find_all(exp.Where, exp.Having):
        if not _asks(part.this):
            yield 'a value as a condition'
    for part in tree.find_all(exp.And, exp.Or, exp.Not):
        yield from ('a value as a condition' for side in part.args.values() if side and not _asks(side))
    for part in tree.find_all(exp.Count, exp.Coalesce, exp.Cast, exp.Is, exp.EQ):
        if _asks(part.this):
            yield 'a condition as an operand'
    for part in tree.find_all(*_COMPARED, exp.Ordered):
        sides = [part.this, part.args.get('expression'), *(part.expressions if isinstance(part, exp.In) else ())]
        yield from ('texts compared with their padding' for side in sides if side is not None and is_text(side, texts))
    for window in tree.find_all(exp.Window):
        yield from ('a window by texts with their padding' for part in window.args.get('partition_by') or []
                    if is_text(part, texts))  # fmt: skip
    for group in tree.find_all(exp.Group):
        bytes_ = {part.this.sql() for part in group.expressions if isinstance(part, exp.Cast)}
        yield from ('groups by texts with their padding' for part in group.expressions
                    if is_text(part, texts) and part.sql() not in bytes_)  # fmt: skip
    for count in tree.find_all(exp.Distinct):
        yield from ('texts counted with their padding' for part in count.expressions if is_text(part, texts))


def _asks(tree: exp.Expr) -> bool:
    inner = tree.unnest()
    return isinstance(inner, _CONDITIONS) or (isinstance(inner, exp.Escape) and isinstance(inner.this, exp.Like))
