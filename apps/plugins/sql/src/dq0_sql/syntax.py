"""Text to syntax tree, and the two questions asked of every node: what does it carry, and where does it stand.

sqlglot parses and nothing else. The tree is read by a whitelist: a node type that no rule names, or an argument that no
rule expects, is a refusal.
"""

from __future__ import annotations

import logging
from typing import ClassVar

import sqlglot
from sqlglot import exp

from dq0_sql.keywords import refuse_foreign_words
from dq0_sql.lexer import LexedText, lex
from dq0_sql.refusal import Refused, Span

MAX_TREE_DEPTH = 100
logging.getLogger('sqlglot').setLevel(logging.CRITICAL)


class _Language(sqlglot.Dialect):
    """The general form of SQL. Functions whose arguments databases order differently stay calls by name."""

    class Parser(sqlglot.Parser):
        FUNCTIONS: ClassVar = {
            name: build for name, build in sqlglot.Parser.FUNCTIONS.items() if name not in {'DATEDIFF', 'DATE_DIFF'}
        }


def parse(text: str) -> tuple[exp.Select, LexedText]:
    """One SELECT and its tokens.

    Raises:
        Refused: everything the lexer and the keyword table refuse, SYNTAX, TOO_DEEP, NOT_A_SELECT.
    """
    lexed = lex(text)
    refuse_foreign_words(lexed)
    try:
        trees = sqlglot.parse(lexed.text, read=_Language)
    except RecursionError:
        raise Refused('TOO_DEEP', 'This query is nested too deeply.', 'Split it into smaller queries.') from None
    except sqlglot.errors.ParseError as error:
        raise _syntax(lexed, error) from None
    except sqlglot.errors.SqlglotError:
        raise Refused('SYNTAX', 'This is not a query I can read.', 'Check quotes and parentheses.') from None
    tree = trees[0] if len(trees) == 1 else None
    if isinstance(tree, exp.Union):
        raise Refused(
            'SET_OPERATION', 'Answers cannot be put together.', 'Ask each SELECT on its own.', lexed.find('UNION')
        )
    if not isinstance(tree, exp.Select):
        raise Refused('NOT_A_SELECT', 'Only a plain SELECT is part of the language.', 'Start with SELECT.')
    _check_depth(tree)
    return tree, lexed


def chain(tree: exp.Expr) -> list[exp.Expr]:
    """Operands of an AND or OR chain, which lies left-deep in the tree, in order and without recursion."""
    joined, pending, operands = type(tree), [tree], list[exp.Expr]()
    while pending:
        part = unwrapped(pending.pop())
        if type(part) is joined:
            refuse_extras(part, 'this', 'expression')
            pending += [part.expression, part.this]
        else:
            operands.append(part)
    return operands


def _check_depth(tree: exp.Expr) -> None:
    """Long chains of AND or OR count once; everything behind the parser may recurse to this depth."""
    pending = [(tree, 0)]
    while pending:
        node, depth = pending.pop()
        if depth > MAX_TREE_DEPTH:
            raise Refused(
                'TOO_DEEP',
                f'An expression may have {MAX_TREE_DEPTH} operations inside one another.',
                'Split it into smaller queries.',
                span_of(node),
            )
        flat = isinstance(node, exp.And | exp.Or)
        for part in node.iter_expressions():
            pending.append((part, depth if flat and type(part) is type(node) else depth + 1))


def _syntax(lexed: LexedText, error: sqlglot.errors.ParseError) -> Refused:
    first = error.errors[0] if error.errors else {}
    line, column = first.get('line') or 1, first.get('col') or 1
    before = sum(len(part) + 1 for part in lexed.text.split('\n')[: line - 1])
    span = lexed.covering(max(0, before + column - 1))
    return Refused(
        'SYNTAX',
        'The query cannot be read here.',
        'Look for a missing comma, parenthesis or word just before this place.',
        span,
    )


def span_of(node: exp.Expr) -> Span | None:
    """Code points from the first to the last descendant that has a position."""
    marks = [part.meta for part in node.walk() if 'start' in part.meta]
    if not marks:
        return None
    return min(mark['start'] for mark in marks), max(mark['end'] for mark in marks) + 1


def refuse_extras(node: exp.Expr, *expected: str) -> None:
    """Refuses a node that carries anything but the expected arguments."""
    for name, value in node.args.items():
        if value and name not in expected:
            raise Refused(
                'CONSTRUCT',
                'This form is not part of the language.',
                'Leave the extra clause away; the guide lists every form that can be computed.',
                span_of(node),
            )


def unwrapped(node: exp.Expr) -> exp.Expr:
    """The node inside of plain parentheses."""
    while isinstance(node, exp.Paren):
        refuse_extras(node, 'this')
        node = node.this
    return node
