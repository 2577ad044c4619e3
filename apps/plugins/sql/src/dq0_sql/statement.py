"""The statement that the fetch worker runs: exact integers per present cell, and nothing else.

    raw -> normalised -> kept (rows with a NULL in a `nullable: false` column or in the unit are dropped) -> steps
    -> rows -> bounded (what one unit adds is capped, where units have many rows) -> cells -> held

x' is held in its integer interval in the last step before the sum, whatever the arithmetic before it gave: the stated
sensitivity rests on that line alone. Squares and products stay below 2^62 by the choice of the quantum. Sums are
128-bit and are cut off at +-2^62.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dq0_sql.aggregates import Measure
from dq0_sql.arithmetic import number
from dq0_sql.bounded import bounded
from dq0_sql.bounding import bounded_cells, bounded_rows, row_cells
from dq0_sql.duckdb_printer import DuckdbPrinter
from dq0_sql.keys import MAX_KEY_BYTES, KeyDomain
from dq0_sql.mechanisms import Caps, NoisyMeasure
from dq0_sql.nodes import Node, columns_of
from dq0_sql.normalise import normalised, quoted, raw
from dq0_sql.quantum import SUM_LIMIT, Quantum
from dq0_sql.query import Query
from dq0_sql.relation import Filtered, Joined, Member, OfUnit, PerUnit, Projected, Relation, Scan, Windowed
from dq0_sql.sql_text import Sql
from dq0_sql.value_types import Exact, Real
from dq0_sql.window_printer import columns_read, over_unit


@dataclass(frozen=True)
class Statement:
    """SQL with `$n` parameters. Result columns: k0, k1, ... (keys), a0, a1, ... (64-bit integers), one row a cell."""

    sql: str
    parameters: list[str | bool]
    tables: list[str]


@dataclass(frozen=True)
class Reading:
    """What the place of the rows asks for: texts trimmed, and how the groups of a unit are chosen.

    `one_sort`: where reading rows again costs more than sorting them, all are ranked, elsewhere only those of units
    above a cap. `bits`: by integers whose bits are the groups, where there are few enough, without a sort.
    """

    trim: bool
    one_sort: bool
    bits: bool


@dataclass
class Chain:
    """Common table expressions in order; each reads those before it."""

    printer: DuckdbPrinter
    reading: Reading
    parts: list[tuple[str, str]] = field(default_factory=list)
    stored: set[str] = field(default_factory=set)
    tables: list[str] = field(default_factory=list)

    def add(self, name: str, text: str, *, stored: bool = False) -> str:
        """Appends one, and gives the name it can be read by; `stored`: computed once, although it is read twice."""
        numbered = f'{name} {len(self.parts)}'
        self.parts.append((numbered, text))
        if stored:
            self.stored.add(numbered)
        return numbered

    def printed(self) -> str:
        """All of them, as they stand behind WITH."""
        words = {True: 'AS MATERIALIZED', False: 'AS'}
        return ', '.join(f'"{name}" {words[name in self.stored]} ({text})' for name, text in self.parts)

    def steps(self, source: str) -> str:
        """Appends the named steps of the expressions printed since the last block."""
        for step in self.printer.block():
            named = ', '.join(f'{text} AS {name}' for name, text in step)
            source = self.add('step', f'SELECT *, {named} FROM "{source}"')
        return source


def leaves_statement(query: Query, reading: Reading, item: NoisyMeasure, caps: Caps, salt: str) -> Statement:
    """Prints what counts the rows of each cell by the leaf of a tree: k0, ..., the leaf as a0, its rows as a1."""
    chain = Chain(DuckdbPrinter(), reading)
    source = relation_rows(chain, query.relation, _columns_read(query, [item]))
    names = [f'k{index}' for index in range(len(query.keys))]
    keys = [_key(chain.printer, node, domain) for node, domain in zip(query.keys, query.domains, strict=True)]
    listed = [f'{text} AS {name}' for text, name in zip(keys, names, strict=True)]
    listed.append(f'{_leaf(chain.printer, item)} AS m0')
    if query.unit.column is not None:
        listed.append(query.unit.column)
    rows = chain.add('rows', f'SELECT {", ".join(listed)} FROM "{chain.steps(source)}"')
    if query.unit.column is not None:
        rows = bounded_rows(chain, rows, bounded(query, 1, caps, salt))
    grouped = ', '.join([*names, 'm0'])
    selected = ', '.join([*names, 'm0 AS a0', 'CAST(COUNT(*) AS BIGINT) AS a1'])
    text = f'WITH {chain.printed()} SELECT {selected} FROM "{rows}" WHERE m0 IS NOT NULL GROUP BY {grouped}'
    return Statement(text, chain.printer.parameters, chain.tables)


def _leaf(printer: DuckdbPrinter, item: NoisyMeasure) -> str:
    """(x' - low) // width of the held x': a leaf of the grid for every value."""
    assert item.measure.operand is not None and item.tree is not None
    held = _held(printer, item.measure.operand, printer.print(item.measure.operand), item.quanta[0])
    low, width = printer.constant(item.tree.low, 'BIGINT'), printer.constant(item.tree.width, 'BIGINT')
    return f'((({held.text}) - {low}) // {width})'


def statement(
    query: Query, reading: Reading, measures: Sequence[NoisyMeasure], caps: Caps, salt: str
) -> Statement:  # fmt: skip
    """Prints the bounded statement of a query for DuckDB."""
    printer = DuckdbPrinter()
    chain = Chain(printer, reading)
    source = relation_rows(chain, query.relation, _columns_read(query, measures))
    inputs = [_input(printer, item) for item in measures]
    keys = [_key(printer, node, domain) for node, domain in zip(query.keys, query.domains, strict=True)]
    source = chain.steps(source)
    names = [f'k{index}' for index in range(len(keys))]
    if query.unit.column is None:
        chain.add('cells', row_cells(source, keys, list(zip(measures, inputs, strict=True))))
    else:
        listed = [f'{query.unit.column}', *(f'{text} AS {name}' for text, name in zip(keys, names, strict=True))]
        listed += [f'{text} AS m{index}' for index, text in enumerate(inputs)]
        rows = chain.add('rows', f'SELECT {", ".join(listed)} FROM "{source}"')
        bounded_cells(chain, rows, bounded(query, len(measures), caps, salt), measures)
    held = _held_sums(printer, len(keys), len(measures), chain.parts[-1][0])
    return Statement(f'WITH {chain.printed()} {held}', printer.parameters, chain.tables)


def relation_rows(chain: Chain, relation: Relation, needed: set[str]) -> str:
    """Appends what gives the rows of a relation, with the needed columns and its unit; the name to read them by."""
    if isinstance(relation, Scan):
        return _scan(chain, relation, needed)
    if isinstance(relation, Filtered):
        source = relation_rows(chain, relation.source, needed | columns_of(relation.condition))
        condition = chain.printer.print(relation.condition)
        return chain.add('filtered', f'SELECT * FROM "{chain.steps(source)}" WHERE {condition.text}')
    if isinstance(relation, Member):
        return _members(chain, relation, needed)
    if isinstance(relation, Joined):
        return _joined(chain, relation, needed)
    if isinstance(relation, Projected):
        return _projected(chain, relation, needed)
    if isinstance(relation, PerUnit):
        return _per_unit(chain, relation, needed)
    if isinstance(relation, Windowed):
        return _windowed(chain, relation, needed)
    parts = [_projected(chain, part, needed, alone=True) for part in relation.parts]
    assert relation.unit is not None
    listed = ', '.join(name for name, _ in relation.parts[0].items if name in needed)
    columns = f', {listed}' if listed else ''
    texts = [
        f'SELECT {part.unit.column} AS {relation.unit.column}{columns} FROM "{name}"'
        for part, name in zip(relation.parts, parts, strict=True)
        if part.unit is not None
    ]
    return chain.add('stacked', ' UNION ALL '.join(texts))


def _members(chain: Chain, relation: Member, needed: set[str]) -> str:
    mine, theirs = relation.column, relation.other_column
    source = relation_rows(chain, relation.source, needed | {mine})
    listed = f'SELECT {theirs} FROM "{relation_rows(chain, relation.other, {theirs})}"'
    if relation.absent:
        found = f'{mine} IS NULL OR {mine} NOT IN ({listed} WHERE {theirs} IS NOT NULL)'
    else:
        found = f'{mine} {"NOT IN" if relation.negated else "IN"} ({listed})'
    return chain.add('members', f'SELECT * FROM "{source}" WHERE {found}')


def _joined(chain: Chain, relation: Joined, needed: set[str]) -> str:
    read = needed | {name for pair in relation.pairs for node in pair for name in columns_of(node)}
    sides = [relation_rows(chain, side, read) for side in (relation.left, relation.right)]
    texts = []
    for index, side in enumerate(sides):
        texts.append([chain.printer.print(pair[index]).text for pair in relation.pairs])
        sides[index] = chain.steps(side)
    condition = ' AND '.join(f'{first} = {second}' for first, second in zip(*texts, strict=True))
    word = 'LEFT' if relation.kind == 'left' else 'INNER'
    return chain.add('joined', f'SELECT * FROM "{sides[0]}" {word} JOIN "{sides[1]}" ON {condition}')


def _projected(chain: Chain, relation: Projected, needed: set[str], *, alone: bool = False) -> str:
    """The expressions beside the columns they read, or `alone` with the unit."""
    items = [(name, node) for name, node in relation.items if name in needed]
    source = relation_rows(chain, relation.source, needed | {name for _, node in items for name in columns_of(node)})
    texts = [f'{chain.printer.print(node).text} AS {name}' for name, node in items]
    source = chain.steps(source)
    unit = relation.unit.column if alone and relation.unit is not None else None
    return chain.add('projected', f'SELECT {", ".join([unit or "*", *texts])} FROM "{source}"')


def _per_unit(chain: Chain, relation: PerUnit, needed: set[str]) -> str:
    asked = [item for item in relation.aggregates if item.value.name in needed]
    read = {name for item in asked if item.operand is not None for name in columns_of(item.operand)}
    assert relation.unit is not None
    keys = [str(relation.unit.column), *(name for name, _ in relation.keys)]
    source = relation_rows(chain, relation.source, read | set(keys))
    texts = [_of_unit(chain.printer, item) for item in asked]
    grouped = f'SELECT {", ".join([*keys, *texts])} FROM "{chain.steps(source)}" GROUP BY {", ".join(keys)}'
    return chain.add('per unit', grouped)


def _windowed(chain: Chain, relation: Windowed, needed: set[str]) -> str:
    asked = [item for item in relation.windows if item.value.name in needed]
    if not asked:
        return relation_rows(chain, relation.source, needed)
    source = relation_rows(chain, relation.source, needed | columns_read(relation, asked))
    texts = [f'{over_unit(chain.printer, relation, item)} AS {item.value.name}' for item in asked]
    return chain.add('windowed', f'SELECT *, {", ".join(texts)} FROM "{chain.steps(source)}"')


def _of_unit(printer: DuckdbPrinter, item: OfUnit) -> str:
    """An exact aggregate; an average is the exact sum over the number of its values."""
    if item.operand is None:
        return f'COUNT(*) AS {item.value.name}'
    value = printer.print(item.operand).text
    forms = {
        'count': 'COUNT({})', 'distinct': 'COUNT(DISTINCT {})', 'least': 'MIN({})', 'greatest': 'MAX({})',
        'sum': 'SUM({})', 'mean': 'CAST(SUM({0}) AS DOUBLE) / COUNT({0})',
    }  # fmt: skip
    text = forms[item.function].format(value)
    if item.function == 'mean' and isinstance(item.operand.type, Exact) and item.operand.type.scale > 0:
        text = f'{text} / {printer.constant(10**item.operand.type.scale, "DOUBLE")}'
    return f'{text} AS {item.value.name}'


def _scan(chain: Chain, scan: Scan, needed: set[str]) -> str:
    """The one view in front of a table."""
    if scan.table.name not in chain.tables:
        chain.tables.append(scan.table.name)
    columns = [(column, name) for column, name in scan.columns if name in needed or not column.nullable]
    sources = [f'{raw(column, chain.reading.trim)} AS r_{name}' for column, name in columns]
    values = [f'{normalised(chain.printer, column, f"r_{name}")} AS {name}' for column, name in columns]
    required = [f'{name} IS NOT NULL' for column, name in columns if not column.nullable]
    if scan.unit is not None and scan.unit.column is not None:
        unit = next(column for column in scan.table.columns if column.name == scan.table.unit_column)
        sources.append(f'{raw(unit, chain.reading.trim)} AS {scan.unit.column}')
        values.append(scan.unit.column)
        required.append(f'{scan.unit.column} IS NOT NULL')
    name = chain.add('raw', f'SELECT {", ".join(sources) or "1 AS one"} FROM {quoted(scan.table.name)}')
    name = chain.add('normalised', f'SELECT {", ".join(values) or "one"} FROM "{name}"')
    if required:
        name = chain.add('kept', f'SELECT * FROM "{name}" WHERE {" AND ".join(required)}')
    if not scan.keyed:
        return name
    key = ', '.join(scan.keyed)
    counted = chain.add('counted', f'SELECT *, COUNT(*) OVER (PARTITION BY {key}) AS of_key FROM "{name}"')
    return chain.add('keyed', f'SELECT * EXCLUDE (of_key) FROM "{counted}" WHERE of_key = 1')


def _input(printer: DuckdbPrinter, item: NoisyMeasure) -> str:
    """What one row gives to a measure: a value to count, or the integer to add up; NULL for nothing."""
    measure = item.measure
    if measure.operand is None:
        return '1'
    value = printer.print(measure.operand)
    if measure.kind in {'count', 'distinct'}:
        return _one_zero(printer, measure.operand, value)
    held = _held(printer, measure.operand, value, item.quanta[0])
    if measure.kind == 'total':
        return held.text
    centred = _centred(printer, held, item.quanta[0])
    if measure.kind == 'centred':
        return centred.text
    if measure.kind == 'squared':
        named = printer.named(centred)
        return f'({named.text} * {named.text} - {printer.constant(item.quanta[0].square_shift, "BIGINT")})'
    assert measure.second is not None
    second = _held(printer, measure.second, printer.print(measure.second), item.quanta[1])
    return f'({centred.text} * {_centred(printer, second, item.quanta[1]).text})'


def _one_zero(printer: DuckdbPrinter, node: Node, value: Sql) -> str:
    """A value to count. 0.0 and -0.0 are equal but have two digests, and which of them is met first is chance."""
    return f'({value.text} + {printer.constant(0.0, "DOUBLE")})' if isinstance(node.type, Real) else value.text


def _held(printer: DuckdbPrinter, node: Node, value: Sql, quantum: Quantum) -> Sql:
    """x' = round(x 10^d), held in [L', U']."""
    low, high = printer.constant(quantum.low, 'BIGINT'), printer.constant(quantum.high, 'BIGINT')
    return printer.held(_whole(printer, node, value, quantum), low, high)


def _centred(printer: DuckdbPrinter, held: Sql, quantum: Quantum) -> Sql:
    return Sql(f'(({held.text}) - {printer.constant(quantum.mid, "BIGINT")})', held.step)


def _whole(printer: DuckdbPrinter, node: Node, value: Sql, quantum: Quantum) -> Sql:
    """round(x 10^digits) as a 64-bit integer; the double is held in range first, so the cast cannot fail."""
    kind = number(node)
    if isinstance(kind, Exact):
        if kind.scale == quantum.digits:
            return Sql(f'TRY_CAST({value.text} AS BIGINT)', value.step)
        return printer.scaled(value, quantum.digits - kind.scale, 'BIGINT')
    assert isinstance(kind, Real)
    factor = printer.constant(float(10**quantum.digits), 'DOUBLE')
    scaled = Sql(f'({value.text} * {factor})', value.step)
    ends = (printer.constant(float(end), 'DOUBLE') for end in (quantum.low, quantum.high))
    return Sql(f'TRY_CAST(round({printer.held(scaled, *ends).text}) AS BIGINT)', printer.named(scaled).step)


def _key(printer: DuckdbPrinter, node: Node, domain: KeyDomain) -> str:
    """A key as it is grouped by; unknown texts above 64 bytes belong to the NULL group."""
    value = printer.print(node)
    if isinstance(node.type, Exact):
        return f'TRY_CAST({value.text} AS BIGINT)'
    if domain.open and domain.kind == 'string':
        named = printer.named(value)
        limit = printer.constant(MAX_KEY_BYTES, 'BIGINT')
        return f'CASE WHEN strlen({named.text}) <= {limit} THEN {named.text} ELSE NULL END'
    return value.text


def _held_sums(printer: DuckdbPrinter, keys: int, measures: int, source: str) -> str:
    selected = [f'k{index}' for index in range(keys)]
    for index in range(measures):
        ends = (printer.constant(end, 'HUGEINT') for end in (-SUM_LIMIT, SUM_LIMIT))
        held = printer.held(Sql(f'a{index}', 0, True), *ends)
        selected.append(f'CAST({held.text} AS BIGINT) AS a{index}')
    return f'SELECT {", ".join(selected)} FROM "{source}"'


def _columns_read(query: Query, measures: Sequence[NoisyMeasure]) -> set[str]:
    read = [*query.keys, *(node for item in measures for node in _nodes_of(item.measure))]
    return {name for node in read for name in columns_of(node)}


def _nodes_of(measure: Measure) -> list[Node]:
    return [node for node in (measure.operand, measure.second) if node is not None]
