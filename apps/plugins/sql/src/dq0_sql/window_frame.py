"""Frames of windows: ROWS between whole numbers of rows, RANGE between ends that need no arithmetic."""

from __future__ import annotations

from sqlglot import exp

from dq0_sql.refusal import Refused
from dq0_sql.relation import Frame
from dq0_sql.syntax import refuse_extras, span_of

MOST_OFFSET = 1_000
_FORM = 'Write for example ROWS BETWEEN 6 PRECEDING AND CURRENT ROW.'


def read_frame(spec: exp.Expr | None, tree: exp.Expr, *, ordered: bool) -> Frame:
    """The frame of a window: as written, else up to the peers of the current row, or all rows without an order.

    Raises:
        Refused: WINDOW for frames by distance of values, GROUPS, EXCLUDE, and ends in the wrong order.
    """
    if spec is None:
        return Frame(False, None, 0) if ordered else Frame(True, None, None)
    if spec.args.get('exclude') is not None:
        raise _refused('EXCLUDE is not part of the language.', tree)
    refuse_extras(spec, 'kind', 'start', 'start_side', 'end', 'end_side')
    kind = str(spec.args.get('kind')).upper()
    if kind not in {'ROWS', 'RANGE'}:
        raise _refused('Frames are counted in rows.', tree)
    start = _end(spec, 'start', 'PRECEDING', tree)
    end = 0 if spec.args.get('end') is None else _end(spec, 'end', 'FOLLOWING', tree)
    if kind == 'RANGE' and (start or end):
        raise _refused('A frame by distance of values has no rule.', tree)
    if start is not None and end is not None and start > end:
        raise _refused('This frame ends before it begins.', tree)
    frame = Frame(kind == 'ROWS', start, end)
    if ordered:
        return frame
    if frame.rows and not frame.whole:
        raise Refused(
            'WINDOW', 'Without an order no row precedes another.', 'Add ORDER BY inside of OVER.', span_of(tree)
        )  # fmt: skip
    return Frame(True, None, None)


def _end(spec: exp.Expr, name: str, unbounded: str, tree: exp.Expr) -> int | None:
    """Rows after the current one, before it below zero; None for the end of the partition."""
    value, side = spec.args.get(name), str(spec.args.get(f'{name}_side') or '').upper()
    if value == 'CURRENT ROW':
        return 0
    if value == 'UNBOUNDED' and side == unbounded:
        return None
    if isinstance(value, exp.Literal) and side in {'PRECEDING', 'FOLLOWING'}:
        return read_offset(value, tree) * (1 if side == 'FOLLOWING' else -1)
    raise _refused('This frame has no rule.', tree)


def read_offset(tree: exp.Expr | None, window: exp.Expr) -> int:
    """A whole number of rows of the text; 1 where none is written.

    Raises:
        Refused: WINDOW.
    """
    if tree is None:
        return 1
    digits = tree.this if isinstance(tree, exp.Literal) and not tree.is_string else ''
    if not digits.isdigit() or int(digits[:9]) > MOST_OFFSET:
        raise Refused(
            'WINDOW', f'Rows are counted in whole numbers up to {MOST_OFFSET:,}.', 'Write for example LAG(x, 1).',
            span_of(tree) or span_of(window),
        )  # fmt: skip
    return int(digits)


def rows_of_frame(frame: Frame, rows: int | None) -> int | None:
    """Rows that a frame holds at most, from its ends and from what is proven of each unit; None without a bound."""
    known = [] if rows is None else [rows]
    if frame.rows and frame.start is not None and frame.end is not None:
        known.append(frame.end - frame.start + 1)
    return min(known, default=None)


def _refused(message: str, tree: exp.Expr) -> Refused:
    return Refused('WINDOW', message, _FORM, span_of(tree))
