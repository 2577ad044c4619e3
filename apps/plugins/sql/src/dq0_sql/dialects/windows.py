"""Windows of the compiled statement in another dialect: the same words, once their terms are columns of a step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from dq0_sql.dialects.terms import INTEGER, NotTranslated, Term

if TYPE_CHECKING:
    from dq0_sql.dialects.expressions import Expressions, Scope

_PLACES: dict[type[exp.Expr], str] = {
    exp.RowNumber: 'row_number()', exp.Rank: 'rank()', exp.DenseRank: 'dense_rank()',
}  # fmt: skip
_VALUES: dict[type[exp.Expr], str] = {
    exp.Lag: 'lag', exp.Lead: 'lead', exp.FirstValue: 'first_value', exp.LastValue: 'last_value',
}  # fmt: skip


def window(expressions: Expressions, scope: Scope, tree: exp.Window) -> Term:
    """A function over a window.

    Raises:
        NotTranslated: a form that the compiler does not print.
    """
    function = _function(expressions, scope, tree.this)
    parts = [expressions.name(scope, expressions.term(scope, part)) for part in tree.args.get('partition_by') or []]
    order = tree.args.get('order')
    ordered = [(part, expressions.term(scope, part.this)) for part in (order.expressions if order else [])]
    named = [(expressions.name(scope, term), ' DESC' if part.args.get('desc') else '') for part, term in ordered]
    parted = ', '.join(expressions.dialect.parted(part.text, part.kind) for part in parts)
    words = [f'PARTITION BY {parted}'] if parts else []
    words += [f'ORDER BY {", ".join(f"{expressions.told_apart(term)}{word}" for term, word in named)}'] if named else []
    spec = tree.args.get('spec')
    frame = '' if spec is None else expressions.dialect.frame(_frame(spec), [term.kind for term, _ in named])
    words += [frame] if frame else []
    step = max((term.step for term in (function, *parts, *(term for term, _ in named))), default=0)
    return Term(f'{function.text} OVER ({" ".join(words)})', function.kind, step, aggregate=True)


def _function(expressions: Expressions, scope: Scope, tree: exp.Expr) -> Term:
    if type(tree) in _PLACES:
        return Term(_PLACES[type(tree)], INTEGER)
    if isinstance(tree, exp.Count | exp.Sum | exp.Min | exp.Max):
        return expressions.term(scope, tree)
    if type(tree) not in _VALUES:
        raise NotTranslated('a window')
    value = expressions.name(scope, expressions.term(scope, tree.this))
    offset = tree.args.get('offset')
    rows = '' if offset is None else f', {int(offset.this)}'
    return Term(f'{_VALUES[type(tree)]}({value.text}{rows})', value.kind, value.step)


def _frame(spec: exp.Expr) -> str:
    ends = [_end(spec, name) for name in ('start', 'end')]
    if spec.args.get('kind') not in {'ROWS', 'RANGE'} or spec.args.get('exclude') is not None:
        raise NotTranslated('a frame')
    return f'{spec.args["kind"]} BETWEEN {ends[0]} AND {ends[1]}'


def _end(spec: exp.Expr, name: str) -> str:
    value, side = spec.args.get(name), spec.args.get(f'{name}_side')
    if value == 'CURRENT ROW':
        return 'CURRENT ROW'
    if side not in {'PRECEDING', 'FOLLOWING'} or not (value == 'UNBOUNDED' or isinstance(value, exp.Literal)):
        raise NotTranslated('a frame')
    return f'{int(value.this) if isinstance(value, exp.Literal) else value} {side}'
