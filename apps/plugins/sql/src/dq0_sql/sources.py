"""FROM: the relation a query reads, from tables, joins, sub-queries and WITH, each with its owner and proven bounds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from sqlglot import exp

from dq0_sql.along_path import along_path
from dq0_sql.choices import hull, united
from dq0_sql.definition import Definition, Table
from dq0_sql.domains import possible_values
from dq0_sql.joins import joined
from dq0_sql.lexer import LexedText
from dq0_sql.nodes import ColumnValue, Node
from dq0_sql.per_unit import per_unit
from dq0_sql.refusal import Refused, Span
from dq0_sql.relation import Field, Projected, Relation, Scan, Stacked, Unit
from dq0_sql.scope import Scope, column_value, find_table, same_name
from dq0_sql.select_shape import check_definition, check_inner_shape
from dq0_sql.semi_joins import filtered
from dq0_sql.syntax import refuse_extras, span_of, unwrapped
from dq0_sql.windows import windowed

MAX_SCANS = 16


@dataclass
class Sources:
    """Reads relations and gives their columns names that are unique in the statement."""

    definition: Definition
    lexed: LexedText
    common: list[tuple[exp.Identifier, exp.Expr]] = field(default_factory=list)
    named: int = 0
    scanned: int = 0
    min_units: int = 1

    def name(self) -> str:
        """A new column name of the statement."""
        self.named += 1
        return f'c{self.named - 1}'

    def scope(self, relation: Relation) -> Scope:
        names = tuple(dict.fromkeys(found.qualifier for found in relation.fields))
        return Scope(relation.fields, names, relation.unit, self.lexed, self.definition.published)

    def read(self, select: exp.Select, *, where: bool = True) -> Relation:
        """The rows of FROM, JOIN and, unless left to the caller, WHERE."""
        with_clause = select.args.get('with_')
        outer = list(self.common)
        if with_clause is not None:
            self._read_common(with_clause)
        source = select.args['from_']
        refuse_extras(source, 'this')
        relation = self._source(source.this)
        for join in select.args.get('joins') or []:
            relation = joined(self, relation, join, self._source(join.this))
        condition = select.args.get('where')
        if where and condition is not None:
            relation = filtered(self, relation, condition.this)
        if with_clause is None:
            self.common = outer
        return relation

    def scan(self, table: Table, qualifier: str, linked: frozenset[str] = frozenset()) -> Scan:
        """A table under a name; columns that are `linked` are read although they may be hidden."""
        self.scanned += 1
        if self.scanned > MAX_SCANS:
            raise Refused('TOO_MANY_TABLES', f'A query reads {MAX_SCANS} tables at most.', 'Split it in two.')
        unit_name = None if table.unit_column is None else f'u{self.scanned}'
        fields, columns = [], []
        unit_kind = 'row'
        for column in table.columns:
            tells = column.name == table.unit_column
            if tells:
                unit_kind = column.kind
            if column.hidden and column.name not in linked:
                continue
            name = str(unit_name) if tells else self.name()
            if not column.hidden:
                value = column_value(column, name)
                fields.append(Field(qualifier, column.name, value, column.identifier or tells, tells))
            if not tells:
                columns.append((column, name))
        unit = None
        if table.unit_kind in {'row', 'column'}:
            self.min_units = max(self.min_units, table.min_units)
            unit = Unit(unit_name, unit_kind, table.max_units, table.min_units, table.max_groups, table.max_rows)
        return Scan(table, tuple(columns), tuple(fields), unit, 1 if table.unit_kind == 'row' else None)

    def _read_common(self, tree: exp.Expr) -> None:
        refuse_extras(tree, 'expressions')
        for part in tree.expressions:
            refuse_extras(part, 'this', 'alias')
            alias = part.args['alias']
            refuse_extras(alias, 'this')
            self.common.append((alias.this, part.this))

    def _source(self, tree: exp.Expr) -> Relation:
        if isinstance(tree, exp.Subquery):
            refuse_extras(tree, 'this', 'alias')
            alias = tree.args.get('alias')
            if alias is None:
                raise Refused('SUBQUERY', 'A sub-query in FROM has a name.', 'Write (SELECT ...) AS t.', span_of(tree))
            refuse_extras(alias, 'this')
            return self.sub_query(tree.this, alias.name)
        if not isinstance(tree, exp.Table) or not isinstance(tree.this, exp.Identifier):
            raise Refused('SUBQUERY', 'FROM takes tables and sub-queries.', 'Name a table.', span_of(tree))
        _check_table(tree)
        for index in range(len(self.common) - 1, -1, -1):
            name, body = self.common[index]
            if _spelled_alike(tree.this, name):
                kept, self.common = self.common, self.common[:index]
                relation = self.sub_query(body, tree.alias or name.name)
                self.common = kept
                return relation
        table = find_table(self.definition, tree.this)
        check_definition(self.definition, table, span_of(tree))
        alias = tree.alias or table.name
        return along_path(self, table, alias) if table.unit_kind == 'path' else self.scan(table, alias)

    def sub_query(self, tree: exp.Expr, alias: str) -> Relation:
        tree = tree.this if isinstance(tree, exp.Subquery) and not tree.args.get('alias') else tree
        if isinstance(tree, exp.Union):
            return self._stacked(tree, alias)
        if not isinstance(tree, exp.Select):
            raise Refused('SUBQUERY', 'This sub-query has no rule.', 'Write SELECT ... FROM ... .', span_of(tree))
        check_inner_shape(tree, self.lexed)
        relation = self.read(tree)
        if tree.args.get('group') is not None:
            return per_unit(self, relation, tree, alias)
        return self._projected(relation, tree, alias)

    def _projected(self, relation: Relation, tree: exp.Select, alias: str) -> Relation:
        shown, named, written = relation.fields, relation.fields, tree.expressions
        if any(part.find(exp.Window) for part in tree.expressions):
            relation, named, written = windowed(self, relation, tree.expressions)
        scope, fields, items = self.scope(replace(relation, fields=named)), [], []
        for item in written:
            star = isinstance(item, exp.Star) or (isinstance(item, exp.Column) and isinstance(item.this, exp.Star))
            if star:
                refuse_extras(item, *(('this', 'table') if isinstance(item, exp.Column) else ()))
                wanted = None if isinstance(item, exp.Star) else item.args.get('table')
                found = [f for f in shown if wanted is None or same_name(wanted, f.qualifier)]
                fields += [replace(inner, qualifier=alias) for inner in found]
                continue
            name, kept, node = projected_item(scope, item)
            if kept is not None:
                fields.append(replace(kept, qualifier=alias, name=name))
                continue
            assert node is not None
            value = self.value_of(node)
            items.append((value.name, node))
            fields.append(Field(alias, name, value))
        check_fields(fields, span_of(tree))
        if not items:
            return replace(relation, fields=tuple(fields))
        return Projected(relation, tuple(items), tuple(fields), relation.unit, relation.rows)

    def value_of(self, node: Node) -> ColumnValue:
        """The column that holds an expression's values."""
        return ColumnValue(self.name(), node.type, node.nullable, possible_values(node), computed=True)

    def _stacked(self, tree: exp.Union, alias: str) -> Relation:
        if tree.args.get('distinct') is not False:
            raise Refused('SET_OPERATION', 'UNION makes equal rows one.', 'Write UNION ALL.', span_of(tree))
        refuse_extras(tree, 'this', 'expression', 'distinct')
        left, right = (self.sub_query(part, alias) for part in (tree.this, tree.expression))
        span = span_of(tree)
        if left.unit is None or right.unit is None or left.unit.column is None or right.unit.column is None:
            raise Refused(
                'SET_OPERATION',
                'UNION ALL stacks tables with a unit column; elsewhere one person would be several rows.',
                'Ask each SELECT on its own.',
                span,
            )
        if left.unit.kind != right.unit.kind:
            raise Refused('UNIT_MISMATCH', 'The units of the two have different types.', 'Ask each on its own.', span)
        if len(left.fields) != len(right.fields):
            raise Refused('SET_OPERATION', 'The two have different numbers of columns.', 'Select the same ones.', span)
        self.scanned += 1
        unit_name = f'u{self.scanned}s'
        fields, sides = [], ([], [])  # type: tuple[list[Field], tuple[list[tuple[str, Node]], list[tuple[str, Node]]]]
        for first, second in zip(left.fields, right.fields, strict=True):
            if first.unit or second.unit:
                if not (first.unit and second.unit):
                    raise Refused('UNIT_MISMATCH', 'A unit column stands beside another one.', 'Align them.', span)
                fields.append(replace(first, value=replace(first.value, name=unit_name)))
                continue
            nodes = [node for node in united([first.value, second.value], span) if node is not None]
            values = [possible_values(node) for node in nodes]
            listed = None if None in values else tuple(dict.fromkeys(v for found in values for v in found or ()))
            kind = hull([node.type for node in nodes])
            value = ColumnValue(self.name(), kind, any(node.nullable for node in nodes), listed, computed=True)
            fields.append(Field(alias, first.name, value, first.identifier or second.identifier))
            for side, node in zip(sides, nodes, strict=True):
                side.append((value.name, node))
        unit = replace(narrower(left.unit, right.unit), column=unit_name)
        unit = replace(unit, max_units=left.unit.max_units + right.unit.max_units)
        parts = [
            Projected(part, tuple(side), (), part.unit, None) for part, side in zip((left, right), sides, strict=True)
        ]
        return Stacked(tuple(parts), tuple(fields), unit, None)


def projected_item(scope: Scope, item: exp.Expr) -> tuple[str, Field | None, Node | None]:
    """A column of a sub-query: its name, and the field it passes on (identifiers and units too) or its expression."""
    from dq0_sql.expressions import scalar

    part, name = unwrapped(item), ''
    if isinstance(item, exp.Alias):
        refuse_extras(item, 'this', 'alias')
        part, name = unwrapped(item.this), item.alias
    if isinstance(part, exp.Column) and isinstance(part.this, exp.Identifier):
        found = scope.field(part)
        return name or found.name, found, None
    if not name:
        raise Refused('NAME', 'A computed column of a sub-query needs a name.', 'Name it with AS.', span_of(part))
    return name, None, scalar(scope, part)


def check_fields(fields: list[Field], span: Span | None) -> None:
    """Names of a sub-query's columns are different, or nobody could mean one."""
    names = [found.name.lower() for found in fields]
    if len(set(names)) < len(names):
        raise Refused('DUPLICATE_NAME', 'Two columns have the same name.', 'Give one another name with AS.', span)


def narrower(left: Unit, right: Unit) -> Unit:
    """The unit of a relation that holds rows of both: the smaller caps apply."""
    return replace(
        left,
        max_units=min(left.max_units, right.max_units),
        max_groups=min(left.max_groups, right.max_groups),
        max_rows=min(left.max_rows, right.max_rows),
    )


def owned(relation: Relation) -> Unit:
    """Whose data a relation holds.

    Raises:
        Refused: PUBLIC_ONLY when it is nobody's.
    """
    if relation.unit is None:
        raise Refused(
            'PUBLIC_ONLY', 'This query reads public tables only, which need no protection.', 'Read them directly.'
        )
    return relation.unit


def _check_table(tree: exp.Table) -> None:
    if tree.args.get('joins'):
        raise Refused('JOIN', 'This join has no rule.', 'Write a JOIN b ON a.x = b.y.', span_of(tree))
    if tree.args.get('db') or tree.args.get('catalog'):
        raise Refused(
            'TABLE_UNKNOWN', 'Tables are named without a schema; system tables cannot be read.',
            'Write the name of a table of the data set alone.', span_of(tree),
        )  # fmt: skip
    refuse_extras(tree, 'this', 'alias')
    alias = tree.args.get('alias')
    if alias is not None:
        refuse_extras(alias, 'this')


def _spelled_alike(written: exp.Identifier, name: exp.Identifier) -> bool:
    return same_name(written, name.name) if name.args.get('quoted') else written.name.lower() == name.name.lower()
