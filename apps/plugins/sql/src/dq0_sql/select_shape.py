"""The outer shape of a query: which clauses there are, and which tables can be asked by this version."""

from __future__ import annotations

from sqlglot import exp

from dq0_sql.definition import Column, Definition, Table
from dq0_sql.lexer import LexedText
from dq0_sql.refusal import Refused, Span
from dq0_sql.syntax import refuse_extras, span_of

_ALLOWED = frozenset({'expressions', 'from_', 'where', 'group', 'having', 'order', 'limit'})
_FILES = frozenset({'csv', 'parquet', 'json', 'excel'})
_UNIT_KINDS = frozenset({'integer', 'string'})
_CLAUSES = {
    'joins': ('JOIN', 'Joins cannot be computed by this version.', 'Ask one SELECT over one table.'),
    'distinct': ('DISTINCT', 'SELECT DISTINCT would show which values exist.', 'Use GROUP BY, which shows all groups.'),
    'offset': ('OFFSET', 'OFFSET is not part of the language.', 'Ask for all rows; the answer costs the same.'),
    'windows': ('WINDOW', 'Window functions cannot be computed by this version.', 'Aggregate with GROUP BY instead.'),
    'into': ('NOT_A_SELECT', 'Nothing can be written.', 'Leave INTO away.'),
    'locks': ('NOT_A_SELECT', 'Nothing can be locked.', 'Leave the lock away.'),
    'sample': ('SAMPLING', 'Sampling inside a query is refused.', 'Leave it out; all rows are counted.'),
}
_WORDS = {'joins': ('JOIN', ','), 'distinct': ('DISTINCT',), 'offset': ('OFFSET',), 'windows': ('WINDOW',),
          'into': ('INTO',), 'locks': ('FOR',), 'sample': ('SAMPLE', 'USING')}  # fmt: skip


def check_shape(tree: exp.Select, lexed: LexedText) -> exp.Table:
    """The table in FROM.

    Raises:
        Refused: every clause without a rule, FROM without one plain table.
    """
    source = tree.args.get('from_')
    for name, value in tree.args.items():
        if value and name not in _ALLOWED:
            words = _WORDS.get(name, ())
            place = _comma_after_from(lexed) if name == 'joins' else lexed.find(*words)
            reason = _CLAUSES.get(name, ('CONSTRUCT', 'This clause is not part of the language.', 'Leave it away.'))
            raise Refused(*reason, place)
    if not tree.expressions or source is None:
        raise Refused(
            'SYNTAX', 'A query names columns and a table.', 'Write SELECT COUNT(*) FROM a_table.', lexed.find('SELECT')
        )
    refuse_extras(source, 'this')
    table = source.this
    if not isinstance(table, exp.Table) or not isinstance(table.this, exp.Identifier):
        raise Refused(
            'SUBQUERY', 'FROM takes the name of one table.', 'Ask one SELECT over one table.',
            span_of(source) or lexed.find('FROM'),
        )  # fmt: skip
    if table.args.get('joins'):
        raise Refused(*_CLAUSES['joins'], span_of(table))
    if table.args.get('db') or table.args.get('catalog'):
        raise Refused(
            'TABLE_UNKNOWN', 'Tables are named without a schema; system tables cannot be read.',
            'Write the name of a table of the data set alone.', span_of(table),
        )  # fmt: skip
    refuse_extras(table, 'this', 'alias')
    alias = table.args.get('alias')
    if alias is not None:
        refuse_extras(alias, 'this')
    return table


def check_definition(definition: Definition, table: Table, span: Span | None) -> None:
    """Features of the definition that this version accepts but cannot compute are refused, never answered wrongly.

    Raises:
        Refused: DEFINITION_UNSUPPORTED.
    """
    reason = None
    if definition.connector not in _FILES:
        reason = f'the data set lies in a {definition.connector} source'
    elif table.unit_kind not in {'row', 'column'}:
        reason = f'people of this table are told apart by a {table.unit_kind} unit'
    elif table.unit_column is not None and _unit(table).kind not in _UNIT_KINDS:
        reason = f'its unit column is a {_unit(table).kind}; units are told apart by integers or texts'
    if reason is not None:
        raise Refused(
            'DEFINITION_UNSUPPORTED',
            f'The table {table.name} cannot be asked by this version: {reason}.',
            'Ask another table; its owner can publish one with a unit column, or with one row for each person.',
            span,
        )


def _unit(table: Table) -> Column:
    return next(column for column in table.columns if column.name == table.unit_column)


def _comma_after_from(lexed: LexedText) -> Span | None:
    start = lexed.find('FROM')
    return next(
        (token.span for token in lexed.tokens if start is not None and token.span > start and token.upper == ','), start
    )
