"""Words that open a construct the language does not have, refused on the tokens, before the parser.

Two reasons: the word itself is the best place to point at, and some of these cost the parser behind it exponential
time (900 JOINs without ON, or 60 nested STRUCTs, do not end in minutes). A name that spells such a word is quoted.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from dq0_sql.lexer import LexedText, Token
from dq0_sql.refusal import Refused

WINDOW_REMEDY = (
    'Compute it in a sub-query and use it outside: SELECT ... FROM (SELECT unit, ROW_NUMBER() OVER '
    '(PARTITION BY unit ORDER BY day) AS n FROM t) AS s WHERE n = 1.'
)
_TOO_MANY = ('TOO_MANY_TABLES', 'A query may have 16 SELECTs and 8 JOINs.', 'Split it into smaller queries.')
_SET_OPERATION = ('SET_OPERATION', 'Equal rows of different people would become one.', 'Write UNION ALL.')
_JOIN = ('JOIN', 'This kind of join has no rule.', 'Write a JOIN b ON a.x = b.y, or LEFT JOIN.')
_QUALIFY = ('WINDOW', 'QUALIFY is not part of the language.', WINDOW_REMEDY)
_WINDOW = (
    'WINDOW',
    'This window function is not part of the language.',
    'There are ROW_NUMBER, RANK, DENSE_RANK, LAG, LEAD, FIRST_VALUE, LAST_VALUE, COUNT, SUM, AVG, MIN and MAX.',
)
_NO_OVER = (
    'WINDOW', 'This function is asked over a window.', 'Write OVER (PARTITION BY unit ORDER BY ...) right after it.',
)  # fmt: skip
_GROUPING = (
    'GROUPING',
    'ROLLUP, CUBE and GROUPING SETS are not part of the language.',
    'Ask each grouping on its own.',
)
_PIVOT = ('CONSTRUCT', 'PIVOT is not part of the language.', 'Use GROUP BY.')
_VOLATILE = (
    'VOLATILE',
    'An answer may not depend on the clock, on chance or on who asks.',
    "Write the value as a literal, for example DATE '2026-01-31'.",
)
EXTREMES = (
    'MIN_MAX',
    'The smallest or largest value belongs to one person, so MIN and MAX are refused.',
    'Ask for QUANTILE(x, 0.995) or QUANTILE(x, 0.005); the bounds of a column are part of its published metadata.',
)

_REFUSED_WORDS = {
    **dict.fromkeys(('STRAIGHT_JOIN', 'LATERAL', 'APPLY', 'NATURAL', 'CROSS', 'ASOF'), _JOIN),
    **dict.fromkeys(('INTERSECT', 'EXCEPT'), _SET_OPERATION),
    'QUALIFY': _QUALIFY,
    **dict.fromkeys(('ROLLUP', 'CUBE', 'GROUPING'), _GROUPING),
    **dict.fromkeys(('PIVOT', 'UNPIVOT'), _PIVOT),
    **dict.fromkeys(('CURRENT_DATE', 'CURRENT_TIME', 'CURRENT_TIMESTAMP', 'CURRENT_USER'), _VOLATILE),
    **dict.fromkeys(('LOCALTIME', 'LOCALTIMESTAMP', 'SESSION_USER'), _VOLATILE),
    'RECURSIVE': ('CTE', 'A WITH that reads itself has no bound.', 'Write it without RECURSIVE.'),
    'TABLESAMPLE': ('SAMPLING', 'Sampling inside a query is refused.', 'Leave it out; all rows are counted.'),
}
_REFUSED_FUNCTIONS = {
    **dict.fromkeys(('FIRST', 'LAST', 'ANY_VALUE', 'ARG_MIN', 'ARG_MAX'), EXTREMES),
    **dict.fromkeys(('NOW', 'RANDOM', 'RAND', 'UUID', 'GEN_RANDOM_UUID', 'GETDATE', 'TODAY'), _VOLATILE),
    **dict.fromkeys(('NTILE', 'NTH_VALUE', 'PERCENT_RANK', 'CUME_DIST'), _WINDOW),
}
MAX_SELECTS, MAX_JOINS = 16, 8
"""The parser's time doubles with each JOIN without ON."""
FUNCTIONS = frozenset({
    *('COUNT', 'SUM', 'AVG', 'VAR', 'VARIANCE', 'VAR_SAMP', 'VAR_POP', 'STDDEV', 'STDDEV_SAMP', 'STDDEV_POP'),
    *('COVAR_SAMP', 'COVAR_POP', 'CORR', 'CLAMP', 'CAST', 'TRY_CAST', 'COALESCE', 'IFNULL', 'NULLIF', 'LEAST'),
    *('GREATEST', 'IF', 'ABS', 'SIGN', 'FLOOR', 'CEIL', 'CEILING', 'ROUND', 'MOD', 'SQRT', 'LN', 'LOG10', 'EXP'),
    *('POWER', 'POW', 'WIDTH_BUCKET', 'UPPER', 'LOWER', 'LENGTH', 'CHAR_LENGTH', 'SUBSTRING', 'SUBSTR', 'LEFT'),
    *('TRIM', 'LTRIM', 'RTRIM', 'CONCAT', 'REPLACE', 'STARTS_WITH', 'EXTRACT', 'YEAR', 'QUARTER', 'MONTH', 'DAY'),
    *('DAYOFWEEK', 'HOUR', 'MINUTE', 'SECOND', 'DATE', 'DATE_TRUNC', 'DATE_PART', 'DATE_DIFF', 'DATEDIFF'),
    *('MEDIAN', 'QUANTILE', 'PERCENTILE_CONT'),
})  # fmt: skip
WINDOW_FUNCTIONS = frozenset({'ROW_NUMBER', 'RANK', 'DENSE_RANK', 'LAG', 'LEAD', 'FIRST_VALUE', 'LAST_VALUE'})
_MAY_PRECEDE_PARENTHESIS = FUNCTIONS | WINDOW_FUNCTIONS | {
    *('DECIMAL', 'NUMERIC', 'VARCHAR', 'CHAR', 'FLOAT', 'TIMESTAMP'),
    *('SELECT', 'DISTINCT', 'FROM', 'AS', 'WHERE', 'BY', 'HAVING', 'LIMIT', 'FILTER'),
    *('AND', 'OR', 'NOT', 'IN', 'BETWEEN', 'LIKE', 'IS', 'WHEN', 'THEN', 'ELSE', 'CASE', 'MIN', 'MAX'),
    *('JOIN', 'ON', 'USING', 'UNION', 'ALL', 'WITH', 'GROUP', 'EXISTS', 'OVER'),
}
FUNCTION_REMEDY = (
    'There are COUNT, SUM, AVG, VAR, STDDEV, COVAR_SAMP, CORR, MEDIAN, QUANTILE, CLAMP(x, low, high), CAST(x AS type), '
    'CASE and the functions of numbers, texts and dates that docs/guide/sql.md lists.'
)


def refuse_foreign_words(lexed: LexedText) -> None:
    """Refuses statements other than one SELECT, and the constructs and functions above, at the word that opens them."""
    first = lexed.tokens[0]
    if first.upper == '(':
        raise Refused('SUBQUERY', 'A query starts with SELECT or WITH.', 'Take the parentheses away.', first.span)
    if first.upper not in {'SELECT', 'WITH'}:
        raise Refused(
            'NOT_A_SELECT',
            'Only SELECT is part of the language; nothing can be written or changed.',
            'Write for example SELECT COUNT(*) FROM a_table.',
            first.span,
        )
    following = (*lexed.tokens[1:], None)
    counts = {'SELECT': MAX_SELECTS, 'JOIN': MAX_JOINS}
    for index, (token, after) in enumerate(zip(lexed.tokens, following, strict=True)):
        if token.kind == 'word' and token.upper in counts:
            counts[token.upper] -= 1
            if counts[token.upper] < 0:
                raise Refused(*_TOO_MANY, token.span)
        if token.kind == 'word' and token.upper == 'UNION' and (after is None or after.upper != 'ALL'):
            raise Refused(*_SET_OPERATION, token.span)
        if after is not None and after.upper == '(' and token.kind in {'word', 'quoted'}:
            _refuse_function(token)
            if token.upper in WINDOW_FUNCTIONS and not _over_follows(lexed.tokens[index + 1 :]):
                raise Refused(*_NO_OVER, token.span)
        if token.kind == 'word' and token.upper in _REFUSED_WORDS:
            raise Refused(*_REFUSED_WORDS[token.upper], token.span)


def _over_follows(tokens: Sequence[Token]) -> bool:
    """Whether OVER stands behind the parenthesis that closes the first one."""
    depth = 0
    for token, after in itertools.pairwise(tokens):
        depth += {'(': 1, ')': -1}.get(token.upper, 0)
        if depth == 0:
            return after.upper == 'OVER'
    return False


def _refuse_function(token: Token) -> None:
    if token.upper in _MAY_PRECEDE_PARENTHESIS or token.upper in _REFUSED_WORDS:
        return
    reason = _REFUSED_FUNCTIONS.get(token.upper)
    if reason is not None:
        raise Refused(*reason, token.span)
    raise Refused(
        'FUNCTION_UNKNOWN',
        'This function is not part of the language.',
        FUNCTION_REMEDY,
        token.span,
    )
