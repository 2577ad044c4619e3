"""Which syntax means which function: the whitelist of function calls in expressions."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from sqlglot import exp

from dq0_sql.calendar_parts import PARTS, PERIODS, TIMES, date_part, difference, truncated
from dq0_sql.casts import cast
from dq0_sql.choices import choice, coalesced, extreme, null_if
from dq0_sql.expressions import numeric, scalar
from dq0_sql.literals import day_literal, mismatch, moment_literal, suited
from dq0_sql.nodes import Call, CallName, Constant, Node
from dq0_sql.numeric import absolute, power, real_function, rounded, sign, whole, width_bucket
from dq0_sql.predicates import compared, predicate
from dq0_sql.refusal import Refused
from dq0_sql.scope import Scope
from dq0_sql.syntax import refuse_extras, span_of, unwrapped
from dq0_sql.value_types import Day, Exact, Moment, Real, Text, Truth, ValueType

Rule = Callable[[Scope, exp.Expr], Node]
MOST_TEXT = 4_096
"""Characters that a text put together by || , CONCAT or REPLACE keeps."""
LONGEST = 2**31 - 1
MOST_PLACES = 9
MOST_BUCKETS = 1_000


def _branches(scope: Scope, parts: list[exp.Expr]) -> list[Node | None]:
    """Operands that may be NULL, as None; texts beside dates are read as dates."""
    trees = [unwrapped(part) for part in parts]
    found = [None if isinstance(tree, exp.Null) else scalar(scope, tree) for tree in trees]
    wanted = next((node.type for node in found if node is not None and isinstance(node.type, Day | Moment)), None)
    if wanted is None:
        return found
    return [
        None if node is None else suited(node, wanted, span_of(tree))
        for node, tree in zip(found, trees, strict=True)
    ]  # fmt: skip


def _case(scope: Scope, tree: exp.Expr) -> Node:
    refuse_extras(tree, 'this', 'ifs', 'default')
    subject, cases = tree.this, tree.args['ifs']
    conditions = []
    for case in cases:
        refuse_extras(case, 'this', 'true')
        found = predicate(scope, case.this) if subject is None else compared(scope, '=', subject, case.this)
        conditions.append(found)
    default = tree.args.get('default')
    values = _branches(scope, [case.args['true'] for case in cases] + ([] if default is None else [default]))
    otherwise = None if default is None else values[-1]
    return choice(list(zip(conditions, values, strict=False)), otherwise, span_of(tree))


def _if(scope: Scope, tree: exp.Expr) -> Node:
    refuse_extras(tree, 'this', 'true', 'false')
    default = tree.args.get('false')
    values = _branches(scope, [tree.args['true'], *([] if default is None else [default])])
    otherwise = None if default is None else values[1]
    return choice([(predicate(scope, tree.this), values[0])], otherwise, span_of(tree))


def _coalesce(scope: Scope, tree: exp.Expr) -> Node:
    refuse_extras(tree, 'this', 'expressions')
    return coalesced(_branches(scope, [tree.this, *tree.expressions]), span_of(tree))


def _null_if(scope: Scope, tree: exp.Expr) -> Node:
    refuse_extras(tree, 'this', 'expression')
    left, right = _branches(scope, [tree.this, tree.expression])
    if left is None or right is None:
        raise Refused('CONSTRUCT', 'NULLIF takes two values.', 'Write NULLIF(x, 0).', span_of(tree))
    return null_if(left, right, span_of(tree))


def _extreme(scope: Scope, tree: exp.Expr) -> Node:
    refuse_extras(tree, 'this', 'expressions', 'ignore_nulls')
    nodes = [node for node in _branches(scope, [tree.this, *tree.expressions]) if node is not None]
    if not nodes:
        raise Refused('CONSTRUCT', 'Every operand is NULL.', 'Write LEAST(x, 10).', span_of(tree))
    return extreme('least' if isinstance(tree, exp.Least) else 'greatest', nodes, span_of(tree))


def _of_number(build: Callable[[Node], Node]) -> Rule:
    def rule(scope: Scope, tree: exp.Expr) -> Node:
        refuse_extras(tree, 'this')
        return build(numeric(scope, tree.this))

    return rule


def _round(scope: Scope, tree: exp.Expr) -> Node:
    refuse_extras(tree, 'this', 'decimals')
    decimals = tree.args.get('decimals')
    places = 0 if decimals is None else _whole_number(scope, decimals, -MOST_PLACES, MOST_PLACES)
    return rounded(numeric(scope, tree.this), places)


def _log(scope: Scope, tree: exp.Expr) -> Node:
    refuse_extras(tree, 'this', 'expression')
    base = tree.this
    if not isinstance(tree.expression, exp.Expr) or not isinstance(base, exp.Literal) or base.this != '10':
        raise Refused('FUNCTION_UNKNOWN', 'LOG has another base in every database.', 'Write LN(x) or LOG10(x).',
                      span_of(tree))  # fmt: skip
    return real_function('log10', numeric(scope, tree.expression))


def _power(scope: Scope, tree: exp.Expr) -> Node:
    refuse_extras(tree, 'this', 'expression')
    return power(numeric(scope, tree.this), numeric(scope, tree.expression), span_of(tree))


def _width_bucket(scope: Scope, tree: exp.Expr) -> Node:
    refuse_extras(tree, 'this', 'min_value', 'max_value', 'num_buckets')
    low, high = (_constant(scope, tree.args[name]) for name in ('min_value', 'max_value'))
    buckets = _whole_number(scope, tree.args['num_buckets'], 1, MOST_BUCKETS)
    if low >= high:
        raise Refused('CLAMP_FORM', 'The lower end is not below the upper one.',
                      'Write WIDTH_BUCKET(x, low, high, buckets).', span_of(tree))  # fmt: skip
    return width_bucket(numeric(scope, tree.this), low, high, buckets)


def _of_text(name: CallName, kind: ValueType) -> Rule:
    def rule(scope: Scope, tree: exp.Expr) -> Node:
        refuse_extras(tree, 'this')
        return _call(name, [_text(scope, tree.this)], kind)

    return rule


def _trim(scope: Scope, tree: exp.Expr) -> Node:
    refuse_extras(tree, 'this', 'position')
    names: dict[str, CallName] = {'LEADING': 'ltrim', 'TRAILING': 'rtrim'}
    return _call(names.get(str(tree.args.get('position')), 'trim'), [_text(scope, tree.this)], Text())


def _substring(scope: Scope, tree: exp.Expr) -> Node:
    refuse_extras(tree, 'this', 'start', 'length')
    length = tree.args.get('length')
    parameters = [_whole_number(scope, tree.args['start'], 1, MOST_TEXT)]
    if length is not None:
        parameters.append(_whole_number(scope, length, 0, MOST_TEXT))
    return _call('part', [_text(scope, tree.this)], Text(), *parameters)


def _left(scope: Scope, tree: exp.Expr) -> Node:
    refuse_extras(tree, 'this', 'expression')
    return _call('part', [_text(scope, tree.this)], Text(), 1, _whole_number(scope, tree.expression, 0, MOST_TEXT))


def _joined(scope: Scope, tree: exp.Expr) -> Node:
    refuse_extras(tree, 'this', 'expression', 'expressions', 'safe', 'coalesce')
    parts = tree.expressions or [tree.this, tree.expression]
    return _call('joined', [_text(scope, part) for part in parts], Text())


def _replace(scope: Scope, tree: exp.Expr) -> Node:
    refuse_extras(tree, 'this', 'expression', 'replacement')
    operands = [_text(scope, tree.args[name]) for name in ('this', 'expression', 'replacement')]
    if not all(isinstance(node, Constant) for node in operands[1:]):
        raise Refused('CONSTRUCT', 'REPLACE takes two literal texts.', "Write REPLACE(x, 'a', 'b').", span_of(tree))
    return _call('replaced', operands, Text())


def _starts_with(scope: Scope, tree: exp.Expr) -> Node:
    refuse_extras(tree, 'this', 'expression')
    return _call('starts', [_text(scope, tree.this), _text(scope, tree.expression)], Truth())


def _part(name: CallName) -> Rule:
    def rule(scope: Scope, tree: exp.Expr) -> Node:
        refuse_extras(tree, 'this')
        return date_part(name, _time(scope, tree.this, needs_hours=name in TIMES))

    return rule


def _extract(scope: Scope, tree: exp.Expr) -> Node:
    refuse_extras(tree, 'this', 'expression')
    return _named_part(scope, tree, tree.this.name, tree.expression)


def _date_part(scope: Scope, tree: exp.Expr) -> Node:
    name, time = _operands(tree, "DATE_PART('year', x)", 2)
    return _named_part(scope, tree, _word(name), time)


def _named_part(scope: Scope, tree: exp.Expr, word: str, time: exp.Expr) -> Node:
    name = PARTS.get(word.upper())
    if name is None:
        raise Refused('CONSTRUCT', 'There is no such part of a date.', f'Use one of {", ".join(PARTS)}.', span_of(tree))
    return date_part(name, _time(scope, time, needs_hours=name in TIMES))


def _date_diff(scope: Scope, tree: exp.Expr) -> Node:
    period, *times = _operands(tree, "DATE_DIFF('day', start, end)", 3)
    unit = _word(period).lower()
    if unit not in PERIODS:
        raise _no_period(f"{', '.join(PERIODS)}: DATE_DIFF('day', start, end)", tree)
    start, end = (_end(scope, time, needs_hours=unit in TIMES) for time in times)
    return difference(unit, start, end)


def _end(scope: Scope, tree: exp.Expr, *, needs_hours: bool) -> Node:
    """A date or timestamp, or a text that says one."""
    if not isinstance(tree, exp.Literal) or not tree.is_string:
        return _time(scope, tree, needs_hours=needs_hours)
    read = moment_literal if needs_hours or len(tree.name) > len('2026-01-31') else day_literal
    return read(tree.name, span_of(tree))


def _operands(tree: exp.Expr, form: str, count: int) -> list[exp.Expr]:
    refuse_extras(tree, 'this', 'expressions')
    if len(tree.expressions) != count:
        raise Refused('CONSTRUCT', f'This function takes {count} operands.', f'Write {form}.', span_of(tree))
    return list(tree.expressions)


def _word(tree: exp.Expr) -> str:
    """A part or period by its name, as a text or as it is; empty for anything else."""
    return tree.name if isinstance(tree, exp.Literal | exp.Column | exp.Var) else ''


def _no_period(form: str, tree: exp.Expr) -> Refused:
    return Refused('CONSTRUCT', 'There is no such period.', f'Use one of {form}.', span_of(tree))


def _date(scope: Scope, tree: exp.Expr) -> Node:
    refuse_extras(tree, 'this')
    return cast(scalar(scope, tree.this), exp.DataType.build('DATE'), span_of(tree))


def _date_trunc(scope: Scope, tree: exp.Expr) -> Node:
    refuse_extras(tree, 'this', 'unit')
    unit = tree.args['unit'].name.lower()
    if unit not in PERIODS:
        raise _no_period(f"{', '.join(PERIODS)}: DATE_TRUNC('month', x)", tree)
    return truncated(_time(scope, tree.this, needs_hours=unit in TIMES), unit)


def _call(name: CallName, operands: list[Node], kind: ValueType, *parameters: int) -> Node:
    return Call(name, tuple(operands), kind, any(node.nullable for node in operands), parameters)


def _text(scope: Scope, tree: exp.Expr) -> Node:
    node = scalar(scope, tree)
    if isinstance(node.type, Text):
        return node
    raise mismatch('A text is needed here', node.type, 'Convert it with CAST(x AS VARCHAR).', span_of(tree))


def _time(scope: Scope, tree: exp.Expr, *, needs_hours: bool) -> Node:
    node = scalar(scope, tree)
    if isinstance(node.type, Moment) or (isinstance(node.type, Day) and not needs_hours):
        return node
    wanted = 'A timestamp' if needs_hours else 'A date or timestamp'
    raise mismatch(f'{wanted} is needed here', node.type, 'Convert it with CAST(x AS TIMESTAMP).', span_of(tree))


def _constant(scope: Scope, tree: exp.Expr) -> Fraction:
    node = numeric(scope, tree)
    if not isinstance(node, Constant):
        raise Refused('CONSTRUCT', 'This operand is the same number for every row.', 'Write a literal.', span_of(tree))
    kind = node.type
    assert isinstance(kind, Exact | Real)
    return Fraction(kind.low) / (10**kind.scale if isinstance(kind, Exact) else 1)


def _whole_number(scope: Scope, tree: exp.Expr, low: int, high: int) -> int:
    value = _constant(scope, tree)
    if value.denominator != 1 or not low <= value <= high:
        raise Refused(
            'CONSTRUCT', f'A whole number from {low} to {high} stands here.', 'Write it as a literal.', span_of(tree)
        )
    return int(value)


NAMED: dict[str, Rule] = {'DATE_DIFF': _date_diff, 'DATEDIFF': _date_diff, 'DATE_PART': _date_part}
"""Functions whose arguments are read here, because databases differ in their order."""
FUNCTIONS: dict[type[exp.Expr], Rule] = {
    exp.Case: _case, exp.If: _if, exp.Coalesce: _coalesce, exp.Nullif: _null_if,
    exp.Least: _extreme, exp.Greatest: _extreme,
    exp.Abs: _of_number(absolute), exp.Sign: _of_number(sign), exp.Round: _round,
    exp.Floor: _of_number(lambda node: whole(node, 'floor')), exp.Ceil: _of_number(lambda node: whole(node, 'ceiling')),
    exp.Sqrt: _of_number(lambda node: real_function('root', node)),
    exp.Ln: _of_number(lambda node: real_function('ln', node)), exp.Log: _log,
    exp.Exp: _of_number(lambda node: real_function('exp', node)), exp.Pow: _power, exp.WidthBucket: _width_bucket,
    exp.Upper: _of_text('upper', Text()), exp.Lower: _of_text('lower', Text()),
    exp.Length: _of_text('length', Exact(0, 0, LONGEST, False)),
    exp.Trim: _trim, exp.Substring: _substring, exp.Left: _left, exp.Concat: _joined, exp.DPipe: _joined,
    exp.Replace: _replace, exp.StartsWith: _starts_with,
    exp.Extract: _extract, exp.Date: _date, exp.DateTrunc: _date_trunc, exp.TimestampTrunc: _date_trunc,
    exp.Year: _part('year'), exp.Quarter: _part('quarter'), exp.Month: _part('month'), exp.Day: _part('day'),
    exp.DayOfWeek: _part('weekday'), exp.Hour: _part('hour'), exp.Minute: _part('minute'), exp.Second: _part('second'),
}  # fmt: skip
