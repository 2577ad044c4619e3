"""One try-cast per cell: a text becomes a value of its column's type, or NULL and a note."""

import datetime
import re
from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation
from typing import Any

import pyarrow as pa

INTEGER = re.compile(r"[+-]?\d{1,19}(?:\.0{1,9})?\Z", re.ASCII)
DECIMAL = re.compile(r"[+-]?(?:\d{1,38}(?:\.\d{0,38})?|\.\d{1,38})\Z", re.ASCII)
FLOAT = re.compile(r"[+-]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?|inf(?:inity)?|nan)\Z", re.ASCII | re.IGNORECASE)
DATE = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)
TIMESTAMP = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?\Z", re.ASCII | re.IGNORECASE
)
TRUE = frozenset({"true", "t", "yes", "y", "1"})
FALSE = frozenset({"false", "f", "no", "n", "0"})
DECIMAL_DIGITS = 38
CACHE_ENTRIES = 50_000
CACHE_LENGTH = 64

Cast = Callable[[str], Any]


def _integer(text: str) -> int:
    if not INTEGER.match(text):
        raise ValueError
    value = int(text.partition(".")[0])
    if not -(2**63) <= value < 2**63:
        raise ValueError
    return value


def _decimal(scale: int) -> Cast:
    context = Context(prec=DECIMAL_DIGITS, rounding=ROUND_HALF_EVEN, traps=[InvalidOperation])
    quantum = Decimal(1).scaleb(-scale)

    def cast(text: str) -> Decimal:
        if not DECIMAL.match(text):
            raise ValueError
        try:
            return Decimal(text).quantize(quantum, context=context)
        except InvalidOperation as error:
            raise ValueError from error

    return cast


def _float(text: str) -> float:
    if not FLOAT.match(text):
        raise ValueError
    return float(text)


def _boolean(text: str) -> bool:
    lowered = text.lower()
    if lowered in TRUE:
        return True
    if lowered in FALSE:
        return False
    raise ValueError


def _date(text: str) -> datetime.date:
    if not DATE.match(text):
        raise ValueError
    return datetime.date.fromisoformat(text)


def _timestamp(text: str) -> datetime.datetime:
    if not TIMESTAMP.match(text):
        raise ValueError
    value = datetime.datetime.fromisoformat(text.upper())
    return value if value.tzinfo is None else value.astimezone(datetime.UTC).replace(tzinfo=None)


def column_type(column: dict[str, Any]) -> tuple[pa.DataType, Cast]:
    """Arrow type and cast of a column of the definition. Timestamps are microseconds, UTC."""
    kind = column["type"]
    if kind == "decimal":
        return pa.decimal128(DECIMAL_DIGITS, column["scale"]), _decimal(column["scale"])
    types: dict[str, tuple[pa.DataType, Cast]] = {
        "integer": (pa.int64(), _integer),
        "float": (pa.float64(), _float),
        "string": (pa.string(), str),
        "boolean": (pa.bool_(), _boolean),
        "date": (pa.date32(), _date),
        "timestamp": (pa.timestamp("us"), _timestamp),
    }
    return types[kind]


class CellReader:
    """Casts the texts of one column. Texts that come again are cast once, within a bounded cache."""

    def __init__(self, column: dict[str, Any], null_values: list[str]) -> None:
        self.type, self._cast = column_type(column)
        self.words = f"The cell is not of type {column['type']} and counts as NULL."
        self._nulls: dict[str | None, None] = dict.fromkeys([None, "", *null_values])
        self._known: dict[str | None, Any] = dict(self._nulls)

    def read(self, texts: list[str | None], bad: Callable[[int], None]) -> pa.Array:
        """Values in the column's type; ``bad`` gets the position of each cell that is NULL for want of a cast."""
        known = self._known
        values: list[Any] = []
        for position, text in enumerate(texts):
            if text in known:
                values.append(known[text])
                continue
            assert text is not None
            try:
                value = self._cast(text)
            except (ValueError, OverflowError):
                value = None
                bad(position)
            else:
                if len(text) <= CACHE_LENGTH:
                    if len(known) > CACHE_ENTRIES:
                        known = self._known = dict(self._nulls)
                    known[text] = value
            values.append(value)
        return pa.array(values, type=self.type)
