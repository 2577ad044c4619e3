"""The typed expressions the compiler knows: a closed list, each total on every row.

A node carries the type of its value and whether it may be NULL. Only these nodes are printed, so only they reach a
database. `nullable` is a proof, not a guess: False means no row gives NULL.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from dq0_sql.value_types import Real, Truth, ValueType

TRUTH = Truth()
Scalar = int | float | str | bool | date | datetime
Comparison = Literal['=', '<>', '<', '<=', '>', '>=']


@dataclass(frozen=True)
class ColumnValue:
    """A column of the relation the expression reads; `values` are all it may hold besides NULL, where listed.

    `computed`: an expression of a sub-query, not a column behind the normalising view.
    """

    name: str
    type: ValueType
    nullable: bool
    values: tuple[Scalar, ...] | None = None
    computed: bool = False


@dataclass(frozen=True)
class Constant:
    """A literal of the text, bound as a parameter. Exact numbers hold their scaled integer."""

    value: Scalar
    type: ValueType
    nullable: bool = False


@dataclass(frozen=True)
class Arithmetic:
    """Sum, difference or product of two numbers in the same representation, proven to fit its type."""

    operator: Literal['+', '-', '*']
    left: Node
    right: Node
    type: ValueType
    nullable: bool


@dataclass(frozen=True)
class Quotient:
    """Real division; NULL where the divisor is zero."""

    left: Node
    right: Node
    type: Real
    nullable: bool


@dataclass(frozen=True)
class Finite:
    """The operand, or NULL where a double has overflowed."""

    operand: Node
    type: Real
    nullable: bool = True


@dataclass(frozen=True)
class Clamp:
    """The operand held in [low, high], both in its own representation."""

    operand: Node
    low: int | float
    high: int | float
    type: ValueType
    nullable: bool


@dataclass(frozen=True)
class Within:
    """The operand, or NULL outside of [low, high]: a cast to a narrower type."""

    operand: Node
    low: int
    high: int
    type: ValueType
    nullable: bool = True


@dataclass(frozen=True)
class Rescale:
    """An exact number in another scale; to a smaller one it rounds, halves away from zero."""

    operand: Node
    type: ValueType
    nullable: bool


@dataclass(frozen=True)
class ToReal:
    """An exact number as a double."""

    operand: Node
    type: Real
    nullable: bool


Conversion = Literal[
    'text_to_integer', 'text_to_decimal', 'text_to_real', 'text_to_truth', 'text_to_day', 'text_to_moment',
    'real_to_exact', 'truth_to_integer', 'integer_to_text', 'truth_to_text', 'day_to_text',
    'day_to_moment', 'moment_to_day',
]  # fmt: skip


@dataclass(frozen=True)
class Convert:
    """A try-cast: NULL where the value has no counterpart. `real_to_exact` takes a double already held in range."""

    kind: Conversion
    operand: Node
    type: ValueType
    nullable: bool


@dataclass(frozen=True)
class Compare:
    """Comparison of two values in the same representation."""

    operator: Comparison
    left: Node
    right: Node
    nullable: bool
    type: Truth = TRUTH


@dataclass(frozen=True)
class AllOf:
    """Conjunction, flattened."""

    operands: tuple[Node, ...]
    nullable: bool
    type: Truth = TRUTH


@dataclass(frozen=True)
class AnyOf:
    """Disjunction, flattened."""

    operands: tuple[Node, ...]
    nullable: bool
    type: Truth = TRUTH


@dataclass(frozen=True)
class Negation:
    """NOT, with NULL for NULL."""

    operand: Node
    nullable: bool
    type: Truth = TRUTH


@dataclass(frozen=True)
class IsNull:
    """Never NULL itself."""

    operand: Node
    nullable: bool = False
    type: Truth = TRUTH


@dataclass(frozen=True)
class Matches:
    """LIKE as a regular expression of an engine with linear time (RE2), from a literal pattern."""

    operand: Node
    expression: str
    nullable: bool
    type: Truth = TRUTH


@dataclass(frozen=True)
class Case:
    """The value of the first branch whose condition is TRUE, else `otherwise`; None is NULL. One type for all."""

    branches: tuple[tuple[Node, Node | None], ...]
    otherwise: Node | None
    type: ValueType
    nullable: bool


CallName = Literal[
    'least', 'greatest', 'coalesce', 'abs', 'modulo', 'floor', 'ceiling', 'root', 'ln', 'log10', 'exp', 'power',
    'upper', 'lower', 'length', 'part', 'trim', 'ltrim', 'rtrim', 'joined', 'replaced', 'starts',
    'year', 'quarter', 'month', 'day', 'weekday', 'hour', 'minute', 'second', 'truncated', 'elapsed',
]  # fmt: skip


@dataclass(frozen=True)
class Call:
    """A function of a closed list, total on every row; `parameters` are constants of the text that it needs."""

    name: CallName
    operands: tuple[Node, ...]
    type: ValueType
    nullable: bool
    parameters: tuple[int | str, ...] = ()


Node = (
    ColumnValue | Constant | Arithmetic | Quotient | Finite | Clamp | Within | Rescale | ToReal | Convert
    | Compare | AllOf | AnyOf | Negation | IsNull | Matches | Case | Call
)  # fmt: skip


def parts_of(node: Node) -> tuple[Node, ...]:
    """The operands of a node."""
    if isinstance(node, Case):
        branches = [part for branch in node.branches for part in branch if part is not None]
        return (*branches, *(() if node.otherwise is None else (node.otherwise,)))
    found = [part for field in ('operand', 'left', 'right') if (part := getattr(node, field, None)) is not None]
    return (*found, *getattr(node, 'operands', ()))


def weight(node: Node) -> int:
    """Operations of an expression written out; kept with the node, because functions use their operands repeatedly."""
    known = node.__dict__.get('_weight')
    if known is None:
        known = 1 + sum(weight(part) for part in parts_of(node))
        object.__setattr__(node, '_weight', known)
    return int(known)


def columns_of(node: Node) -> set[str]:
    """Names of the columns an expression reads."""
    if isinstance(node, ColumnValue):
        return {node.name}
    return {name for part in parts_of(node) for name in columns_of(part)}
