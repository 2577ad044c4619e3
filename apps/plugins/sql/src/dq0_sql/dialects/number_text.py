"""Which texts are numbers, dates and moments: the same grammar in every dialect, as regular expressions."""

SPACE = '[ \\t\\n\\v\\f\\r]*'
NUMBER = f'^{SPACE}[+-]?([0-9]{{1,255}}([.][0-9]{{0,255}})?|[.][0-9]{{1,255}})([eE][+-]?[0-9]{{1,3}})?{SPACE}$'
_DAY = f'^{SPACE}[0-9]{{4}}-[0-9]{{1,2}}-[0-9]{{1,2}}'
_CLOCK = f'[ T](0?[0-9]|1[0-9]|2[0-3]):[0-5]?[0-9](:[0-5]?[0-9]([.][0-9]{{1,6}})?)?{SPACE}'
DATE = f'{_DAY}({SPACE}|{_CLOCK})$'
MOMENT = f'{_DAY}({_CLOCK})?$'
TIMES = {
    "'-inf', '-infinity'": ('0001-01-01', '0001-01-01 00:00:00'),
    "'inf', 'infinity'": ('9999-12-31', '9999-12-31 23:59:59.999999'),
    "'epoch'": ('1970-01-01', '1970-01-01 00:00:00'),
}
"""Words for the ends of time and for its zero, with the day and the moment they are held to."""


def anchored(expression: str) -> str:
    """For engines whose `\\v` is a class and whose `$` allows a line's end."""
    return expression.replace('\\v', '\\x0B').removesuffix('$') + '\\z'
