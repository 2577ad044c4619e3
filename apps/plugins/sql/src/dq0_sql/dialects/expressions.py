"""Expressions of the compiled statement, read from its tree by a whitelist, printed by a dialect."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from sqlglot import exp

from dq0_sql.dialects.like_pattern import like_pattern
from dq0_sql.dialects.port import Dialect, marker
from dq0_sql.dialects.terms import (
    DAY,
    DIGEST,
    HUGE,
    INTEGER,
    MOMENT,
    NULL,
    REAL,
    TEXT,
    TRUTH,
    Kind,
    NotTranslated,
    Term,
    widest,
)  # fmt: skip
from dq0_sql.dialects.windows import window

_TYPES = exp.DataType.Type
_KINDS = {
    _TYPES.BOOLEAN: TRUTH, _TYPES.BIGINT: INTEGER, _TYPES.INT128: HUGE, _TYPES.DOUBLE: REAL, _TYPES.TEXT: TEXT,
    _TYPES.VARCHAR: TEXT, _TYPES.DATE: DAY, _TYPES.TIMESTAMP: MOMENT,
    _TYPES.TIMESTAMPNTZ: MOMENT,
}  # fmt: skip
_COMPARISONS: dict[type[exp.Expr], str] = {
    exp.EQ: '=', exp.NEQ: '<>', exp.LT: '<', exp.LTE: '<=', exp.GT: '>', exp.GTE: '>=',
}  # fmt: skip
_ARITHMETIC: dict[type[exp.Expr], str] = {exp.Add: '+', exp.Sub: '-', exp.Mul: '*'}
_FUNCTIONS: dict[type[exp.Expr], tuple[str, Kind]] = {
    exp.IsNan: ('isnan', TRUTH), exp.Upper: ('upper', TEXT), exp.Lower: ('lower', TEXT),
    exp.Length: ('length', INTEGER), exp.Year: ('year', INTEGER), exp.Quarter: ('quarter', INTEGER),
    exp.Month: ('month', INTEGER),
    exp.Day: ('day', INTEGER), exp.DayOfWeek: ('dayofweek', INTEGER), exp.Hour: ('hour', INTEGER),
    exp.Minute: ('minute', INTEGER), exp.Second: ('second', INTEGER), exp.Sqrt: ('sqrt', REAL), exp.Ln: ('ln', REAL),
    exp.Exp: ('exp', REAL), exp.SHA2: ('sha256', DIGEST),
}  # fmt: skip
_READ_ONCE = {
    ('integer', 'huge'), ('integer', 'real'), ('integer', 'decimal'), ('integer', 'text'), ('huge', 'real'),
    ('day', 'moment'), ('day', 'text'), ('moment', 'day'),
}  # fmt: skip
"""Casts whose text holds the operand once."""
_FUNCTIONS_READ_ONCE = frozenset({'coalesce', 'concat', 'strlen', 'sha256'})
"""Functions whose text holds each operand once, in every dialect."""
_CONDITIONS = frozenset({'isnan', 'isfinite', 'starts_with'})
_NAMED: dict[str, Kind] = {'isfinite': TRUTH, 'strlen': INTEGER, 'epoch_us': INTEGER}


@dataclass
class Scope:
    """The columns an expression may read, and the steps that its select needs before it."""

    columns: dict[str, Kind]
    steps: list[list[tuple[str, str]]] = field(default_factory=list)
    named: dict[tuple[int, str], Term] = field(default_factory=dict)


@dataclass
class Expressions:
    """Translates expressions of one statement; collects its parameters."""

    dialect: Dialect
    given: list[str | bool]
    parameters: list[str | bool] = field(default_factory=list)
    names: int = 0
    _places: dict[tuple[type, str | bool], int] = field(default_factory=dict)

    def term(self, scope: Scope, tree: exp.Expr) -> Term:
        """SQL of a tree.

        Raises:
            NotTranslated: a form that no rule names.
        """
        if isinstance(tree, exp.Paren):
            inner = self.term(scope, tree.this)
            return inner if inner.plain else replace(inner, text=f'({inner.text})')
        for kinds, rule in _RULES:
            if isinstance(tree, kinds):
                return rule(self, scope, tree)
        if type(tree) in _FUNCTIONS:
            name, kind = _FUNCTIONS[type(tree)]
            return self._function(scope, name, [tree.this], kind)
        raise NotTranslated(type(tree).__name__)

    def constant(self, value: str | bool, kind: Kind) -> Term:
        """A bound parameter; equal ones share a place."""
        place = self._places.setdefault((type(value), value), len(self.parameters))
        if place == len(self.parameters):
            self.parameters.append(value)
        return Term(self.dialect.constant(marker(place), kind), kind, plain=True)

    def name(self, scope: Scope, term: Term) -> Term:
        """The same value as a column of a step of its own, so that it may be repeated; not for aggregates."""
        term = self.value(term)
        if term.plain:
            return term
        if term.aggregate:
            return _rebuilt(f'({term.text})', term.kind, term)
        found = scope.named.get((term.step, term.text))
        if found is None:
            while len(scope.steps) <= term.step:
                scope.steps.append([])
            found = Term(f't{self.names}', term.kind, term.step + 1, True)
            self.names += 1
            scope.steps[term.step].append((found.text, term.text))
            scope.named[(term.step, term.text)] = found
        return found

    def value(self, term: Term) -> Term:
        """The term where a value stands. What was a condition is read twice there."""
        return replace(term, text=self.dialect.truth(term.text), condition=False) if term.condition else term

    def asked(self, term: Term) -> str:
        """Its text where a condition stands."""
        return term.text if term.condition else self.dialect.condition(term.text)

    def told_apart(self, term: Term) -> str:
        """Its text where it is compared, ordered or grouped by."""
        return self.dialect.told_apart(term.text, term.kind)

    def converted(self, scope: Scope, term: Term, kind: Kind) -> Term:
        """A try-cast to a kind."""
        if term.kind == kind:
            return term
        term = self.operand(scope, term)
        once = (term.kind.family, kind.family) in _READ_ONCE or term.kind.family == 'null'
        return self._cast(term if once else self.name(scope, term), kind)

    def operand(self, scope: Scope, term: Term) -> Term:
        """The term as a value within another text; one that had to be turned into a value gets a name."""
        found = self.value(term)
        return found if found.text == term.text else self.name(scope, found)

    def _cast(self, term: Term, kind: Kind) -> Term:
        return _rebuilt(self.dialect.cast(term.text, term.kind, kind), kind, term)

    def _column(self, scope: Scope, tree: exp.Column) -> Term:
        if tree.args.get('table') is not None or tree.name not in scope.columns:
            raise NotTranslated('a column of another relation')
        return Term(self.dialect.quoted(tree.name), scope.columns[tree.name], plain=True)

    def _typed(self, scope: Scope, tree: exp.Expr) -> Term:
        kind = _kind_of(tree.args['to'])
        if isinstance(tree.this, exp.Placeholder):
            return self.constant(self.given[int(tree.this.this) - 1], kind)
        if isinstance(tree.this, exp.Null):
            return Term(self.dialect.cast('NULL', NULL, kind), kind)
        if isinstance(tree.this, exp.Column) and tree.this.name in scope.columns:
            stored = scope.columns[tree.this.name]
            if stored.family == 'null':
                raise NotTranslated('a column without a kind')
        return self.converted(scope, self.term(scope, tree.this), kind)

    def _literal(self, scope: Scope, tree: exp.Literal) -> Term:
        if tree.is_string:
            return self.constant(tree.this, TEXT)
        if tree.this.isdigit():
            return Term(tree.this, INTEGER, plain=True)
        return self.constant(tree.this, REAL)

    def _case(self, scope: Scope, tree: exp.Case) -> Term:
        if tree.args.get('this') is not None:
            raise NotTranslated('CASE of a value')
        branches = [(self.term(scope, part.this), self.term(scope, part.args['true'])) for part in tree.args['ifs']]
        default = tree.args.get('default')
        last = Term('NULL', NULL) if default is None else self.term(scope, default)
        kind = widest([*(value.kind for _, value in branches), last.kind])
        branches, last = [(when, self.operand(scope, value)) for when, value in branches], self.operand(scope, last)
        texts = ' '.join(f'WHEN {self.asked(when)} THEN {value.text}' for when, value in branches)
        parts = [term for branch in branches for term in branch]
        return _rebuilt(f'CASE {texts} ELSE {last.text} END', kind, *parts, last)

    def _compared(self, scope: Scope, tree: exp.Expr) -> Term:
        left, right = (self.operand(scope, self.term(scope, part)) for part in (tree.this, tree.expression))
        ends = [self.told_apart(part) for part in (left, right)]
        return _condition(f'({ends[0]} {_COMPARISONS[type(tree)]} {ends[1]})', left, right)

    def _joined(self, scope: Scope, tree: exp.Expr) -> Term:
        word = ' AND ' if isinstance(tree, exp.And) else ' OR '
        parts = [self.term(scope, part) for part in tree.flatten()]
        return _condition(f'({word.join(self.asked(part) for part in parts)})', *parts)

    def _negation(self, scope: Scope, tree: exp.Not) -> Term:
        inner = self.term(scope, tree.this)
        return _condition(f'(NOT {self.asked(inner)})', inner)

    def _is_null(self, scope: Scope, tree: exp.Is) -> Term:
        if not isinstance(tree.expression, exp.Null):
            raise NotTranslated('IS')
        inner = self.operand(scope, self.term(scope, tree.this))
        return _condition(f'({inner.text} IS NULL)', inner)

    def _within(self, scope: Scope, tree: exp.In) -> Term:
        if tree.args.get('query') is not None:
            raise NotTranslated('IN of a query')
        value, *listed = (self.operand(scope, self.term(scope, part)) for part in (tree.this, *tree.expressions))
        members = ', '.join(self.told_apart(part) for part in listed)
        return _condition(f'({self.told_apart(value)} IN ({members}))', value, *listed)

    def _arithmetic(self, scope: Scope, tree: exp.Expr) -> Term:
        left, right = self.term(scope, tree.this), self.term(scope, tree.expression)
        kind = widest([left.kind, right.kind])
        if kind.family == 'decimal' and not (isinstance(tree, exp.Mul) and right.kind == INTEGER):
            raise NotTranslated('arithmetic of decimals')
        if kind.family == 'real':
            left, right = (self.name(scope, self.converted(scope, part, REAL)) for part in (left, right))
        text = self.dialect.arithmetic(_ARITHMETIC[type(tree)], left.text, right.text, kind)
        return _rebuilt(text, kind, left, right)

    def _division(self, scope: Scope, tree: exp.Expr) -> Term:
        if isinstance(tree, exp.Mod):
            return self._remainder(scope, tree)
        left, right = (self.name(scope, self.term(scope, part)) for part in (tree.this, tree.expression))
        if isinstance(tree, exp.Div):
            left, right = (self.name(scope, self.converted(scope, part, REAL)) for part in (left, right))
            return _rebuilt(self.dialect.quotient(left.text, right.text), REAL, left, right)
        return _rebuilt(self.dialect.whole_quotient(left.text, right.text), HUGE, left, right)

    def _remainder(self, scope: Scope, tree: exp.Mod) -> Term:
        """Every dialect holds both texts once."""
        left, right = (self.operand(scope, self.term(scope, part)) for part in (tree.this, tree.expression))
        kind = widest([left.kind, right.kind])
        if kind.family == 'real':
            raise NotTranslated('the remainder of numbers with a fraction')
        return _rebuilt(self.dialect.remainder(left.text, right.text, kind), kind, left, right)

    def _negative(self, scope: Scope, tree: exp.Neg) -> Term:
        inner = self.term(scope, tree.this)
        return _rebuilt(f'(-{inner.text})', inner.kind, inner)

    def _rounded(self, scope: Scope, tree: exp.Expr) -> Term:
        names: dict[type[exp.Expr], str] = {exp.Round: 'round', exp.Floor: 'floor', exp.Ceil: 'ceil'}
        if tree.args.get('decimals') is not None:
            raise NotTranslated('ROUND to places')
        return self._function(scope, names[type(tree)], [tree.this], REAL)

    def _same_kind(self, scope: Scope, tree: exp.Expr) -> Term:
        """Functions whose result is of the kind of their operands."""
        names: dict[type[exp.Expr], str] = {
            exp.Abs: 'abs', exp.Least: 'least', exp.Greatest: 'greatest', exp.Coalesce: 'coalesce',
        }  # fmt: skip
        parts = self._operands(scope, names[type(tree)], [tree.this, *tree.expressions])
        return self._called(names[type(tree)], parts, widest([part.kind for part in parts]))

    def _power(self, scope: Scope, tree: exp.Pow) -> Term:
        return self._function(scope, 'pow', [tree.this, tree.expression], REAL)

    def _logarithm(self, scope: Scope, tree: exp.Log) -> Term:
        if not isinstance(tree.this, exp.Literal) or tree.this.this != '10':
            raise NotTranslated('LOG of another base')
        return self._function(scope, 'log10', [tree.expression], REAL)

    def _text(self, scope: Scope, tree: exp.Expr) -> Term:
        if isinstance(tree, exp.Substring):
            parts = [tree.this, tree.args['start'], *([tree.args['length']] if tree.args.get('length') else [])]
            return self._function(scope, 'substring', parts, TEXT)
        if isinstance(tree, exp.Replace):
            return self._function(scope, 'replace', [tree.this, tree.expression, tree.args['replacement']], TEXT)
        if isinstance(tree, exp.Trim):
            side = {'LEADING': 'ltrim', 'TRAILING': 'rtrim'}.get(str(tree.args.get('position') or '').upper(), 'trim')
            return self._function(scope, side, [tree.this], TEXT)
        if isinstance(tree, exp.DPipe):
            return self._function(scope, 'concat', list(tree.flatten()), TEXT)
        if isinstance(tree, exp.Left) and isinstance(tree.this, exp.SHA2):
            return self.term(scope, tree.this)
        name, kind = ('left', TEXT) if isinstance(tree, exp.Left) else ('starts_with', TRUTH)
        return self._function(scope, name, [tree.this, tree.expression], kind)

    def _matches(self, scope: Scope, tree: exp.RegexpFullMatch) -> Term:
        pattern = tree.expression
        if not isinstance(pattern, exp.Cast) or not isinstance(pattern.this, exp.Placeholder):
            raise NotTranslated('a pattern that is no constant')
        value = self.term(scope, tree.this)
        expression = str(self.given[int(pattern.this.this) - 1])
        wanted = self.constant(like_pattern(expression, self.dialect.patterns), TEXT)
        return _condition(self.dialect.like(value.text, wanted.text), value)

    def _truncated(self, scope: Scope, tree: exp.Expr) -> Term:
        unit = str(tree.args['unit'].this).lower()
        return self._function(scope, f'truncated_{unit}', [tree.this], MOMENT)

    def _anonymous(self, scope: Scope, tree: exp.Anonymous) -> Term:
        name = str(tree.this).lower()
        if name not in _NAMED:
            raise NotTranslated(name)
        return self._function(scope, name, list(tree.expressions), _NAMED[name])

    def _count(self, scope: Scope, tree: exp.Count) -> Term:
        counting = self.dialect.counting
        if isinstance(tree.this, exp.Star):
            return Term(f'{counting}(*)', INTEGER, aggregate=True)
        distinct = isinstance(tree.this, exp.Distinct)
        value = self.operand(scope, self.term(scope, tree.this.expressions[0] if distinct else tree.this))
        text = f'DISTINCT {self.told_apart(value)}' if distinct else value.text
        return Term(f'{counting}({text})', INTEGER, value.step, aggregate=True)

    def _sum(self, scope: Scope, tree: exp.Sum) -> Term:
        short = isinstance(tree.this, exp.Cast) and tree.this.args['to'].this == _TYPES.INT
        value = self.term(scope, tree.this.this if short else tree.this)
        if short and value.kind == INTEGER:
            text = self.dialect.short_total(value.text)
            if text is not None:
                return Term(text, INTEGER, value.step, aggregate=True)
        if value.kind.family not in {'integer', 'huge'}:
            raise NotTranslated('a sum of numbers that are not whole')
        return Term(self.dialect.total(value.text), HUGE, value.step, aggregate=True)

    def _extreme(self, scope: Scope, tree: exp.Expr) -> Term:
        value = self.term(scope, tree.this)
        if value.kind.family == 'truth':
            raise NotTranslated('the least of true and false')
        if self.told_apart(value) != value.text:
            raise NotTranslated('the least of texts')
        word = 'MIN' if isinstance(tree, exp.Min) else 'MAX'
        return Term(f'{word}({value.text})', value.kind, value.step, aggregate=True)

    def _function(self, scope: Scope, name: str, operands: list[exp.Expr], kind: Kind) -> Term:
        return self._called(name, self._operands(scope, name, operands), kind)

    def _operands(self, scope: Scope, name: str, operands: list[exp.Expr]) -> list[Term]:
        terms = [self.operand(scope, self.term(scope, operand)) for operand in operands]
        return terms if name in _FUNCTIONS_READ_ONCE else [self.name(scope, term) for term in terms]

    def _called(self, name: str, parts: list[Term], kind: Kind) -> Term:
        text = self.dialect.function(name, [part.text for part in parts], [part.kind for part in parts])
        if text is None:
            raise NotTranslated(name)
        return _condition(text, *parts) if name in _CONDITIONS else _rebuilt(text, kind, *parts)


_RULES: list[tuple[type[Any] | tuple[type[Any], ...], Callable[..., Term]]] = [
    (exp.Column, Expressions._column),
    ((exp.Cast, exp.TryCast), Expressions._typed),
    (exp.Literal, Expressions._literal),
    (exp.Null, lambda *_: Term('NULL', NULL)),
    (exp.Case, Expressions._case),
    (tuple(_COMPARISONS), Expressions._compared),
    ((exp.And, exp.Or), Expressions._joined),
    (exp.Not, Expressions._negation),
    (exp.Is, Expressions._is_null),
    (exp.In, Expressions._within),
    (tuple(_ARITHMETIC), Expressions._arithmetic),
    ((exp.Div, exp.IntDiv, exp.Mod), Expressions._division),
    (exp.Neg, Expressions._negative),
    ((exp.Round, exp.Floor, exp.Ceil), Expressions._rounded),
    ((exp.Abs, exp.Least, exp.Greatest, exp.Coalesce), Expressions._same_kind),
    (exp.Pow, Expressions._power),
    (exp.Log, Expressions._logarithm),
    ((exp.Substring, exp.Replace, exp.Trim, exp.DPipe, exp.Left, exp.StartsWith), Expressions._text),
    (exp.RegexpFullMatch, Expressions._matches),
    ((exp.TimestampTrunc, exp.DateTrunc), Expressions._truncated),
    (exp.Anonymous, Expressions._anonymous),
    (exp.Count, Expressions._count),
    (exp.Sum, Expressions._sum),
    ((exp.Min, exp.Max), Expressions._extreme),
    (exp.Window, window),
]


def _rebuilt(text: str, kind: Kind, *parts: Term) -> Term:
    step = max((part.step for part in parts), default=0)
    return Term(text, kind, step, False, any(part.aggregate for part in parts))


def _condition(text: str, *parts: Term) -> Term:
    return replace(_rebuilt(text, TRUTH, *parts), condition=True)


def _kind_of(target: exp.DataType) -> Kind:
    if target.this == _TYPES.DECIMAL:
        return Kind('decimal', int(target.expressions[1].this.this))
    if target.this not in _KINDS:
        raise NotTranslated('a type')
    return _KINDS[target.this]
