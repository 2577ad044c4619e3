"""Quantiles by a tree of noisy counts: a public grid of leaves, counted on every level below the root.

A row adds 1 to one node of each level, so h levels of a unit with m rows in C groups have L1 = C m h, L2 = m sqrt(C h).
A quantile is found by going down: at each level the child in which the wanted share of the noisy rows lies. Its
interval is the hull of the leaves that the noisy ranks of their ends do not rule out, each end at 2.5 %.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dq0_sql.fieller import factor
from dq0_sql.half_width import Noise

MOST_LEAVES = 4_096
MOST_NODES = 262_144
"""Leaves of all cells together."""
MOST_BRANCHES = 16


@dataclass(frozen=True)
class Tree:
    """`branches` ^ `levels` leaves, each of `width` quanta, from `low` quanta on."""

    low: int
    high: int
    width: int
    branches: int
    levels: int

    @property
    def leaves(self) -> int:
        return int(self.branches**self.levels)

    @property
    def nodes(self) -> int:
        """Nodes of one cell, level by level from below the root."""
        return sum(int(self.branches**level) for level in range(1, self.levels + 1))

    def counted(self, leaves: Sequence[int]) -> list[int]:
        """Counts of all nodes from those of the leaves."""
        rows = [list(leaves)]
        while len(rows[-1]) > self.branches:
            below = rows[-1]
            rows.append([sum(below[start : start + self.branches]) for start in range(0, len(below), self.branches)])
        return [count for row in reversed(rows) for count in row]


def grid(low: int, high: int, cells: int) -> Tree:
    """The finest grid of whole quanta that `cells` groups have room for, with as few levels as 16 branches allow."""
    leaves = max(2, min(high - low + 1, MOST_LEAVES, MOST_NODES // cells))
    levels = 1
    while _root(leaves, levels) > MOST_BRANCHES:
        levels += 1
    branches = _root(leaves, levels)
    return Tree(low, high, -(-(high - low + 1) // int(branches**levels)), branches, levels)


def quantile(tree: Tree, nodes: Sequence[int], share: Fraction) -> Fraction | None:
    """The value below which `share` of the rows lie, in quanta; None below one noisy row."""
    if sum(nodes[: tree.branches]) < 1:
        return None
    start, place, rest = 0, 0, share
    for level in range(1, tree.levels + 1):
        children = [max(0, count) for count in nodes[start + place : start + place + tree.branches]]
        total, child = sum(children), 0
        if total == 0:
            child, rest = min(int(rest * tree.branches), tree.branches - 1), Fraction(1, 2)
        else:
            wanted = rest * total
            while child < tree.branches - 1 and (wanted > children[child] or children[child] == 0):
                wanted, child = wanted - children[child], child + 1
            rest = min(max(wanted / children[child], Fraction(0)), Fraction(1)) if children[child] else Fraction(1, 2)
        start += int(tree.branches**level)
        place = (place + child) * tree.branches
    return _held(tree, tree.low + (place // tree.branches) * tree.width + rest * (tree.width - 1))


def quantile_range(tree: Tree, nodes: Sequence[int], share: Fraction, noise: Noise) -> tuple[Fraction, Fraction]:
    """The interval of a quantile, in quanta: from leaves whose ends are not surely on one side of it."""
    z, low, high = factor(noise.kind) * noise.deviation, tree.leaves - 1, 0
    ranks = list(_ranks(tree, nodes, share))
    for leaf in range(tree.leaves):
        (below, spread_below), (above, spread_above) = ranks[leaf], ranks[leaf + 1]
        if below <= z * spread_below and above >= -z * spread_above:
            low, high = min(low, leaf), max(high, leaf)
    if low > high:
        return Fraction(tree.low), Fraction(tree.high)
    first, last = tree.low + low * tree.width, tree.low + (high + 1) * tree.width - 1
    return _held(tree, Fraction(first)), _held(tree, Fraction(last))


def _ranks(tree: Tree, nodes: Sequence[int], share: Fraction) -> Iterator[tuple[float, float]]:
    """For each end of a leaf: noisy rows left of it less `share` of all rows, and its noise in single deviations.

    Each node has its own weight: on the first level 1 - share left of the end and -share right of it, further down 1.
    """
    part = float(share)
    total = sum(nodes[: tree.branches])
    for end in range(tree.leaves + 1):
        rank, variance, start, parent = -part * total, 0.0, 0, 0
        for level in range(1, tree.levels + 1):
            size = int(tree.branches ** (tree.levels - level))
            place = min(end // size, int(tree.branches**level))
            left = max(0, place - parent)
            rank += sum(nodes[start + parent : start + parent + left])
            if level == 1:
                variance += left * (1 - part) ** 2 + (tree.branches - left) * part**2
            else:
                variance += left
            start += int(tree.branches**level)
            parent = place * tree.branches
        yield rank, math.sqrt(variance)


def _held(tree: Tree, value: Fraction) -> Fraction:
    return min(max(Fraction(value), Fraction(tree.low)), Fraction(tree.high))


def _root(leaves: int, levels: int) -> int:
    """The smallest whole number whose `levels`-th power is at least `leaves`."""
    root = 2
    while root**levels < leaves:
        root += 1
    return root
