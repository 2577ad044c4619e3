"""The compiled statement, read from its own text, in another dialect.

The compiler prints one statement, for DuckDB; this turns that text, never a person's, into another dialect, form by
form, with the kind of every value. So there is one place that says what a question means, and a form without a total
counterpart is a refusal. What an expression needs more than once is computed as a column of a step before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import sqlglot
from sqlglot import exp

from dq0_sql.dialects.expressions import Expressions, Scope
from dq0_sql.dialects.port import Dialect
from dq0_sql.dialects.source_place import SourceTable
from dq0_sql.dialects.terms import Kind, NotTranslated, Term

_SELECT_PARTS = frozenset(
    {'expressions', 'from_', 'from', 'where', 'group', 'having', 'distinct', 'with_', 'with', 'joins'}
)


@dataclass(frozen=True)
class Translated:
    """SQL in the signs of its dialect, the parameters in its order, and what its columns are."""

    sql: str
    parameters: list[str | bool]
    columns: dict[str, Kind]


@dataclass
class Translator:
    """Turns one statement into a dialect; `tables` are those of the definition."""

    dialect: Dialect
    tables: Mapping[str, SourceTable]
    relations: dict[str, dict[str, Kind]] = field(default_factory=dict)
    _expressions: Expressions = field(init=False)

    def statement(self, sql: str, parameters: list[str | bool]) -> Translated:
        """The whole statement.

        Raises:
            NotTranslated: a form that no rule names.
        """
        self._expressions = Expressions(self.dialect, parameters)
        tree = sqlglot.parse_one(sql, dialect='duckdb')
        with_ = tree.args.get('with_') or tree.args.get('with')
        parts = []
        for part in with_.expressions if with_ is not None else []:
            text, columns = self._query(part.this)
            self.relations[part.alias] = columns
            parts.append(f'{self.dialect.quoted(part.alias)} AS ({text})')
        text, columns = self._query(tree)
        whole = f'WITH {", ".join(parts)} {text}' if parts else text
        return Translated(*self.dialect.markers(whole, self._expressions.parameters), columns)

    def _query(self, tree: exp.Expr) -> tuple[str, dict[str, Kind]]:
        if isinstance(tree, exp.Subquery):
            return self._query(tree.this)
        if isinstance(tree, exp.Union):
            if tree.args.get('distinct'):
                raise NotTranslated('UNION without ALL')
            (left, columns), (right, others) = self._query(tree.this), self._query(tree.expression)
            if list(columns.values()) != list(others.values()):
                raise NotTranslated('UNION of different columns')
            return f'({left}) UNION ALL ({right})', columns
        if not isinstance(tree, exp.Select):
            raise NotTranslated(type(tree).__name__)
        return self._select(tree)

    def _select(self, tree: exp.Select) -> tuple[str, dict[str, Kind]]:
        used = {name for name, value in tree.args.items() if value}
        if not used <= _SELECT_PARTS:
            raise NotTranslated(', '.join(sorted(used - _SELECT_PARTS)))
        source, columns, stored = self._source(tree.args.get('from_') or tree.args.get('from'))
        source, columns = self._joined(tree, source, columns)
        scope = Scope(columns)
        items = self._stored(tree) if stored else self._items(scope, tree)
        condition = tree.args.get('where')
        kept = None if condition is None else self._condition(scope, condition.this)
        group = tree.args.get('group')
        keys = [] if group is None else [self._key(scope, part) for part in group.expressions]
        having = tree.args.get('having')
        groups = None if having is None else self._expressions.term(scope, having.this)
        expressions = self._expressions
        items = [(name, expressions.value(term)) for name, term in items]
        grouped_by = [text for key in keys for text in self._apart(key)]
        distinct = bool(tree.args.get('distinct'))
        if distinct and any(expressions.told_apart(term) != term.text for _, term in items):
            if any(term.text not in map(self.dialect.quoted, scope.columns) for _, term in items):
                raise NotTranslated('DISTINCT of what must be computed first')
            distinct, grouped_by = False, [text for _, term in items for text in self._apart(term)]
        words = [f'SELECT {"DISTINCT " if distinct else ""}']
        words.append(', '.join(f'{term.text} AS {self.dialect.quoted(name)}' for name, term in items))
        words.append(f' FROM {self._stepped(scope, source)}')
        words.append('' if kept is None else f' WHERE {expressions.asked(kept)}')
        words.append(f' GROUP BY {", ".join(grouped_by)}' if grouped_by else '')
        words.append('' if groups is None else f' HAVING {expressions.asked(groups)}')
        # Without this a planner may put the columns' own texts in the place of their names, again and again.
        grouped = bool(grouped_by) or groups is not None or any(term.aggregate for _, term in items)
        computed = any(not term.plain for _, term in items)
        words.append(self.dialect.fence if computed and not grouped and not distinct else '')
        return ''.join(words), {name: term.kind for name, term in items}

    def _source(self, from_: exp.Expr | None) -> tuple[str, dict[str, Kind], bool]:
        """Text and columns of what a select reads, and whether it is a table of the source."""
        if from_ is None:
            raise NotTranslated('a select without FROM')
        place = from_.this
        if isinstance(place, exp.Subquery):
            text, columns = self._query(place.this)
            return f'({text}) AS {self.dialect.quoted(place.alias or "d")}', columns, False
        if place.name in self.relations:
            return self.dialect.quoted(place.name), self.relations[place.name], False
        if place.name not in self.tables:
            raise NotTranslated('a table of another definition')
        table = self.tables[place.name]
        name = f'{self.dialect.quoted(table.schema)}.{self.dialect.quoted(table.table)}'
        return name, dict(table.columns), True

    def _joined(self, tree: exp.Select, source: str, columns: dict[str, Kind]) -> tuple[str, dict[str, Kind]]:
        """The source beside the other side of its joins; every column there has a name of its own."""
        for join in tree.args.get('joins') or []:
            kind, side = str(join.args.get('kind') or ''), str(join.args.get('side') or '')
            if kind not in {'', 'INNER'} or side not in {'', 'LEFT'} or join.args.get('on') is None:
                raise NotTranslated('a join')
            other, others, stored = self._source(join)
            if stored or others.keys() & columns.keys():
                raise NotTranslated('a join')
            columns = {**columns, **others}
            scope = Scope(columns)
            condition = self._expressions.term(scope, join.args['on'])
            if scope.steps:
                raise NotTranslated('a join on what must be computed first')
            source = f'{source} {side or "INNER"} JOIN {other} ON {self._expressions.asked(condition)}'
        return source, columns

    def _items(self, scope: Scope, tree: exp.Select) -> list[tuple[str, Term]]:
        items: list[tuple[str, Term]] = []
        grouped = tree.args.get('group') is not None
        for part in tree.expressions:
            if isinstance(part, exp.Star):
                quoted = self.dialect.quoted
                items += [(name, Term(quoted(name), kind, plain=True)) for name, kind in scope.columns.items()]
                continue
            inner = part.this if isinstance(part, exp.Alias) else part
            aggregate = inner.find(exp.AggFunc) is not None
            term = self._expressions.term(scope, inner)
            named = self._expressions.name(scope, term) if grouped and not aggregate else term
            items.append((part.alias_or_name, named))
        return items

    def _stored(self, tree: exp.Select) -> list[tuple[str, Term]]:
        """The first reading of a table: each column as a value of its declared type, or a bare 1."""
        table = self.tables[(tree.args.get('from_') or tree.args['from']).this.name]
        items = []
        for part in tree.expressions:
            column = part.this.find(exp.Column)
            if column is None:
                items.append((part.alias, Term('1', Kind('integer'))))
                continue
            if not isinstance(part.this, exp.TryCast) or part.this.this is not column:
                raise NotTranslated('a text that is trimmed')
            kind = table.columns[column.name]
            text = self.dialect.stored(self.dialect.quoted(column.name), kind)
            items.append((part.alias, Term(text, kind)))
        return items

    def _condition(self, scope: Scope, tree: exp.Expr) -> Term:
        """WHERE; a semi-join on one column reads another relation of the statement, alone or beside OR."""
        if isinstance(tree, exp.Or) and _asks_a_query(tree.expression):
            sides = [self._condition(scope, side) for side in (tree.this, tree.expression)]
            text = ' OR '.join(f'({self._expressions.asked(side)})' for side in sides)
            return Term(text, Kind('truth'), max(side.step for side in sides), condition=True)
        if not _asks_a_query(tree):
            return self._expressions.term(scope, tree)
        negated = isinstance(tree, exp.Not)
        inner = tree.this if negated else tree
        text, columns = self._query(inner.args['query'])
        [(name, kind)] = columns.items()
        member = self.dialect.quoted(name)
        if self.dialect.told_apart(member, kind) != member:
            text = f'SELECT {self.dialect.told_apart(member, kind)} AS {member} FROM ({text}) AS m'
        value = self._expressions.name(scope, self._expressions.term(scope, inner.this))
        word = 'NOT IN' if negated else 'IN'
        test = f'{self._expressions.told_apart(value)} {word} ({text})'
        return Term(test, Kind('truth'), value.step, condition=True)

    def _apart(self, term: Term) -> list[str]:
        """What one groups by to keep a value that is told apart by another text than its own."""
        return list(dict.fromkeys((term.text, self._expressions.told_apart(term))))

    def _key(self, scope: Scope, tree: exp.Expr) -> Term:
        return self._expressions.name(scope, self._expressions.term(scope, tree))

    def _stepped(self, scope: Scope, source: str) -> str:
        """The source behind the steps that its expressions need."""
        known = [self.dialect.quoted(name) for name in scope.columns]
        for index, step in enumerate(scope.steps):
            added = [f'{text} AS {name}' for name, text in step]
            fence = self.dialect.fence
            source = f'(SELECT {", ".join([*known, *added])} FROM {source}{fence}) AS s{index}'
            known += [name for name, _ in step]
        return source


def _asks_a_query(tree: exp.Expr) -> bool:
    inner = tree.this if isinstance(tree, exp.Not) else tree
    return isinstance(inner, exp.In) and inner.args.get('query') is not None
