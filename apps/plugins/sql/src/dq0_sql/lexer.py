"""Limits and hygiene before any parser sees the text.

The lexer is a loop without recursion. It refuses what the language does not have (placeholders, foreign quoting, odd
characters, a second statement), blanks comments out in place so that positions stay true, and bounds length, number of
tokens and nesting, so that the recursive parser behind it works on a small text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dq0_sql.refusal import Refused, Span

MAX_CHARACTERS = 20_000
MAX_TOKENS = 2_000
MAX_DEPTH = 60

_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<comment>--[^\n]*|/\*.*?\*/)
  | (?P<string>'(?:[^']|'')*')
  | (?P<quoted>"(?:[^"]|"")+")
  | (?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
  | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
  | (?P<operator><>|!=|<=|>=|\|\||::|/(?!\*)|[-+*%=<>(),.;])
    """,
    re.VERBOSE | re.DOTALL,
)
_PREFIXES = frozenset({'NOT', '-', '+'})
_OPENING, _CLOSING = frozenset({'(', 'CASE'}), frozenset({')', 'END'})
_NOT_WRITTEN = frozenset({'space', 'comment'})


@dataclass(frozen=True)
class Token:
    """A word, number, string, quoted name or operator; `upper` is its text in capitals, for keywords."""

    kind: str
    upper: str
    span: Span


@dataclass(frozen=True)
class LexedText:
    """`text` has the same length as what was typed, with comments and the last semicolon blanked."""

    text: str
    tokens: tuple[Token, ...]

    @property
    def whole(self) -> Span:
        """From the first token to the last: the place of what has none of its own."""
        return (self.tokens[0].span[0], self.tokens[-1].span[1]) if self.tokens else (0, len(self.text))

    def find(self, *words: str) -> Span | None:
        """Span of the first keyword among `words`, for refusals of constructs that have no position of their own."""
        return next((token.span for token in self.tokens if token.upper in words and token.kind != 'string'), None)

    def closed(self, span: Span) -> Span:
        """The span, extended to the parentheses that close those opened inside of it."""
        depth, end = 0, span[1]
        for token in self.tokens:
            if token.span[0] < span[0] or token.kind != 'operator':
                continue
            if token.span[0] >= span[1] and (depth <= 0 or token.upper != ')'):
                break
            depth += {'(': 1, ')': -1}.get(token.upper, 0)
            end = max(end, token.span[1])
        return span[0], end

    def covering(self, offset: int) -> Span | None:
        """Span of the token at an offset, else of the last token."""
        inside = (token.span for token in self.tokens if token.span[0] <= offset < token.span[1])
        return next(inside, self.tokens[-1].span if self.tokens else None)


def lex(text: str) -> LexedText:
    """Splits a query into tokens.

    Raises:
        Refused: TEXT_TOO_LONG, TOO_MANY_TOKENS, TOO_DEEP, EMPTY, MANY_STATEMENTS, PLACEHOLDER, CHARACTER, UNCLOSED.
    """
    if len(text) > MAX_CHARACTERS:
        raise Refused(
            'TEXT_TOO_LONG',
            f'A query may have {MAX_CHARACTERS:,} characters; this one has {len(text):,}.',
            'Shorten the text, or ask several smaller queries.',
            (MAX_CHARACTERS, len(text)),
        )
    tokens: list[Token] = []
    kept = list(text)
    offset = 0
    while offset < len(text):
        match = _TOKEN.match(text, offset)
        if match is None:
            raise _unreadable(text, offset)
        kind, span = str(match.lastgroup), match.span()
        if kind == 'comment':
            kept[span[0] : span[1]] = ' ' * (span[1] - span[0])
        elif kind not in _NOT_WRITTEN:
            tokens.append(_checked(Token(kind, match.group().upper(), span), tokens, match.group()))
        offset = span[1]
    statement = _single_statement(tokens)
    for token in tokens[len(statement) :]:
        kept[token.span[0]] = ' '
    _check_depth(statement)
    return LexedText(''.join(kept), tuple(statement))


def _checked(token: Token, before: list[Token], text: str) -> Token:
    if len(before) >= MAX_TOKENS:
        _check_depth(before)
        raise Refused(
            'TOO_MANY_TOKENS',
            f'A query may have {MAX_TOKENS:,} words and signs.',
            'Shorten the text, or ask several smaller queries.',
            token.span,
        )
    if before and before[-1].span[1] == token.span[0] and _glued(before[-1], token):
        raise Refused(
            'CHARACTER',
            "Two words, numbers or texts touch here; prefixed texts such as x'41' are not part of the language.",
            'Put a space or an operator between them.',
            (before[-1].span[0], token.span[1]),
        )
    if any(character == '\0' or 0xD800 <= ord(character) <= 0xDFFF for character in text):
        raise Refused('CHARACTER', 'This text holds a character that no database keeps.', 'Remove it.', token.span)
    return token


def _glued(left: Token, right: Token) -> bool:
    return left.kind != 'operator' and right.kind != 'operator'


def _single_statement(tokens: list[Token]) -> list[Token]:
    ends = [index for index, token in enumerate(tokens) if token.upper == ';']
    first = ends[0] if ends else len(tokens)
    following = next((token for token in tokens[first:] if token.upper != ';'), None)
    if following is not None and first > 0:
        raise Refused(
            'MANY_STATEMENTS',
            'One query has one statement; a second one starts here.',
            'Ask them one after the other.',
            (following.span[0], tokens[-1].span[1]),
        )
    if first == 0:
        raise Refused('EMPTY', 'There is no query in this text.', 'Write for example SELECT COUNT(*) FROM a_table.')
    return tokens[:first]


def _check_depth(tokens: list[Token]) -> None:
    """Parentheses and runs of prefix operators nest the parser; a run ends at the first other token."""
    depth = run = 0
    for token in tokens:
        run = run + 1 if token.upper in _PREFIXES else 0
        if token.upper in _OPENING:
            depth += 1
        elif token.upper in _CLOSING:
            depth = max(0, depth - 1)
        if depth + run > MAX_DEPTH:
            raise Refused(
                'TOO_DEEP',
                f'Parentheses and signs may be nested {MAX_DEPTH} deep.',
                'Take away parentheses that change nothing, or split the query.',
                token.span,
            )


def _unreadable(text: str, offset: int) -> Refused:
    rest, place = text[offset:], (offset, offset + 1)
    if re.match(r'[?@$]|:[A-Za-z0-9_]', rest):
        return Refused(
            'PLACEHOLDER', 'Placeholders have no value here.', 'Write the value itself into the text.', place
        )
    if rest[0] in '\'"' or rest.startswith('/*'):
        return Refused('UNCLOSED', 'This text, name or comment is not closed.', 'Close it.', (offset, len(text)))
    return Refused(
        'CHARACTER',
        'This character is not part of the language outside of quotes.',
        'Remove it, or quote the name with "..." or the text with \'...\'.',
        place,
    )
