"""Groups that metadata list, numbered: each listed one by a number of its own, every other value by any number."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from dq0_sql.duckdb_printer import DuckdbPrinter
from dq0_sql.keys import KeyDomain

MOST_TEXTS = 64
"""Texts of a key that are numbered: each is compared with one after the other."""


@dataclass(frozen=True)
class Numbering:
    """The values of one key as `low`, `low + step`, ... or as texts; whatever is not among them is numbered last."""

    low: int
    high: int
    step: int
    texts: tuple[str, ...] | None
    truth: bool
    others: bool

    @property
    def size(self) -> int:
        listed = len(self.texts) if self.texts is not None else (self.high - self.low) // self.step + 1
        return listed + (1 if self.others else 0)


def numbering(domain: KeyDomain) -> Numbering | None:
    """How a key with a public domain is numbered; None for days, times and long lists of texts."""
    others = domain.null or domain.derived
    if domain.kind == 'boolean':
        return Numbering(0, 1, 1, None, True, others)
    if domain.kind == 'string':
        texts = tuple(value for value in domain.values or () if isinstance(value, str))
        return Numbering(0, 0, 1, texts, False, others) if len(texts) <= MOST_TEXTS else None
    if domain.kind not in {'integer', 'decimal'}:
        return None
    if domain.values is None:
        return Numbering(domain.low, domain.high, 1, None, False, others)
    whole = [value for value in domain.values if isinstance(value, int)]
    if not whole:
        return Numbering(0, 0, 1, (), False, others)
    low = min(whole)
    return Numbering(low, max(whole), math.gcd(*(value - low for value in whole)) or 1, None, False, others)


def number_of_group(printer: DuckdbPrinter, keys: Sequence[str], numberings: Sequence[Numbering], prime: int) -> str:
    """Below the product of the sizes for every listed group. `prime` divides no step and is not below it."""
    text = ''
    for key, one in zip(keys, numberings, strict=True):
        number = _number(printer, key, one, prime)
        text = f'({text} * {printer.constant(one.size, "BIGINT")} + {number})' if text else number
    return text


def _number(printer: DuckdbPrinter, key: str, one: Numbering, prime: int) -> str:
    def whole(value: int) -> str:
        return printer.constant(value, 'BIGINT')

    if one.truth:
        return f'CASE WHEN {key} THEN {whole(1)} WHEN NOT {key} THEN {whole(0)} ELSE {whole(2)} END'
    if one.texts is not None:
        cases = [
            f'WHEN {key} = {printer.constant(text, "VARCHAR")} THEN {whole(index)}'
            for index, text in enumerate(one.texts)
        ]
        return f'CASE {" ".join(cases)} ELSE {whole(len(one.texts))} END' if cases else whole(0)
    inside = f'({key} - {whole(one.low)})'
    if one.step > 1:
        # Divided by the step where it is a multiple: multiplied by its inverse.
        inside = f'({inside} % {whole(prime)} * {whole(pow(one.step, -1, prime))} % {whole(prime)})'
    last = whole(one.size - 1 if one.others else one.size)
    return f'CASE WHEN {key} >= {whole(one.low)} AND {key} <= {whole(one.high)} THEN {inside} ELSE {last} END'
