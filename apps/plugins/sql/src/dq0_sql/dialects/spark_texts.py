"""Texts as values and values as texts in Spark SQL, by the grammar that every dialect shares."""

from __future__ import annotations

from dq0_sql.dialects.number_text import DATE, MOMENT, NUMBER, TIMES
from dq0_sql.dialects.terms import Kind

_SPACES = "'[ \\\\t\\\\n\\\\x0B\\\\f\\\\r]+'"
_PLAIN_PLACES = 6
"""Decimals of so many places are never written with an exponent."""


def from_text(value: str, target: Kind, wanted: str) -> str:
    """A text as another kind: asked for its form first, so that it is NULL where another engine says so."""
    if target.family == 'truth':
        return (
            f"CASE WHEN lower({value}) IN ('true', 't', 'yes', 'y', '1') THEN TRUE "
            f"WHEN lower({value}) IN ('false', 'f', 'no', 'n', '0') THEN FALSE END"
        )
    if target.family in {'day', 'moment'}:
        return _time(value, target, wanted)
    trimmed = f"regexp_replace({value}, {_SPACES}, '')"
    whole = f'TRY_CAST({trimmed} AS DECIMAL(38, 0))'
    read = f'TRY_CAST({whole if target.family == "integer" else trimmed} AS {wanted})'
    return f'CASE WHEN {value} RLIKE {_form(NUMBER)} THEN {read} END'


def as_text(value: str, source: Kind) -> str:
    """A value as DuckDB writes it."""
    if source.family == 'real':
        return _double(value)
    plain = f'CAST({value} AS STRING)'
    if source.family != 'decimal' or source.scale <= _PLAIN_PLACES:
        return plain
    # Small ones are written with an exponent: the whole part and one that is at least 1 are not.
    whole = f'CAST(CASE WHEN {value} < 0 THEN ceil({value}) ELSE floor({value}) END AS DECIMAL(38, 0))'
    places = f'substring(CAST(CAST(1 + abs({value} - {whole}) AS DECIMAL(38, {source.scale})) AS STRING), 2)'
    return f"concat(CASE WHEN {value} < 0 THEN '-' ELSE '' END, CAST(abs({whole}) AS STRING), {places})"


def _form(expression: str) -> str:
    """A regular expression as a literal for Java, whose `\\v` is another class and whose `$` allows a line's end."""
    inner = expression.replace('\\v', '\\x0B').removesuffix('$').replace('\\', '\\\\')
    return f"'{inner}\\\\z'"


def _time(value: str, target: Kind, wanted: str) -> str:
    spaced = f"TRIM(BOTH ' ' FROM replace(regexp_replace({value}, {_SPACES}, ' '), 'T', ' '))"
    day = f"TRY_CAST(split_part({spaced}, ' ', 1) AS DATE)"
    clock = f"coalesce(nullif(split_part({spaced}, ' ', 2), ''), '0:00')"
    read = day if target.family == 'day' else f"TRY_CAST(concat(CAST({day} AS STRING), ' ', {clock}) AS {wanted})"
    form = _form(DATE if target.family == 'day' else MOMENT)
    words = ' '.join(
        f"WHEN lower({value}) IN ({listed}) THEN CAST('{ends[target.family == 'moment']}' AS {wanted})"
        for listed, ends in TIMES.items()
    )
    return f'CASE WHEN {value} RLIKE {form} AND year({day}) > 0 THEN {read} {words} END'


def _double(value: str) -> str:
    """The fewest digits that tell it, plain from 10^-4 to 10^16, else with an exponent of two digits.

    Java before 19 writes digits too many (JDK-4511638), and never fewer than two: 15, 16 and 17 digits are tried first,
    and one among the smallest.
    """
    written = f'CAST({value} AS STRING)'
    single, *tried = (f"upper(format_string('%.{places}e', {value}))" for places in (0, 14, 15, 16))
    # Its rounding starts from those digits, so at the middle it may go the wrong way: the last digit cut off, too.
    tried.insert(2, f"regexp_replace({tried[2]}, '[0-9]E', 'E')")
    text = (
        f'CASE WHEN abs({value}) < 1e-300D AND TRY_CAST({single} AS DOUBLE) = {value} THEN {single} '
        f'{" ".join(f"WHEN TRY_CAST({form} AS DOUBLE) = {value} THEN {form}" for form in tried)} ELSE {written} END'
    )
    whole = f"concat(CASE WHEN {value} < 0 THEN '-' ELSE '' END, CAST(CAST(abs({value}) AS BIGINT) AS STRING), '.0')"
    plain = f"TRIM(TRAILING '0' FROM CAST(TRY_CAST({text} AS DECIMAL(38, 21)) AS STRING))"
    digits = f"regexp_replace(split_part({text}, 'E', 1), '[.]?0*\\\\z', '')"
    power = f"TRY_CAST(split_part({text}, 'E', 2) AS INT)"
    scientific = (
        f"concat({digits}, CASE WHEN {power} < 0 THEN 'e-' ELSE 'e+' END, "
        f"CASE WHEN abs({power}) < 10 THEN '0' ELSE '' END, CAST(abs({power}) AS STRING))"
    )
    return (
        f"CASE WHEN isnan({value}) THEN 'nan' WHEN abs({value}) = CAST('Infinity' AS DOUBLE) "
        f"THEN CASE WHEN {value} > 0 THEN 'inf' ELSE '-inf' END WHEN {value} = 0 THEN {written} "
        f'WHEN abs({value}) < 1e16D AND rint({value}) = {value} THEN {whole} '
        f'WHEN abs({value}) >= 1e-4D AND abs({value}) < 1e16D THEN {plain} ELSE {scientific} END'
    )
