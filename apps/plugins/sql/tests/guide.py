"""The guide of the language, `docs/guide/sql.md`: every construct with its rule, and its price as the planner says it.

`python tests/guide.py` writes it anew; `test_guide.py` fails when it is stale.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'src'))

from census import definition
from orders import orders
from running import Json, plan, rewritten
from shop import SALT, shop

FILE = Path(__file__).resolve().parents[4] / 'docs' / 'guide' / 'sql.md'
ADULT, SHOP, ORDERS = definition(), shop(3, 5), orders(3, 5)
RATES = definition(
    {
        'rate': {'type': 'float', 'lower': 0, 'upper': 1},
        'joined': {'type': 'date', 'lower': '2001-01-01', 'upper': '2025-12-31'},
        'town': {'type': 'string'},
    }
)
GUARDED = definition(None, minUnits=50)


@dataclass(frozen=True)
class Construct:
    """One form of the language: an example, the data set it is asked of, and its rule in words."""

    name: str
    sql: str
    rule: str
    data: Json


SECTIONS: list[tuple[str, str, list[Construct]]] = [
    (
        'Counting',
        'Neighbouring data differ in one unit: one row, or all rows of one value of the unit column.',
        [
            Construct('Rows', 'SELECT COUNT(*) FROM adult', 'One unit adds at most `maxRows` rows to a group.', ADULT),
            Construct(
                'Values', 'SELECT COUNT(workclass) FROM adult', 'Rows in which the value is not NULL.', ADULT
            ),
            Construct(
                'People', 'SELECT COUNT(*), COUNT(DISTINCT unit) FROM visits',
                'The word `unit`, or the unit column itself. Where each row is a person it is `COUNT(*)`.', SHOP,
            ),
            Construct(
                'Different values', 'SELECT COUNT(DISTINCT kind) FROM visits',
                'Of one unit and group at most `maxRows` different values count.', SHOP,
            ),
        ],
    ),
    (
        'Sums, averages, spread',
        'A value is held in its published bounds and rounded to whole quanta; sums are exact integers before noise.',
        [
            Construct('Sums', 'SELECT SUM(capital_gain) FROM adult', 'Costs the larger bound.', ADULT),
            Construct(
                'Averages', 'SELECT AVG(age), SUM(age), COUNT(age) FROM adult',
                'From the sum around the middle of the bounds and the number of rows; both are released, so `SUM` and '
                '`COUNT` of the same values beside it are free. NULL below one noisy row.', ADULT,
            ),
            Construct(
                'Variance and deviation', 'SELECT VAR_SAMP(age), STDDEV_POP(age), AVG(age) FROM adult',
                'Also VAR, VARIANCE, VAR_POP, STDDEV, STDDEV_SAMP. One more column, of squares around the middle; '
                'sample forms are NULL below two noisy rows.', ADULT,
            ),
            Construct(
                'Covariance and correlation', 'SELECT CORR(age, hours_per_week) FROM adult',
                'Also COVAR_SAMP and COVAR_POP. Rows count in which both have a value.', ADULT,
            ),
            Construct(
                'Bounds of your own', 'SELECT SUM(CLAMP(fnlwgt, 0, 100000)) FROM adult',
                'Constants may narrow bounds. A value without published bounds needs `CLAMP(x, low, high)`.', ADULT,
            ),
            Construct(
                'Quantiles', 'SELECT sex, MEDIAN(age), QUANTILE(age, 0.9) FROM adult GROUP BY sex',
                'Also PERCENTILE_CONT(p) WITHIN GROUP (ORDER BY x). Rows are counted on each level of a tree over a '
                'public grid; any number of quantiles of one value costs that tree once.', ADULT,
            ),
            Construct(
                'Of some rows', "SELECT COUNT(*) FILTER (WHERE income = '>50K') AS rich, COUNT(*) AS n FROM adult",
                'Behind every aggregate but COUNT(DISTINCT): `AGG(x) FILTER (WHERE p)` is '
                '`AGG(CASE WHEN p THEN x END)`.', ADULT,
            ),
            Construct(
                'Extremes', 'SELECT MIN(age) FROM adult', 'They belong to one person.', ADULT
            ),
        ],
    ),
    (
        'Expressions',
        'No row can raise: division by zero, a failed cast, a logarithm of zero and an overflow are NULL. Bounds of an '
        'expression follow from those of its parts.',
        [
            Construct(
                'Arithmetic', 'SELECT AVG((age - 17) * 1.5 + hours_per_week / 7 - age % 10) FROM adult',
                '`+ - * / %` and MOD; `/` is real division, `%` has the sign of the dividend.', ADULT,
            ),
            Construct(
                'Choices', "SELECT SUM(CASE WHEN sex = 'Male' THEN 1 ELSE 0 END), AVG(COALESCE(age, 0)) FROM adult",
                'CASE, IF, COALESCE, IFNULL, NULLIF, LEAST and GREATEST, which pass over NULL.', ADULT,
            ),
            Construct(
                'Functions of numbers', 'SELECT AVG(ROUND(SQRT(ABS(age - 40)), 1)) FROM adult',
                'ABS SIGN FLOOR CEIL ROUND SQRT LN LOG10 EXP POWER WIDTH_BUCKET. ROUND goes away from zero at halves.',
                ADULT,
            ),
            Construct(
                'Functions of texts', "SELECT COUNT(*) FROM adult WHERE UPPER(LEFT(race, 1)) || '!' = 'W!'",
                'UPPER LOWER LENGTH SUBSTRING LEFT TRIM LTRIM RTRIM CONCAT `||` REPLACE STARTS_WITH. Texts compare '
                'byte-wise, and what is put together keeps 4,096 characters.', ADULT,
            ),
            Construct(
                'Dates', 'SELECT AVG(YEAR(joined)) FROM adult WHERE EXTRACT(MONTH FROM joined) = 3',
                'EXTRACT, DATE_PART, YEAR QUARTER MONTH DAY DAYOFWEEK, for timestamps HOUR MINUTE SECOND and DATE, and '
                'DATE_TRUNC.', RATES,
            ),
            Construct(
                'Time between dates', "SELECT AVG(DATE_DIFF('month', joined, DATE '2024-12-31')) FROM adult",
                'DATE_DIFF(period, start, end), also written DATEDIFF, counts how many years, quarters, months, weeks '
                '(from Monday), days, hours or minutes begin between the two; it is negative where the end comes '
                'first. `end - start` of two dates is their days.', RATES,
            ),
            Construct(
                'Casts', "SELECT COUNT(CAST(SUBSTRING(education, 1, 1) AS INTEGER)) FROM adult",
                'Every cast is a try-cast.', ADULT,
            ),
            Construct(
                'Conditions',
                "SELECT COUNT(*) FROM adult WHERE age BETWEEN 30 AND 40 AND race IN ('White', 'Black') "
                "AND education LIKE 'Ba%' AND workclass IS NOT NULL AND (age > 35) IS TRUE",
                'Comparisons, AND OR NOT, IN, BETWEEN, LIKE with a literal, IS NULL, IS TRUE; three-valued.', ADULT,
            ),
        ],
    ),
    (
        'Groups',
        'Groups are public when metadata list all of them, at most 10,000 together: then all appear, zeros included. '
        'Any other key goes through a threshold on its noisy number of people, which costs delta.',
        [
            Construct(
                'Enumerations, booleans, bounded integers and dates',
                'SELECT sex, race, COUNT(*) FROM adult GROUP BY sex, race',
                'With a group for NULL where a column is nullable, and `other` where it is declared.', ADULT,
            ),
            Construct(
                'Buckets', 'SELECT FLOOR(age / 10) * 10 AS decade, COUNT(*) FROM adult GROUP BY decade',
                'The groups of an expression are those that its bounds give.', ADULT,
            ),
            Construct(
                'Histograms', 'SELECT WIDTH_BUCKET(rate, 0, 1, 20) AS bar, COUNT(*) FROM adult GROUP BY bar',
                'Bar 0 lies below, the last one from the upper end on.', RATES,
            ),
            Construct(
                'Named ranges',
                "SELECT CASE WHEN age < 30 THEN 'young' WHEN age < 60 THEN 'middle' ELSE 'old' END AS band, COUNT(*) "
                'FROM adult GROUP BY band', 'The branches are the groups.', ADULT,
            ),
            Construct(
                'Periods', "SELECT DATE_TRUNC('year', joined) AS year, COUNT(*) FROM adult GROUP BY year",
                'Years, quarters, months, weeks, days; hours and minutes of timestamps.', RATES,
            ),
            Construct(
                'Unknown groups', 'SELECT town, COUNT(*) FROM adult GROUP BY town',
                'Shown from the threshold on, NULL like any other; texts above 64 bytes belong to NULL; at most the '
                '10,000 largest.', RATES,
            ),
            Construct(
                "An owner's minimum", 'SELECT sex, COUNT(*) FROM adult GROUP BY sex',
                'With `minUnits` every group needs so many people and goes through the threshold above that.', GUARDED,
            ),
            Construct('Floats', 'SELECT rate, COUNT(*) FROM adult GROUP BY rate', 'They are no groups.', RATES),
        ],
    ),
    (
        'After the noise',
        'What is done with released numbers costs nothing more; an aggregate that stands only here is charged.',
        [
            Construct(
                'Arithmetic of answers',
                'SELECT sex, SUM(hours_per_week) / COUNT(*) AS hours, 100 * COUNT(workclass) / COUNT(*) AS share '
                'FROM adult GROUP BY sex',
                '`+ - * /`, ROUND ABS SQRT COALESCE NULLIF GREATEST LEAST. Sums of counts and sums have intervals, '
                'ratios of them by Fieller; where none is honest the interval is null.', ADULT,
            ),
            Construct(
                'HAVING, ORDER BY, LIMIT',
                'SELECT education, COUNT(*) AS n FROM adult GROUP BY education HAVING n > 100 ORDER BY AVG(age) DESC '
                'LIMIT 3', 'They see groups and noisy values only.', ADULT,
            ),
        ],
    ),
    (
        'Several tables',
        'A relation belongs to its units or is public. The price follows from the caps of the tables and from how many '
        'rows of a unit a relation provably has.',
        [
            Construct(
                'Public tables', 'SELECT region, COUNT(*) FROM visits JOIN towns ON town = id GROUP BY region',
                'JOIN and LEFT JOIN, the private side kept. Where rows are people, on all columns of a declared key; '
                'rows of the public table whose key is not unique are left out.', SHOP,
            ),
            Construct(
                'Private tables',
                'SELECT method, COUNT(*) FROM visits v JOIN payments p ON v.person = p.payer GROUP BY method',
                'The units are equated, and the smaller caps apply.', SHOP,
            ),
            Construct(
                'Sub-queries of each person',
                'SELECT AVG(CLAMP(total, 0, 100)) FROM (SELECT person, SUM(spent) AS total FROM visits GROUP BY person '
                'HAVING COUNT(*) > 1) AS t',
                'Grouped by the unit, they give one row for each, with COUNT, SUM, AVG, MIN, MAX, and arithmetic of '
                'them: `MAX(spent) - MIN(spent) AS span`. Such numbers are data of one unit and never leave as they '
                'are.', SHOP,
            ),
            Construct(
                'Projections and WITH',
                'WITH big AS (SELECT * FROM visits WHERE spent > 10) SELECT kind, COUNT(*) FROM big GROUP BY kind',
                'A sub-query in FROM may select and filter; LIMIT, ORDER BY and DISTINCT stay outside.', SHOP,
            ),
            Construct(
                'UNION ALL',
                'SELECT COUNT(*) FROM (SELECT person FROM visits UNION ALL SELECT payer FROM payments) AS u',
                'Of one kind of unit, inside FROM.', SHOP,
            ),
            Construct(
                'Semi- and anti-joins',
                'SELECT COUNT(*) FROM visits WHERE person NOT IN (SELECT payer FROM payments WHERE amount > 5)',
                '`unit [NOT] IN (SELECT unit ...)` beside AND in WHERE; over public tables any column.', SHOP,
            ),
            Construct(
                'EXISTS',
                'SELECT COUNT(*) FROM visits v WHERE EXISTS (SELECT 1 FROM payments p WHERE p.payer = v.person)',
                '`[NOT] EXISTS` with one equality between both queries: of the units, or of public columns.', SHOP,
            ),
            Construct(
                'Tables that lead to the unit',
                'SELECT kind, SUM(price) FROM items WHERE person IN (SELECT person FROM returns) GROUP BY kind',
                'Where the owner declares a path (`unit: { kind: path, via: [order_id -> orders.id] }`), a table has '
                'the unit column of the table at its end, under that name.', ORDERS,
            ),
            Construct(
                'Membership by value',
                'SELECT COUNT(*) FROM visits WHERE spent IN (SELECT amount FROM payments)',
                'What one person is counted for would depend on others.', SHOP,
            ),
            Construct(
                'Rows that are people, joined with each other',
                'SELECT COUNT(*) FROM members a JOIN members b ON a.home = b.home', 'One row could meet many.', SHOP,
            ),
            Construct(
                'Windows of each person',
                'SELECT kind, COUNT(*), AVG(spent) FROM (SELECT kind, spent, ROW_NUMBER() OVER (PARTITION BY person '
                'ORDER BY spent DESC) AS n FROM visits) AS t WHERE n = 1 GROUP BY kind',
                'In a sub-query in FROM or WITH, partitioned by the unit and maybe by more: ROW_NUMBER, RANK, '
                'DENSE_RANK, LAG, LEAD, FIRST_VALUE, LAST_VALUE, COUNT, SUM, AVG, MIN and MAX. `WHERE n = 1` or '
                '`n <= k` of a ROW_NUMBER over the unit alone proves that a person keeps so many rows, which makes '
                'the answer cheaper.', SHOP,
            ),
            Construct(
                'Order and frame of a window',
                'SELECT SUM(near) FROM (SELECT SUM(spent) OVER (PARTITION BY person ORDER BY town DESC NULLS LAST ROWS '
                'BETWEEN 2 PRECEDING AND CURRENT ROW) AS near FROM visits) AS t',
                'NULL counts as the smallest value unless NULLS FIRST or LAST is written; texts are ordered by their '
                'first 250 characters. Where places decide, rows that tie stand in the order of all columns of the '
                "sub-query's FROM, unlisted texts by their SHA-256, so the same row is first each time and everywhere. "
                'Without a frame an aggregate goes up to the rows that tie with the current one. ROWS takes whole '
                'numbers up to 1,000; RANGE only UNBOUNDED and CURRENT ROW. A sum over k rows has k times the bounds '
                'of its value.', SHOP,
            ),
            Construct(
                'Windows without bounds',
                'SELECT SUM(total) FROM (SELECT SUM(spent) OVER (PARTITION BY person ORDER BY town) AS total FROM '
                'visits) AS t',
                'Where nothing proves how many rows a person has, sums, counts and places over all of them have no '
                'bounds.', SHOP,
            ),
            Construct(
                'Windows over several people',
                'SELECT COUNT(*) FROM (SELECT ROW_NUMBER() OVER (PARTITION BY town ORDER BY spent) AS n FROM visits) '
                'AS t WHERE n = 1',
                'A window holds rows of one person only; where each row is a person there is none.', SHOP,
            ),
            Construct(
                'Windows elsewhere',
                'SELECT COUNT(*) FROM visits WHERE ROW_NUMBER() OVER (PARTITION BY person ORDER BY spent) = 1',
                'Not in the outer query, in WHERE, GROUP BY or HAVING, inside another window, nor with QUALIFY.', SHOP,
            ),
        ],
    ),
]  # fmt: skip


def _price(typed: str, planned: Json) -> str:
    if not planned['accepted']:
        refused = planned['refusals'][0]
        instead = rewritten(typed, refused)
        example = '' if instead is None else f' For example: `{instead}`'
        return f'Refused with `{refused["code"]}`: {refused["message"]} {refused["remedy"]}{example}'
    parts = [f'{item["part"]} (sensitivity {item["sensitivity"]:g})' for item in planned['mechanisms']]
    text = f'Price: {len(parts)} noisy column{"s" if len(parts) > 1 else ""}, {", ".join(parts)}.'
    limit = planned['threshold']
    if limit is not None:
        text += f' Threshold {limit["units"]} people at epsilon 0.5, delta {limit["delta"]:.1e}.'
    return text


def written() -> str:
    """The file's text."""
    lines = [
        '# The SQL you can ask',
        '',
        'Every construct with its rule and its price: the noisy columns among which epsilon is shared, equal rho each, '
        'with the L2 sensitivity of each in units of the column. Written by `python tests/guide.py` in the plugin sql; '
        'what is not here is refused, with its place and a way out.',
    ]
    for title, about, constructs in SECTIONS:
        lines += ['', f'## {title}', '', about]
        for construct in constructs:
            planned = plan(construct.data, construct.sql, epsilon=0.5, delta=1e-7, accountSalt=SALT)
            lines += ['', f'### {construct.name}', '', '```sql', construct.sql, '```', '']
            lines += [construct.rule, '', _price(construct.sql, planned)]
    return '\n'.join(lines) + '\n'


if __name__ == '__main__':
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(written())
