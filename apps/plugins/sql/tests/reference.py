"""An independent reading of the language: rows as dictionaries, values as Fraction (exact), float, str, bool, date.

Random queries come as pairs: SQL text, and a Python function that says what it means. Nothing of the compiler is used.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

Row = dict[str, Any]
Number = Fraction | float | None
Evaluate = Callable[[Row], Any]


@dataclass(frozen=True)
class Written:
    """SQL text and its meaning."""

    sql: str
    value: Evaluate


def as_float(value: Fraction | float) -> float:
    """An exact number as the database turns it into a double: scaled integer, then divided."""
    if isinstance(value, float):
        return value
    places = next(places for places in range(30) if 10**places % value.denominator == 0)
    return float(int(value * 10**places)) / float(10**places)


def half_away(value: Fraction) -> int:
    """Rounds halves away from zero."""
    return math.floor(abs(value) + Fraction(1, 2)) * (1 if value >= 0 else -1)


class Generator:
    """Random expressions over the numeric, text and other columns of a table."""

    def __init__(self, seed: int, numbers: dict[str, tuple[int, int]], texts: dict[str, list[str]]) -> None:
        self.random = random.Random(seed)
        self.numbers = numbers
        self.texts = texts

    def number(self, depth: int) -> Written:
        if depth == 0 or self.random.random() < 0.25:
            return self._column() if self.random.random() < 0.7 else self._literal()
        form = self.random.choice(['+', '-', '*', '/', 'CLAMP', 'CAST', 'NEG'])
        if form == 'CLAMP':
            return self.clamped(self.number(depth - 1))
        if form == 'CAST':
            return self._cast(self.number(depth - 1))
        if form == 'NEG':
            inner = self.number(depth - 1)
            return Written(f'(-({inner.sql}))', lambda row: _arithmetic('-', Fraction(0), inner.value(row)))
        left, right = self.number(depth - 1), self.number(depth - 1)
        return Written(
            f'({left.sql} {form} {right.sql})',
            lambda row: _arithmetic(form, left.value(row), right.value(row)),
        )

    def clamped(self, inner: Written) -> Written:
        """CLAMP with integer bounds."""
        low = self.random.randint(-500, 500)
        high = low + self.random.randint(1, 1000)

        def value(row: Row) -> Number:
            found = inner.value(row)
            return None if found is None else _clamp(found, low, high)

        return Written(f'CLAMP({inner.sql}, {low}, {high})', value)

    def condition(self, depth: int) -> Written:
        if depth > 0 and self.random.random() < 0.6:
            left, right = self.condition(depth - 1), self.condition(depth - 1)
            word = self.random.choice(['AND', 'OR', 'NOT'])
            if word == 'NOT':
                return Written(f'(NOT {left.sql})', lambda row: _not(left.value(row)))
            both = _and if word == 'AND' else _or
            return Written(f'({left.sql} {word} {right.sql})', lambda row: both(left.value(row), right.value(row)))
        return self._text_condition() if self.texts and self.random.random() < 0.4 else self._number_condition()

    def _column(self) -> Written:
        name = self.random.choice(sorted(self.numbers))
        return Written(name, lambda row: row[name])

    def _literal(self) -> Written:
        whole, places = self.random.randint(0, 60), self.random.choice(['', '.5', '.25'])
        text = f'{whole}{places}'
        return Written(text, lambda row: Fraction(text))

    def _cast(self, inner: Written) -> Written:
        kind = self.random.choice(['INTEGER', 'DECIMAL(12, 2)', 'DOUBLE'])

        def value(row: Row) -> Number:
            found = inner.value(row)
            if found is None:
                return None
            if kind == 'DOUBLE':
                return as_float(found)
            places = 0 if kind == 'INTEGER' else 2
            if isinstance(found, float):
                scaled = found * float(10**places) if places else found
                rounded = half_away(Fraction(scaled)) if math.isfinite(scaled) else 10**40
            else:
                rounded = half_away(found * 10**places)
            inside = -(2**31) <= rounded < 2**31 if places == 0 else abs(rounded) < 10**12
            return Fraction(rounded, 10**places) if inside else None

        return Written(f'CAST({inner.sql} AS {kind})', value)

    def _number_condition(self) -> Written:
        operator = self.random.choice(['=', '<>', '<', '<=', '>', '>=', 'IN', 'BETWEEN', 'NULL'])
        left = self.number(2)
        if operator == 'NULL':
            return Written(f'({left.sql} IS NULL)', lambda row: left.value(row) is None)
        low = self.random.randint(-5, 60)
        high = low + self.random.randint(0, 40)
        if operator == 'IN':
            return Written(
                f'({left.sql} IN ({low}, {high}, 40.5))',
                lambda row: _any_equal(left.value(row), [Fraction(low), Fraction(high), Fraction('40.5')]),
            )
        if operator == 'BETWEEN':
            return Written(
                f'({left.sql} NOT BETWEEN {low} AND {high})',
                lambda row: _not(
                    _and(
                        _compare('>=', left.value(row), Fraction(low)), _compare('<=', left.value(row), Fraction(high))
                    )
                ),
            )
        right = self.number(1)
        return Written(
            f'({left.sql} {operator} {right.sql})', lambda row: _compare(operator, left.value(row), right.value(row))
        )

    def _text_condition(self) -> Written:
        name = self.random.choice(sorted(self.texts))
        chosen = self.random.sample(self.texts[name], 2)
        operator = self.random.choice(['=', '<', 'IN', 'LIKE', 'NULL'])
        if operator == 'NULL':
            return Written(f'({name} IS NOT NULL)', lambda row: row[name] is not None)
        if operator == 'IN':
            listed = ', '.join(_quoted(text) for text in chosen)
            return Written(f'({name} IN ({listed}))', lambda row: None if row[name] is None else row[name] in chosen)
        if operator == 'LIKE':
            pattern = self.random.choice([f'{chosen[0][:2]}%', f'%{chosen[0][-2:]}', '%e%', '_a%', chosen[0]])
            regex = re.compile(''.join({'%': '.*', '_': '.'}.get(c, re.escape(c)) for c in pattern), re.DOTALL)
            return Written(
                f'({name} LIKE {_quoted(pattern)})',
                lambda row: None if row[name] is None else regex.fullmatch(row[name]) is not None,
            )
        return Written(
            f'({name} {operator} {_quoted(chosen[0])})',
            lambda row: None if row[name] is None else _TEXT[operator](row[name].encode(), chosen[0].encode()),
        )


_TEXT: dict[str, Callable[[bytes, bytes], bool]] = {'=': lambda a, b: a == b, '<': lambda a, b: a < b}


def _arithmetic(operator: str, left: Number, right: Number) -> Number:
    if left is None or right is None:
        return None
    if operator == '/':
        divisor = as_float(right)
        result = as_float(left) / divisor if divisor != 0 else math.inf
    elif isinstance(left, Fraction) and isinstance(right, Fraction):
        return {'+': left + right, '-': left - right, '*': left * right}[operator]
    else:
        first, second = as_float(left), as_float(right)
        result = {'+': first + second, '-': first - second, '*': first * second}[operator]
    return result if math.isfinite(result) else None


def _clamp(value: Fraction | float, low: int, high: int) -> Fraction | float:
    if isinstance(value, float):
        return min(max(value, float(low)), float(high))
    return min(max(value, Fraction(low)), Fraction(high))


def _compare(operator: str, left: Number, right: Number) -> bool | None:
    if left is None or right is None:
        return None
    if isinstance(left, float) or isinstance(right, float):
        left, right = as_float(left), as_float(right)
    return {
        '=': left == right,
        '<>': left != right,
        '<': left < right,
        '<=': left <= right,
        '>': left > right,
        '>=': left >= right,
    }[operator]


def _any_equal(value: Number, options: list[Fraction]) -> bool | None:
    return None if value is None else any(_compare('=', value, option) for option in options)


def _and(left: bool | None, right: bool | None) -> bool | None:
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def _or(left: bool | None, right: bool | None) -> bool | None:
    return _not(_and(_not(left), _not(right)))


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
