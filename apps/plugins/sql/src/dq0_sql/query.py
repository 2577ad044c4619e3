"""The query as a whole: one table, conditions, public keys, output columns, and what happens to released cells."""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from dq0_sql.aggregates import AggregateList, is_aggregate, read_aggregate
from dq0_sql.definition import Column, Definition, Table
from dq0_sql.expressions import unsupported
from dq0_sql.keys import KeyDomain, check_cells, key_domain
from dq0_sql.lexer import LexedText
from dq0_sql.nodes import Node
from dq0_sql.predicates import predicate
from dq0_sql.refusal import Refused
from dq0_sql.released import Condition, Ordering, ReleasedScope, read_condition, read_limit, read_ordering
from dq0_sql.scope import Scope, find_table, same_name
from dq0_sql.select_shape import check_definition, check_shape
from dq0_sql.syntax import parse, refuse_extras, span_of, unwrapped

MAX_OUTPUTS = 64
MAX_NAME = 128
_NUMBERS = frozenset({'integer', 'decimal', 'float'})


@dataclass(frozen=True)
class Output:
    """A result column: the index of its key, or of its aggregate."""

    name: str
    key: int | None
    aggregate: int | None


@dataclass(frozen=True)
class Query:
    """What the text asks, in terms of the definition."""

    table: Table
    where: Node | None
    keys: tuple[Column, ...]
    domains: tuple[KeyDomain, ...]
    cells: int
    outputs: tuple[Output, ...]
    aggregates: AggregateList
    having: Condition | None
    order: tuple[Ordering, ...]
    limit: int | None


def read_query(definition: Definition, text: str) -> Query:
    """Reads and checks a text.

    Raises:
        Refused: whatever has no rule.
    """
    tree, lexed = parse(text)
    try:
        return _read(definition, tree, lexed)
    except Refused as refused:
        refused.span = lexed.closed(refused.span or lexed.whole)
        raise


def _read(definition: Definition, tree: exp.Select, lexed: LexedText) -> Query:
    source = check_shape(tree, lexed)
    table = find_table(definition, source.this)
    check_definition(definition, table, span_of(source))
    scope = Scope(table, source.alias or table.name, lexed, definition.published)
    items = [_item(scope, item) for item in tree.expressions]
    where = tree.args.get('where')
    condition = None if where is None else predicate(scope, where.this)
    keys = _keys(scope, tree.args.get('group'), items)
    domains = [key_domain(column, scope.lexed.find('GROUP')) for column in keys]
    cells = check_cells(domains, scope.lexed.find('GROUP'))
    aggregates = AggregateList()
    outputs = tuple(_output(scope, name, part, keys, aggregates) for name, part in items)
    _check_names(outputs, items)
    released = ReleasedScope(scope, outputs, tuple(keys), aggregates)
    having = tree.args.get('having')
    final = None if having is None else read_condition(released, having.this)
    order = read_ordering(released, tree.args.get('order'))
    limit = read_limit(tree.args.get('limit'))
    if not aggregates.aggregates:
        raise Refused(
            'NO_AGGREGATE',
            'This query asks for nothing about the people in the table.',
            'Add COUNT(*), SUM(x) or AVG(x) to SELECT.',
            scope.lexed.find('SELECT'),
        )
    return Query(
        table, condition, tuple(keys), tuple(domains), cells, outputs, aggregates, final, order, limit
    )  # fmt: skip


Item = tuple[str, exp.Expr]


def _item(scope: Scope, item: exp.Expr) -> Item:
    if isinstance(item, exp.Alias):
        refuse_extras(item, 'this', 'alias')
        name, part = item.alias, unwrapped(item.this)
    else:
        part = unwrapped(item)
        name = part.name if isinstance(part, exp.Column) else _written(scope, part)
    if not 0 < len(name) <= MAX_NAME:
        raise Refused('NAME', f'Column names have 1 to {MAX_NAME} characters.', 'Name it with AS.', span_of(item))
    return name, part


def _written(scope: Scope, part: exp.Expr) -> str:
    """The aggregate as typed, spaces collapsed: the name of a column without AS."""
    span = scope.span(part)
    if span is None:
        return 'value'
    start, end = span
    return ' '.join(scope.lexed.text[start:end].split())[:MAX_NAME]


def _keys(scope: Scope, group: exp.Expr | None, items: list[Item]) -> list[Column]:
    if group is None:
        return []
    refuse_extras(group, 'expressions')
    keys: list[Column] = []
    for part in group.expressions:
        tree = _named_item(scope, unwrapped(part), items)
        if not isinstance(tree, exp.Column):
            raise Refused(
                'KEY_EXPRESSION',
                'Groups are columns; expressions cannot be keys in this version.',
                'Group by a column of the table.',
                span_of(part),
            )
        column = scope.column(tree)
        if column not in keys:
            keys.append(column)
    if not keys:
        raise Refused('CONSTRUCT', 'GROUP BY needs columns.', 'Name them.', scope.lexed.find('GROUP'))
    return keys


def _named_item(scope: Scope, part: exp.Expr, items: list[Item]) -> exp.Expr:
    """GROUP BY 2, and GROUP BY alias where no column has that name, mean an item of SELECT."""
    if isinstance(part, exp.Literal) and not part.is_string and part.this.isdigit():
        position = int(part.this[:4])
        if not 1 <= position <= len(items):
            raise Refused('POSITION', f'SELECT has {len(items)} columns.', 'Name the column instead.', span_of(part))
        return items[position - 1][1]
    if isinstance(part, exp.Column) and not part.args.get('table') and isinstance(part.this, exp.Identifier):
        known = any(same_name(part.this, column.name) for column in scope.table.visible)
        named = next((item for name, item in items if same_name(part.this, name)), None)
        if not known and named is not None:
            return named
    return part


def _output(scope: Scope, name: str, part: exp.Expr, keys: list[Column], aggregates: AggregateList) -> Output:
    if is_aggregate(part):
        return Output(name, None, aggregates.add(read_aggregate(scope, part), name, scope.span(part)))
    if isinstance(part, exp.Column):
        column = scope.column(part)
        if column in keys:
            return Output(name, keys.index(column), None)
        function = 'AVG' if column.kind in _NUMBERS else 'COUNT'
        raise Refused(
            'NOT_GROUPED' if keys else 'ROWS',
            f'{column.name} is a value of single rows, and rows never leave.',
            f'Add GROUP BY {column.name}, or aggregate it: {function}({column.name}).',
            span_of(part),
        )
    if part.find(*(exp.Count, exp.Sum, exp.Avg)) is not None:
        raise Refused(
            'AGGREGATE_ARITHMETIC',
            'Arithmetic of aggregates cannot be computed by this version.',
            'Ask for the aggregates as columns of their own and compute from the answer, at no cost.',
            span_of(part),
        )
    if isinstance(part, exp.Star):
        raise unsupported(part)
    raise (
        Refused(
            'ROWS',
            'This column is a value of single rows, and rows never leave.',
            'Aggregate it with COUNT, SUM or AVG.',
            span_of(part),
        )
        if part.find(exp.Column) is not None
        else unsupported(part)
    )


def _check_names(outputs: tuple[Output, ...], items: list[Item]) -> None:
    if len(outputs) > MAX_OUTPUTS:
        raise Refused('TOO_MANY_COLUMNS', f'A result has at most {MAX_OUTPUTS} columns.', 'Ask for fewer.')
    seen: set[str] = set()
    for output, (_, part) in zip(outputs, items, strict=True):
        if output.name.lower() in seen:
            raise Refused(
                'DUPLICATE_NAME', 'Two columns have the same name.', 'Give one another name with AS.', span_of(part)
            )
        seen.add(output.name.lower())
