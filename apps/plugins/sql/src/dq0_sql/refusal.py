"""The one way in which a text is turned down: a code, a reason, a place and a way out."""

from __future__ import annotations

from typing import NotRequired, TypedDict

Span = tuple[int, int]
"""Half-open range of code points in the query text."""


class RewriteJson(TypedDict):
    """Text to put in place of a part of the query; `position` counts UTF-16 units."""

    position: list[int]
    text: str


class RefusalJson(TypedDict):
    """A refusal as the platform prints it; `position` counts UTF-16 units."""

    code: str
    message: str
    position: list[int] | None
    remedy: str
    rewrite: NotRequired[RewriteJson]


class Refused(Exception):
    """Raised at plan time only, from the text and published metadata alone, never from a row."""

    def __init__(self, code: str, message: str, remedy: str, span: Span | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.remedy = remedy
        self.span = span

    def at(self, span: Span | None) -> Refused:
        """The same refusal, with a place when it has none yet."""
        if self.span is None:
            self.span = span
        return self

    def to_json(self, text: str) -> RefusalJson:
        position = None if self.span is None else [utf16_offset(text, self.span[0]), utf16_offset(text, self.span[1])]
        return {'code': self.code, 'message': self.message, 'position': position, 'remedy': self.remedy}


def utf16_offset(text: str, offset: int) -> int:
    """UTF-16 units before a code point offset, as editors and JavaScript count them."""
    return offset + sum(1 for character in text[:offset] if ord(character) > 0xFFFF)
