"""The query as a whole: its relation, groups, output columns, and what happens to released cells."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlglot import exp

from dq0_sql.aggregates import AggregateList, holds_aggregate, is_aggregate
from dq0_sql.definition import Definition
from dq0_sql.expressions import scalar, unsupported
from dq0_sql.filtered_aggregates import without_filters
from dq0_sql.keys import KeyDomain, key_domain, public_cells
from dq0_sql.lexer import LexedText
from dq0_sql.literals import mismatch
from dq0_sql.nodes import Constant, Node
from dq0_sql.refusal import Refused, Span
from dq0_sql.relation import Relation, Unit
from dq0_sql.released import Condition, Operand, Ordering, ReleasedScope, read_condition, read_limit, read_ordering
from dq0_sql.scope import Scope, same_name
from dq0_sql.select_shape import check_shape
from dq0_sql.sources import Sources, owned
from dq0_sql.syntax import parse, refuse_extras, span_of, unwrapped
from dq0_sql.value_types import Exact, Real

MAX_OUTPUTS = 64
MAX_NAME = 128


@dataclass(frozen=True)
class Output:
    """A result column: the index of its key, or a value of released numbers."""

    name: str
    key: int | None
    value: Operand | None

    @property
    def operand(self) -> Operand:
        """The column as a value."""
        return {'key': self.key} if self.value is None else self.value

    @property
    def aggregate(self) -> int | None:
        """The index of its aggregate, when it is one and nothing else."""
        return None if self.value is None else self.value.get('aggregate')


@dataclass(frozen=True)
class Query:
    """What the text asks, in terms of the definition. `cells` None: the groups are not public."""

    relation: Relation
    unit: Unit
    keys: tuple[Node, ...]
    domains: tuple[KeyDomain, ...]
    cells: int | None
    outputs: tuple[Output, ...]
    aggregates: AggregateList
    having: Condition | None
    order: tuple[Ordering, ...]
    limit: int | None

    @property
    def thresholded(self) -> bool:
        """Whether groups are shown through a threshold only: unknown ones, and all where an owner sets a minimum."""
        return self.cells is None or self.unit.min_units > 1


def read_query(definition: Definition, text: str) -> Query:
    """Reads and checks a text.

    Raises:
        Refused: whatever has no rule.
    """
    tree, lexed = parse(text)
    try:
        return _read(definition, without_filters(tree), lexed)
    except Refused as refused:
        refused.span = lexed.closed(refused.span or lexed.whole)
        raise


def _read(definition: Definition, tree: exp.Select, lexed: LexedText) -> Query:
    check_shape(tree, lexed)
    sources = Sources(definition, lexed)
    relation = sources.read(tree)
    unit = replace(owned(relation), min_units=sources.min_units)
    scope = sources.scope(relation)
    items = [_item(scope, item) for item in tree.expressions]
    keys, domains = _keys(scope, tree.args.get('group'), items)
    aggregates = AggregateList(row_units=unit.column is None)
    bare = ReleasedScope(scope, (), keys, domains, aggregates)
    outputs = tuple(_output(bare, name, part) for name, part in items)
    _check_names(outputs, items)
    released = ReleasedScope(scope, outputs, keys, domains, aggregates)
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
    return Query(relation, unit, keys, domains, public_cells(domains), outputs, aggregates, final, order, limit)


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
    """The expression as typed, spaces collapsed: the name of a column without AS."""
    span = scope.span(part)
    if span is None:
        return 'value'
    start, end = span
    return ' '.join(scope.lexed.text[start:end].split())[:MAX_NAME]


def _keys(
    scope: Scope, group: exp.Expr | None, items: list[Item]
) -> tuple[tuple[Node, ...], tuple[KeyDomain, ...]]:  # fmt: skip
    if group is None:
        return (), ()
    refuse_extras(group, 'expressions')
    keys: dict[Node, KeyDomain] = {}
    for part in group.expressions:
        name, tree = _named_item(scope, unwrapped(part), items)
        if isinstance(tree, exp.Tuple):
            raise Refused('KEY_EXPRESSION', 'GROUP BY takes columns one by one.', 'Write GROUP BY a, b.', span_of(part))
        if holds_aggregate(tree):
            raise unsupported(next(inner for inner in tree.walk() if is_aggregate(inner)))
        node = scalar(scope, tree)
        if isinstance(node, Constant):
            raise Refused('CONSTRUCT', 'A constant makes one group.', 'Leave it out of GROUP BY.', span_of(part))
        if node not in keys:
            keys[node] = key_domain(node, name, scope.span(part))
    if not keys:
        raise Refused('CONSTRUCT', 'GROUP BY needs columns.', 'Name them.', scope.lexed.find('GROUP'))
    return tuple(keys), tuple(keys.values())


def _named_item(scope: Scope, part: exp.Expr, items: list[Item]) -> Item:
    """GROUP BY 2, and GROUP BY alias where no column has that name, mean an item of SELECT."""
    if isinstance(part, exp.Literal) and not part.is_string and part.this.isdigit():
        position = int(part.this[:4])
        if not 1 <= position <= len(items):
            raise Refused('POSITION', f'SELECT has {len(items)} columns.', 'Name the column instead.', span_of(part))
        return items[position - 1]
    if isinstance(part, exp.Column) and not part.args.get('table') and isinstance(part.this, exp.Identifier):
        named = next((item for item in items if same_name(part.this, item[0])), None)
        if not scope.known(part.this) and named is not None:
            return named
    return (part.name if isinstance(part, exp.Column) else _written(scope, part)), part


def _output(released: ReleasedScope, name: str, part: exp.Expr) -> Output:
    scope, keys = released.scope, released.keys
    if holds_aggregate(part):
        operand, kind = released.operand(part, name)
        if kind != 'number':
            raise Refused('CONSTRUCT', 'Columns of the answer are groups and numbers.', 'Use HAVING for conditions.',
                          span_of(part))  # fmt: skip
        return Output(name, None, operand)
    if isinstance(part, exp.Star) or (isinstance(part, exp.Column) and isinstance(part.this, exp.Star)):
        refused = unsupported(part if isinstance(part, exp.Star) else part.this)
        refused.span = span_of(part)
        raise refused
    node = scalar(scope, part)
    if node in keys:
        return Output(name, keys.index(node), None)
    raise _not_grouped(scope, part, node, grouped=bool(keys))


def _not_grouped(scope: Scope, part: exp.Expr, node: Node, *, grouped: bool) -> Refused:
    span: Span | None = span_of(part)
    if part.find(exp.Column) is None:
        return mismatch('A column of the answer is a group or an aggregate', node.type, 'Leave it out.', span)
    written = part.name if isinstance(part, exp.Column) else 'This column'
    function = 'AVG' if isinstance(node.type, Exact | Real) else 'COUNT'
    shown = scope.column(part).name if isinstance(part, exp.Column) else written
    again = shown if isinstance(part, exp.Column) else 'the same expression'
    return Refused(
        'NOT_GROUPED' if grouped else 'ROWS',
        f'{shown} is a value of single rows, and rows never leave.',
        f'Add GROUP BY {again}, or aggregate it: {function}({shown if again == shown else "x"}).',
        span,
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
