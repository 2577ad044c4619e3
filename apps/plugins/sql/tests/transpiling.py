"""A printed statement on DuckDB: read back by sqlglot, each form replaced by what the engine's reference says it does.

It says that the statement as a whole (relations, steps, conditions, guards, constants, order) still means the compiled
one. It says nothing of what the engine does beyond its reference: how it compares texts, rounds, overflows and plans.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable

import duckdb
from sqlglot import exp, parse_one

from dq0_sql.dialects.translator import Translated
from running import Json
from sparking import _sorted

READERS = {'trino': 'trino', 'bigquery': 'bigquery', 'mssql': 'tsql'}
_TYPES = exp.DataType.Type
_PLAIN = {
    _TYPES.VARCHAR: 'TEXT', _TYPES.NVARCHAR: 'TEXT', _TYPES.TEXT: 'TEXT',
    _TYPES.VARBINARY: 'BLOB', _TYPES.BINARY: 'BLOB',
    _TYPES.BIT: 'BOOLEAN', _TYPES.FLOAT: 'DOUBLE', _TYPES.DATETIME2: 'TIMESTAMP', _TYPES.DATETIME: 'TIMESTAMP',
    _TYPES.TIMESTAMP: 'TIMESTAMP', _TYPES.TIMESTAMPTZ: 'TIMESTAMP',
}  # fmt: skip
Node = exp.Expr
_LIKE_THEIR_FIRST = (
    exp.Paren, exp.Substring, exp.Add, exp.Coalesce, exp.Lag, exp.Lead, exp.Window, exp.FirstValue, exp.LastValue,
)  # fmt: skip


def cells(connection: duckdb.DuckDBPyConnection, printed: Translated, dialect: str) -> list[str]:
    """The rows of a printed statement over the tables of a connection, held as files hold them."""
    sql = on_duckdb(printed.sql, dialect, printed.parameters)
    used = {int(place) for place in re.findall(r'\$p(\d+)', sql)}
    values = {f'p{place}': printed.parameters[place] for place in used}
    found: list[Json] = connection.sql(sql, params=values).to_arrow_table().to_pylist()
    return _sorted(found)


def on_duckdb(sql: str, dialect: str, values: list[str | bool]) -> str:
    """The statement in DuckDB's own words."""
    places = itertools.count()
    numbered = re.sub(r'CAST\(\? AS', lambda _: f'CAST(:p{next(places)} AS', sql)
    tree = parse_one(numbered, dialect=READERS[dialect])
    for table in tree.find_all(exp.Table):
        table.set('db', None)
    rules = _Rules(tree, values)
    rewrite: Callable[[Node], Node] = {
        'trino': rules.trino, 'bigquery': rules.bigquery, 'mssql': rules.mssql,
    }[dialect]  # fmt: skip
    # From the leaves up: what stands for a form holds what stands for its parts.
    for node in reversed(list(tree.walk())):
        found = rules.typed(rewrite(node))
        if found is not node:
            node.replace(found)
    return tree.sql('duckdb')


class _Rules:
    """What stands for what. Decimals of 38 digits without places are 128-bit integers here."""

    def __init__(self, tree: Node, values: list[str | bool]) -> None:
        self._values = values
        self._texts = text_names(tree)

    def typed(self, node: Node) -> Node:
        if not isinstance(node, exp.DataType):
            return node
        if node.this == _TYPES.DECIMAL and node.expressions and node.expressions[1].name == '0':
            return exp.DataType.build('BIGINT' if node.expressions[0].name == '19' else 'HUGEINT', dialect='duckdb')
        return exp.DataType.build(_PLAIN[node.this], dialect='duckdb') if node.this in _PLAIN else node

    def trino(self, node: Node) -> Node:
        if isinstance(node, exp.AtTimeZone):
            return node.this
        if isinstance(node, exp.Anonymous) and node.name == 'is_finite':
            return _call('isfinite', *node.expressions)
        if isinstance(node, exp.Cast) and node.to.this in {_TYPES.VARCHAR, _TYPES.TEXT} and _is_moment(node.this):
            # Six digits there, as few as there are here.
            return _call('strftime', node.this, exp.Literal.string('%Y-%m-%d %H:%M:%S.%f'))
        if isinstance(node, exp.Length) and isinstance(node.this, exp.Encode):
            return _call('octet_length', node.this)
        return _whole_division(node)

    def bigquery(self, node: Node) -> Node:
        if isinstance(node, exp.SafeFunc) and isinstance(node.this, exp.Round):
            place = f'DECIMAL(38, {node.this.args["decimals"].name})'
            return exp.TryCast(this=node.this.this.this, to=exp.DataType.build(place, dialect='duckdb'))
        if isinstance(node, exp.LT) and _is_limit(node.expression):
            return exp.true()
        if isinstance(node, exp.SafeFunc):
            return _call('try', node.this)
        if isinstance(node, exp.ByteLength):
            return _call('octet_length', _call('encode', node.this))
        safe = {exp.SafeAdd: exp.Add, exp.SafeSubtract: exp.Sub, exp.SafeMultiply: exp.Mul}
        if type(node) in safe:
            right = node.expression
            if self._places(node.this) and isinstance(right, exp.Cast):
                right = exp.cast(right.this, 'BIGINT', dialect='duckdb')
            return _call('try', safe[type(node)](this=exp.paren(node.this), expression=exp.paren(right)))
        if isinstance(node, exp.Datetime):
            return node.this
        if isinstance(node, exp.UnixMicros):
            return _call('epoch_us', node.this.this)
        if isinstance(node, exp.SafeConvertBytesToString):
            return node.this.this
        if isinstance(node, exp.RegexpExtract):
            return _call('nullif', _call('regexp_extract', node.this, node.expression, node.args['group']), _string(''))
        if isinstance(node, exp.Extract) and node.name == 'DAYOFWEEK':
            return exp.paren(exp.Add(this=_call('dayofweek', node.expression), expression=exp.Literal.number(1)))
        if isinstance(node, exp.Like) and not isinstance(node.parent, exp.Escape):
            return exp.Escape(this=node.copy(), expression=exp.Literal.string('\\'))
        if isinstance(node, exp.DataType) and node.this == _TYPES.BIGDECIMAL:
            places = self._places(node.parent.this) if node.parent is not None else 0
            return exp.DataType.build(f'DECIMAL(38, {places})' if places else 'HUGEINT', dialect='duckdb')
        return node

    def mssql(self, node: Node) -> Node:
        if isinstance(node, exp.Collate):
            return node.this
        if isinstance(node, exp.National):
            return exp.Literal.string(node.name)
        if isinstance(node, exp.Convert):
            if node.args['style'].name == '23':
                return exp.cast(node.expression, 'TEXT', dialect='duckdb')
            return _call('upper', _call('sha256', node.expression.this))
        if isinstance(node, exp.Cast) and node.to.this == _TYPES.VARBINARY:
            return _call('encode', node.this)
        if isinstance(node, exp.Substring) and _is_bytes(node.this):
            digits = exp.Mul(this=exp.Literal.number(2), expression=node.args['length'])
            return _call('unhex', _call('left', _call('hex', node.this), digits))
        if isinstance(node, exp.Anonymous) and node.name == 'DATALENGTH':
            held = node.expressions[0]
            return _call('octet_length', held if _is_bytes(held) else _call('encode', held))
        if isinstance(node, exp.Round) and node.args.get('truncate') is not None:
            return _call('trunc', node.this)
        if isinstance(node, exp.Mod) and isinstance(node.expression, exp.Cast) and node.expression.this.name == '1':
            # What a decimal has after its point, which is exact there and goes by way of doubles here.
            return exp.paren(exp.Sub(this=node.this.copy(), expression=_call('trunc', node.this.copy())))
        if isinstance(node, exp.TimeStrToTime):
            return exp.cast(node.this, 'TIMESTAMP', dialect='duckdb')
        if isinstance(node, exp.TimestampTrunc) and node.unit.name == 'ISO_WEEK':
            node.set('unit', exp.var('WEEK'))
        if isinstance(node, exp.Add) and is_text(node, self._texts):
            return exp.DPipe(this=node.this, expression=node.expression)
        return _whole_division(node)

    def _places(self, node: Node) -> int:
        """Decimal places of a value: those of the constants that it is held between."""
        for found in node.find_all(exp.Parameter):
            value = self._values[int(found.name[1:])]
            cast = found.parent
            decimal = isinstance(cast, exp.Cast) and cast.to.this in {_TYPES.BIGDECIMAL, _TYPES.DECIMAL}
            if decimal and isinstance(value, str) and '.' in value:
                return len(value.partition('.')[2])
        return 0


def text_names(tree: Node) -> set[str]:
    """The columns of a statement that hold texts; digests, all of one length, are none."""
    parts, size = list(tree.find_all(exp.Alias)), -1
    texts: set[str] = set()
    while size < len(texts):
        size = len(texts)
        texts |= {part.alias for part in parts if is_text(part.this, texts)}
    return texts


def is_text(node: Node, texts: set[str]) -> bool:
    """Whether a tree is a text, by the names of those that are known."""
    if isinstance(node, exp.Column):
        return node.name in texts
    if isinstance(node, exp.Case):
        return any(is_text(part.args['true'], texts) for part in node.args['ifs'])
    if isinstance(node, exp.Cast):
        return node.to.this in {_TYPES.VARCHAR, _TYPES.NVARCHAR, _TYPES.TEXT}
    if isinstance(node, _LIKE_THEIR_FIRST):
        return is_text(node.this, texts)
    if isinstance(node, exp.Collate):
        return not isinstance(node.this, exp.Lower)
    return isinstance(node, exp.DPipe | exp.Trim | exp.Replace) or (isinstance(node, exp.Literal) and node.is_string)


def _call(name: str, *operands: Node) -> Node:
    return exp.Anonymous(this=name, expressions=list(operands))


def _string(text: str) -> Node:
    return exp.Literal.string(text)


def _is_moment(node: Node) -> bool:
    return isinstance(node, exp.Cast) and node.to.this in {_TYPES.TIMESTAMP, _TYPES.TIMESTAMPNTZ}


def _is_bytes(node: Node) -> bool:
    return isinstance(node, exp.Anonymous) and node.name == 'encode'


def _is_limit(node: Node) -> bool:
    """10^36 and the like, beyond which a decimal has no place: no decimal of 38 digits reaches it here."""
    return isinstance(node, exp.Cast) and node.this.is_string and re.fullmatch('10{20,}', node.this.name) is not None


def _whole_division(node: Node) -> Node:
    """(a - a % b) / b, which is exact there, by way of doubles here."""
    if isinstance(node, exp.Div) and isinstance(node.this, exp.Paren) and isinstance(node.this.this, exp.Sub):
        return _call('divide', node.this, node.expression)
    return node
