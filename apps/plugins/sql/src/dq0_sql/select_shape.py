"""The outer shape of a query: which clauses there are, and which tables can be asked by this version."""

from __future__ import annotations

from sqlglot import exp

from dq0_sql.definition import Column, Definition, Table
from dq0_sql.keywords import WINDOW_REMEDY
from dq0_sql.lexer import LexedText
from dq0_sql.refusal import Refused, Span
from dq0_sql.syntax import span_of
from dq0_sql.unit_path import unit_path

_OUTER = frozenset({'expressions', 'from_', 'joins', 'where', 'group', 'having', 'order', 'limit', 'with_'})
_INNER = frozenset({'expressions', 'from_', 'joins', 'where', 'group', 'having'})
_CONDITIONS = ('joins', 'where', 'group', 'having')
_SOURCES = frozenset({'csv', 'parquet', 'json', 'excel', 'postgresql', 'mysql'})
_UNIT_KINDS = frozenset({'integer', 'string'})
_CLAUSES = {
    'distinct': ('DISTINCT', 'SELECT DISTINCT would show which values exist.', 'Use GROUP BY, which shows all groups.'),
    'offset': ('OFFSET', 'OFFSET is not part of the language.', 'Ask for all rows; the answer costs the same.'),
    'windows': ('WINDOW', 'Windows have no names.', 'Write each one where it is used: OVER (PARTITION BY unit ...).'),
    'into': ('NOT_A_SELECT', 'Nothing can be written.', 'Leave INTO away.'),
    'locks': ('NOT_A_SELECT', 'Nothing can be locked.', 'Leave the lock away.'),
    'sample': ('SAMPLING', 'Sampling inside a query is refused.', 'Leave it out; all rows are counted.'),
    'limit': ('LIMIT_INSIDE', 'LIMIT inside a sub-query lets rows of others decide.', 'Leave it to the outer query.'),
    'order': ('LIMIT_INSIDE', 'The order inside a sub-query means nothing.', 'Leave it to the outer query.'),
}
_WORDS = {'distinct': ('DISTINCT',), 'offset': ('OFFSET',), 'windows': ('WINDOW',), 'into': ('INTO',),
          'locks': ('FOR',), 'sample': ('SAMPLE', 'USING'), 'limit': ('LIMIT',), 'order': ('ORDER',)}  # fmt: skip


def check_shape(tree: exp.Select, lexed: LexedText) -> None:
    """The clauses of the outer query.

    Raises:
        Refused: every clause without a rule, a query without columns or FROM.
    """
    _check(tree, lexed, _OUTER)
    _refuse_windows(tree, lexed, ('expressions', *_CONDITIONS, 'order'))


def check_inner_shape(tree: exp.Select, lexed: LexedText) -> None:
    """The clauses of a sub-query: as of the outer one, without ORDER BY, LIMIT and WITH."""
    _check(tree, lexed, _INNER)
    grouped = ('expressions',) if tree.args.get('group') is not None else ()
    _refuse_windows(tree, lexed, (*grouped, *_CONDITIONS))


def _check(tree: exp.Select, lexed: LexedText, allowed: frozenset[str]) -> None:
    for name, value in tree.args.items():
        if value and name not in allowed:
            reason = _CLAUSES.get(name, ('CONSTRUCT', 'This clause is not part of the language.', 'Leave it away.'))
            raise Refused(*reason, lexed.find(*_WORDS.get(name, ())))
    if not tree.expressions or tree.args.get('from_') is None:
        raise Refused(
            'SYNTAX', 'A query names columns and a table.', 'Write SELECT COUNT(*) FROM a_table.', lexed.find('SELECT')
        )


def _refuse_windows(tree: exp.Select, lexed: LexedText, clauses: tuple[str, ...]) -> None:
    """Refuses windows in clauses of this SELECT; those of its sub-queries are judged there.

    Raises:
        Refused: WINDOW.
    """
    for name in clauses:
        found = tree.args.get(name) or []
        for clause in found if isinstance(found, list) else [found]:
            for part in clause.walk(prune=lambda node: isinstance(node, exp.Query)):
                if isinstance(part, exp.Window):
                    if any(isinstance(inner, exp.AggFunc) and inner is not part.this for inner in part.walk()):
                        raise Refused(
                            'WINDOW', 'Windows over released numbers are not part of the language.',
                            'Compute it from the answer, for free: shares, ranks and running totals need no data.',
                            span_of(part),
                        )  # fmt: skip
                    raise Refused(
                        'WINDOW', 'Windows stand among the columns of a sub-query that has no GROUP BY.',
                        WINDOW_REMEDY, span_of(part) or lexed.find('OVER'),
                    )  # fmt: skip


def check_definition(definition: Definition, table: Table, span: Span | None) -> None:
    """Features of the definition that this version accepts but cannot compute are refused, never answered wrongly.

    Raises:
        Refused: DEFINITION_UNSUPPORTED.
    """
    reason = _reason(definition, table)
    if reason is not None:
        raise Refused(
            'DEFINITION_UNSUPPORTED',
            f'The table {table.name} cannot be asked by this version: {reason}.',
            'Ask another table; its owner can publish one with a unit column, or with one row for each person.',
            span,
        )


def _reason(definition: Definition, table: Table) -> str | None:
    if definition.connector not in _SOURCES:
        return f'the data set lies in a {definition.connector} source'
    if table.unit_kind == 'path':
        path = unit_path(definition, table)
        return path if isinstance(path, str) else _reason(definition, path[-1].table)
    if table.unit_kind not in {'row', 'column', 'public'}:
        return f'people of this table are told apart by a {table.unit_kind} unit'
    if table.unit_column is not None and _unit(table).kind not in _UNIT_KINDS:
        return f'its unit column is a {_unit(table).kind}; units are told apart by integers or texts'
    return None


def _unit(table: Table) -> Column:
    return next(column for column in table.columns if column.name == table.unit_column)
