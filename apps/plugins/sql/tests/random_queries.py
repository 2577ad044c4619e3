"""Random queries over `random_world`, from everything that the language accepts: the text alone, no meaning."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from random_expressions import KINDS, Columns, Expressions
from random_world import COLUMNS, UNITS

_PUBLIC = {'towns': ('id', 'exact', 'place'), 'prices': ('kind', 'text', 'kind')}
"""Public tables with the column that joins them: its name, kind, and the name of its like in other tables."""
_NUMERIC = [
    'SUM({})', 'AVG({})', 'VAR_SAMP({})', 'VAR_POP({})', 'STDDEV({})', 'STDDEV_POP({})', 'MEDIAN({})',
    'QUANTILE({}, 0.9)', 'PERCENTILE_CONT(0.25) WITHIN GROUP (ORDER BY {})',
]  # fmt: skip
_PAIRED = ['COVAR_SAMP({}, {})', 'COVAR_POP({}, {})', 'CORR({}, {})']


@dataclass(frozen=True)
class Source:
    """What stands in FROM: columns by the names a query may use, and the unit's, where a column tells units apart."""

    sql: str
    columns: Columns
    unit: str | None
    units: str


@dataclass
class Queries:
    """Draws queries."""

    random: random.Random
    named: int = 0
    common: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.expressions = Expressions(self.random)

    def draw(self) -> str:
        """One query."""
        source, where = self._filtered(self._source(self.random.choice([1, 1, 2])))
        keys = list(
            dict.fromkeys(self.expressions.key(source.columns) for _ in range(self.random.choice([0, 1, 1, 2])))
        )
        named = [f'{key} AS g{index}' for index, key in enumerate(keys)]
        plain = self.random.random() < 0.25
        named += [f'{self._aggregate(source, plain)} AS a{index}' for index in range(self.random.choice([1, 1, 2, 3]))]
        text = f'SELECT {", ".join(named)} FROM {source.sql}{where}'
        if keys:
            text += f' GROUP BY {", ".join(f"g{index}" for index in range(len(keys)))}'
        text += self.random.choice(['', '', '', ' HAVING COUNT(*) > 1', ' ORDER BY a0 DESC', ' ORDER BY a0 LIMIT 3'])
        return (f'WITH {", ".join(self.common)} ' if self.common else '') + text

    def _aggregate(self, source: Source, plain: bool) -> str:
        """Any aggregate, some of rows that meet a condition."""
        text = self._unfiltered(source, plain)
        if 'DISTINCT' in text or self.random.random() > 0.15:
            return text
        return f'{text} FILTER (WHERE {self.expressions.draw(source.columns, "condition", 1)})'

    def _unfiltered(self, source: Source, plain: bool) -> str:
        """Any aggregate; `plain`: what is capped as one number for each unit and group."""
        form = self.random.random()
        if plain and form > 0.4:
            return f'SUM({self.expressions.bounded(source.columns, 2)})'
        if form < 0.2:
            return 'COUNT(*)'
        if form < 0.35:
            kind = self.random.choice(['number', 'text', 'day', 'flag'])
            return f'COUNT({self.expressions.draw(source.columns, kind, 2)})'
        if form < 0.45:
            return 'COUNT(DISTINCT unit)'
        if form < 0.6:
            kind = self.random.choice(['number', 'text', 'number', 'moment'])
            return f'COUNT(DISTINCT {self.expressions.draw(source.columns, kind, 1)})'
        form_of = self.random.choice(_NUMERIC if form < 0.9 else _PAIRED)
        operands = [self.expressions.bounded(source.columns, 2) for _ in range(form_of.count('{}'))]
        return form_of.format(*operands)

    def _source(self, depth: int) -> Source:
        if depth == 0 or self.random.random() < 0.3:
            return self._table()
        forms = [
            self._with_public, self._with_private, self._projected, self._per_unit, self._stacked, self._common,
            self._windowed, self._windowed,
        ]  # fmt: skip
        return self.random.choice(forms)(depth - 1)

    def _table(self, name: str | None = None) -> Source:
        name = name or self.random.choice(['visits', 'visits', 'payments', 'letters', 'members'])
        alias, unit = self._name('t'), UNITS.get(name)
        columns = [
            (f'{alias}.{column}', KINDS[found['type']]) for column, found in COLUMNS[name].items() if column != unit
        ]
        units = '' if unit is None else COLUMNS[name][unit]['type']
        return Source(f'{name} AS {alias}', columns, None if unit is None else f'{alias}.{unit}', units)

    def _with_public(self, depth: int) -> Source:
        private = self._source(depth)
        name = self.random.choice(['towns', 'towns', 'prices'])
        key, kind, like = _PUBLIC[name]
        public = self._table(name)
        own = [column for column, found in private.columns if found == kind and column.split('.')[1] == like]
        own = own or [column for column, found in private.columns if found == kind]
        if not own:
            return private
        joined = f'{self.random.choice(own)} = {public.sql.split()[-1]}.{key}'
        word = self.random.choice(['JOIN', 'LEFT JOIN'])
        if word == 'JOIN' and 'JOIN' not in private.sql and self.random.random() < 0.3:
            sql = f'{public.sql} JOIN {private.sql} ON {joined}'
        else:
            sql = f'{private.sql} {word} {public.sql} ON {joined}'
        return Source(sql, [*private.columns, *public.columns], private.unit, private.units)

    def _with_private(self, depth: int) -> Source:
        left = self._source(depth)
        right = self._own(self._table(self.random.choice(['visits', 'payments'])), depth)
        if left.unit is None or left.units != right.units:
            return left
        condition = f'{left.unit} = {right.unit}'
        pairs = [
            (first, second)
            for first, kind in left.columns
            for second, other in right.columns
            if kind == other and first.split('.')[1] == second.split('.')[1]
        ]
        if pairs and self.random.random() < 0.3:
            condition += ' AND {} = {}'.format(*self.random.choice(pairs))
        word = self.random.choice(['JOIN', 'LEFT JOIN'])
        sql = f'{left.sql} {word} {right.sql} ON {condition}'
        return Source(sql, [*left.columns, *right.columns], left.unit, left.units)

    def _own(self, source: Source, depth: int) -> Source:
        """The relation itself, or something of it in parentheses, so that it can stand on the right of a JOIN."""
        form = self.random.random()
        if form < 0.5 or depth == 0:
            return source
        return self._select(source) if form < 0.75 else self._grouped(source)

    def _projected(self, depth: int) -> Source:
        return self._select(self._source(depth))

    def _select(self, source: Source) -> Source:
        source, where = self._filtered(source)
        alias, items, columns = self._name('t'), [], []
        for name, kind in self.random.sample(list(source.columns), min(6, len(source.columns))):
            shown = self._name('c')
            items.append(f'{name} AS {shown}')
            columns.append((f'{alias}.{shown}', kind))
        for kind, wide in (('number', 'real'), ('text', 'text'), ('flag', 'flag')):
            if self.random.random() < 0.5:
                shown = self._name('c')
                items.append(f'{self.expressions.draw(source.columns, kind, 2)} AS {shown}')
                columns.append((f'{alias}.{shown}', wide))
        unit = None
        if source.unit is not None:
            items.append(f'{source.unit} AS unit_id')
            unit = f'{alias}.unit_id'
        return Source(f'(SELECT {", ".join(items)} FROM {source.sql}{where}) AS {alias}', columns, unit, source.units)

    def _per_unit(self, depth: int) -> Source:
        return self._grouped(self._source(depth))

    def _grouped(self, source: Source) -> Source:
        if source.unit is None:
            return self._select(source)
        source, where = self._filtered(source)
        alias, columns, items = self._name('t'), [], [f'{source.unit} AS unit_id']
        keys = self.random.sample(list(source.columns), self.random.choice([0, 0, 1]))
        for name, kind in keys:
            shown = self._name('c')
            items.append(f'{name} AS {shown}')
            columns.append((f'{alias}.{shown}', kind))
        for _ in range(self.random.choice([1, 2, 3])):
            shown = self._name('c')
            form = self.random.choice(['COUNT(*)', 'SUM({})', 'AVG({})', 'MIN({})', 'MAX({})', 'COUNT(DISTINCT {})'])
            items.append(f'{form.format(self.expressions.draw(source.columns, "number", 2))} AS {shown}')
            columns.append((f'{alias}.{shown}', 'real' if form[0] in 'A' else 'exact'))
        if self.random.random() < 0.3:
            shown, operand = self._name('c'), self.expressions.draw(source.columns, 'number', 1)
            items.append(f'MAX({operand}) - MIN({operand}) / (COUNT(*) FILTER (WHERE {operand} > 1) + 1) AS {shown}')
            columns.append((f'{alias}.{shown}', 'real'))
        having = self.random.choice(['', '', ' HAVING COUNT(*) > 1', ' HAVING MAX({}) > 3', ' HAVING SUM({}) < 50'])
        having = having.format(self.expressions.draw(source.columns, 'number', 1))
        grouped = ', '.join([source.unit, *(name for name, _ in keys)])
        sql = f'(SELECT {", ".join(items)} FROM {source.sql}{where} GROUP BY {grouped}{having}) AS {alias}'
        return Source(sql, columns, f'{alias}.unit_id', source.units)

    def _windowed(self, depth: int) -> Source:
        return self._over(self._source(depth))

    def _over(self, source: Source) -> Source:
        """Windows of the unit, mostly in orders with many ties, and now and then what keeps a few rows of each."""
        if source.unit is None:
            return self._select(source)
        source, where = self._filtered(source)
        alias, items, columns = self._name('t'), [f'{source.unit} AS unit_id'], list[tuple[str, str]]()
        for name, kind in self.random.sample(list(source.columns), min(4, len(source.columns))):
            shown = self._name('c')
            items.append(f'{name} AS {shown}')
            columns.append((f'{alias}.{shown}', kind))
        kept = ''
        for _ in range(self.random.choice([1, 1, 2])):
            shown = self._name('c')
            text, kind = self._window(source)
            items.append(f'{text} AS {shown}')
            columns.append((f'{alias}.{shown}', kind))
            if text.startswith('ROW_NUMBER') and self.random.random() < 0.6:
                kept = f' WHERE {shown} {self.random.choice(["= 1", "= 2", "<= 2", "< 4"])}'
        sql = f'(SELECT {", ".join(items)} FROM {source.sql}{where}) AS {alias}'
        if kept:
            outer, names = self._name('t'), [name.split('.')[1] for name, _ in columns]
            sql = f'(SELECT unit_id, {", ".join(names)} FROM {sql}{kept}) AS {outer}'
            columns = [(f'{outer}.{name}', kind) for name, (_, kind) in zip(names, columns, strict=True)]
            alias = outer
        return Source(sql, columns, f'{alias}.unit_id', source.units)

    def _window(self, source: Source) -> tuple[str, str]:
        """One window, and the kind of its values."""
        pick = self.random.choice
        columns = [name for name, _ in source.columns]
        keys = [str(source.unit), *([pick(columns)] if self.random.random() < 0.2 else [])]
        self.random.shuffle(keys)
        ways = ['', '', ' DESC', ' NULLS LAST', ' DESC NULLS FIRST']
        terms = [f'{pick(columns)}{pick(ways)}' for _ in range(pick([1, 1, 2]))]
        if self.random.random() < 0.2:
            terms.insert(0, self.expressions.draw(source.columns, 'number', 1))
        over = f'OVER (PARTITION BY {", ".join(keys)} ORDER BY {", ".join(terms)}'
        form = self.random.random()
        if form < 0.4:
            return f'{pick(["ROW_NUMBER", "ROW_NUMBER", "RANK", "DENSE_RANK"])}() {over})', 'exact'
        if form < 0.65:
            name, kind = pick(source.columns)
            forms = ['LAG({})', 'LEAD({})', 'LAG({}, 2)', 'FIRST_VALUE({})']
            return f'{pick(forms).format(name)} {over})', kind
        if form < 0.75:
            name, kind = pick(source.columns)
            return f'LAST_VALUE({name}) {over} ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)', kind
        function = pick(['COUNT(*)', 'SUM({})', 'SUM({})', 'AVG({})', 'MIN({})', 'MAX({})', 'COUNT({})'])
        function = function.format(self.expressions.draw(source.columns, 'number', 1))
        frames = [
            '', ' ROWS 2 PRECEDING', ' ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING', ' ROWS UNBOUNDED PRECEDING',
            ' ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING', ' RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING',
        ]  # fmt: skip
        whole = self.random.random() < 0.2
        text = f'{function} OVER (PARTITION BY {", ".join(keys)})' if whole else f'{function} {over}{pick(frames)})'
        return text, 'real' if function[0] == 'A' else 'exact'

    def _stacked(self, depth: int) -> Source:
        parts = [self._source(depth), self._source(0)]
        if parts[1].units != parts[0].units or parts[0].unit is None:
            parts[1] = self._table('letters' if parts[0].units == 'string' else 'payments')
        if parts[0].unit is None:
            return parts[0]
        kinds = [
            kind for kind in ('exact', 'real', 'text') if all(kind in dict(map(reversed, p.columns)) for p in parts)
        ]
        alias, names = self._name('t'), [self._name('c') for _ in kinds]
        texts = []
        for part in parts:
            source, where = self._filtered(part)
            items = [f'{source.unit} AS unit_id']
            for kind, name in zip(kinds, names, strict=True):
                chosen = self.random.choice([column for column, found in source.columns if found == kind])
                items.append(f'{chosen} AS {name}')
            texts.append(f'SELECT {", ".join(items)} FROM {source.sql}{where}')
        columns = [(f'{alias}.{name}', kind) for name, kind in zip(names, kinds, strict=True)]
        return Source(f'({" UNION ALL ".join(texts)}) AS {alias}', columns, f'{alias}.unit_id', parts[0].units)

    def _common(self, depth: int) -> Source:
        inner = self._select(self._source(depth))
        body, name, alias = inner.sql[: inner.sql.rindex(' AS ')], self._name('w'), inner.sql.split()[-1]
        self.common.append(f'{name} AS {body}')
        return Source(f'{name} AS {alias}', inner.columns, inner.unit, inner.units)

    def _filtered(self, source: Source) -> tuple[Source, str]:
        parts = []
        if self.random.random() < 0.4:
            parts.append(self.expressions.draw(source.columns, 'condition', 2))
        if source.unit is not None and self.random.random() < 0.25:
            other = self._table('letters' if source.units == 'string' else self.random.choice(['visits', 'payments']))
            condition = self.expressions.draw(other.columns, 'condition', 1)
            word = self.random.choice(['IN', 'NOT IN'])
            parts.append(f'{source.unit} {word} (SELECT {other.unit} FROM {other.sql} WHERE {condition})')
        places = [name for name, kind in source.columns if name.endswith('.place') and kind == 'exact']
        if places and self.random.random() < 0.1:
            word = self.random.choice(['IN', 'NOT IN'])
            parts.append(f'{places[0]} {word} (SELECT id FROM towns WHERE size > 0)')
        return source, f' WHERE {" AND ".join(parts)}' if parts else ''

    def _name(self, letter: str) -> str:
        self.named += 1
        return f'{letter}{self.named}'
