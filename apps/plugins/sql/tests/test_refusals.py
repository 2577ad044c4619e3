"""Everything without a rule is refused: with a code, at the word, with a way out."""

from __future__ import annotations

import pytest

from census import definition
from running import accepted, plan, refusal

ADULT = definition()
CASES = [
    ('SELECT * FROM adult', 'ROWS', '*'),
    ('SELECT adult.* FROM adult', 'ROWS', 'adult.*'),
    ('SELECT age FROM adult', 'ROWS', 'age'),
    ('SELECT CLAMP(age, 1, 2) FROM adult', 'ROWS', 'CLAMP(age, 1, 2)'),
    ('SELECT age, COUNT(*) FROM adult GROUP BY sex', 'NOT_GROUPED', 'age'),
    ('SELECT COUNT(*) FROM adlt', 'TABLE_UNKNOWN', 'adlt'),
    ('SELECT COUNT(*) FROM information_schema.tables', 'TABLE_UNKNOWN', 'information_schema.tables'),
    ('SELECT COUNT(*) FROM main.adult', 'TABLE_UNKNOWN', 'main.adult'),
    ('SELECT COUNT(*) FROM adult AS a WHERE adult.age > 3', 'TABLE_UNKNOWN', 'adult'),
    ('SELECT AVG(agee) FROM adult', 'COLUMN_UNKNOWN', 'agee'),
    ('SELECT COUNT(*) FROM adult WHERE rowid > 3', 'COLUMN_UNKNOWN', 'rowid'),
    ('SELECT COUNT(*) FROM adult WHERE "Age" > 3', 'COLUMN_UNKNOWN', '"Age"'),
    ('SELECT MIN(age) FROM adult', 'MIN_MAX', 'MIN(age)'),
    ('SELECT sex, MAX(age) FROM adult GROUP BY sex', 'MIN_MAX', 'MAX(age)'),
    ('SELECT COUNT(*) FROM adult JOIN adult b ON 1=1', 'JOIN', '1=1'),
    ('SELECT COUNT(*) FROM adult, adult b', 'JOIN', 'adult b'),
    ('SELECT COUNT(*) FROM adult CROSS JOIN adult b', 'JOIN', 'CROSS'),
    ('SELECT COUNT(*) FROM (SELECT 1)', 'SUBQUERY', '1'),
    (
        'SELECT COUNT(*) FROM adult WHERE age IN (SELECT age FROM adult)',
        'SUBQUERY_UNIT',
        'age IN (SELECT age FROM adult)',
    ),
    ('SELECT COUNT(*) FROM adult WHERE EXISTS (SELECT 1)', 'SYNTAX', 'SELECT'),
    ('WITH a AS (SELECT 1) SELECT COUNT(*) FROM a', 'SYNTAX', 'SELECT'),
    ('SELECT COUNT(*) FROM adult; DROP TABLE adult', 'MANY_STATEMENTS', 'DROP TABLE adult'),
    ('DROP TABLE adult', 'NOT_A_SELECT', 'DROP'),
    ('INSERT INTO adult VALUES (1)', 'NOT_A_SELECT', 'INSERT'),
    ('PRAGMA database_list', 'NOT_A_SELECT', 'PRAGMA'),
    ('SELECT COUNT(*) INTO x FROM adult', 'NOT_A_SELECT', 'INTO'),
    ('SELECT DISTINCT sex FROM adult', 'DISTINCT', 'DISTINCT'),
    ('SELECT COUNT(*) OVER () FROM adult', 'WINDOW', 'COUNT(*)'),
    ('SELECT COUNT(*) FROM adult QUALIFY RANK() OVER (ORDER BY age) = 1', 'WINDOW', 'QUALIFY'),
    ('SELECT COUNT(*) FROM adult WHERE RANK() OVER (ORDER BY age) = 1', 'WINDOW', 'RANK() OVER (ORDER BY age)'),
    ('SELECT COUNT(*) FROM adult WHERE NTILE(4) OVER (ORDER BY age) = 1', 'WINDOW', 'NTILE'),
    (
        'SELECT COUNT(*) FROM (SELECT LAG(age) OVER (PARTITION BY sex ORDER BY age) AS b FROM adult) AS t',
        'WINDOW_UNIT',
        'LAG(age) OVER (PARTITION BY sex ORDER BY age)',
    ),
    ('SELECT RANK() FROM adult', 'WINDOW', 'RANK'),
    ('SELECT COUNT(*) FROM adult WHERE age > CURRENT_DATE', 'VOLATILE', 'CURRENT_DATE'),
    ('SELECT COUNT(*) FROM adult WHERE now() > 1', 'VOLATILE', 'now'),
    ('SELECT COUNT(*) FROM adult WHERE random() > 1', 'VOLATILE', 'random'),
    ('SELECT COUNT(*) FROM adult WHERE age > ?', 'PLACEHOLDER', '?'),
    ('SELECT COUNT(*) FROM adult WHERE age > :x', 'PLACEHOLDER', ':'),
    ('SELECT COUNT(*) FROM adult WHERE age > $1', 'PLACEHOLDER', '$'),
    ('SELECT COUNT(*) FROM adult WHERE age > @x', 'PLACEHOLDER', '@'),
    ('SELECT COUNT(*) FROM adult UNION ALL SELECT COUNT(*) FROM adult', 'SET_OPERATION', 'UNION'),
    ('SELECT SUM(CAST(workclass AS INTEGER)) FROM adult', 'UNBOUNDED', 'SUM(CAST(workclass AS INTEGER))'),
    ('SELECT AVG(age / (hours_per_week / 2.0 - 3)) FROM adult', 'UNBOUNDED', 'AVG(age / (hours_per_week / 2.0 - 3))'),
    ('SELECT COUNT(*) FROM adult WHERE COUNT(*) > 3', 'AGGREGATE_PLACE', 'COUNT(*)'),
    ('SELECT AVG(SUM(age)) FROM adult', 'AGGREGATE_PLACE', 'SUM(age)'),
    ('SELECT COUNT(*) FROM adult GROUP BY ROLLUP(sex)', 'GROUPING', 'ROLLUP'),
    ('SELECT COUNT(*) FROM adult GROUP BY 7', 'POSITION', '7'),
    ('SELECT sex FROM adult GROUP BY sex', 'NO_AGGREGATE', 'SELECT'),
    ('SELECT COUNT(DISTINCT race) FILTER (WHERE age > 3) FROM adult', 'CONSTRUCT',
     'COUNT(DISTINCT race) FILTER (WHERE age > 3)'),
    ('SELECT ABS(age) FILTER (WHERE age > 3) FROM adult', 'CONSTRUCT', 'ABS(age) FILTER (WHERE age > 3)'),
    ('SELECT MAX(age) FILTER (WHERE age > 3) FROM adult', 'MIN_MAX', 'MAX(age) FILTER (WHERE age > 3)'),
    ('SELECT COUNT(*) FILTER (WHERE age) FROM adult', 'TYPE_MISMATCH', 'age'),
    ('SELECT sex, RANK() OVER (ORDER BY COUNT(*)) FROM adult GROUP BY sex', 'WINDOW',
     'RANK() OVER (ORDER BY COUNT(*))'),
    ('SELECT COUNT(*) FROM adult WHERE sex = 3', 'TYPE_MISMATCH', '3'),
    ('SELECT AVG(sex) FROM adult', 'TYPE_MISMATCH', 'sex'),
    ("SELECT COUNT(*) FROM adult WHERE sex ILIKE 'a'", 'CONSTRUCT', "sex ILIKE 'a'"),
    ('SELECT COUNT(*) FROM adult WHERE sex LIKE race', 'LIKE_PATTERN', 'race'),
    ("SELECT COUNT(*) FROM adult WHERE sex LIKE 'a!%' ESCAPE '!'", 'CONSTRUCT', "sex LIKE 'a!%' ESCAPE '!'"),
    ('SELECT COUNT(*) FROM adult WHERE age BETWEEN SYMMETRIC 3 AND 1', 'CONSTRUCT', 'age BETWEEN SYMMETRIC 3 AND 1'),
    ('SELECT COUNT(DISTINCT sex, race) FROM adult', 'DISTINCT', 'DISTINCT'),
    ('SELECT SUM(DISTINCT age) FROM adult', 'DISTINCT', 'DISTINCT'),
    ('SELECT COUNT(*) || 1 FROM adult', 'AGGREGATE_ARITHMETIC', 'COUNT(*) || 1'),
    ('SELECT COUNT(*) > 1 FROM adult', 'AGGREGATE_ARITHMETIC', 'COUNT(*) > 1'),
    ('SELECT COUNT(*) + age FROM adult', 'NOT_GROUPED', 'age'),
    ('SELECT COUNT(*) FROM adult GROUP BY age / 7', 'KEY_UNSUPPORTED', 'age / 7'),
    ('SELECT COUNT(*) FROM adult GROUP BY COUNT(*)', 'AGGREGATE_PLACE', 'COUNT(*)'),
    ("SELECT COUNT(*) FROM adult GROUP BY 'a'", 'CONSTRUCT', "'a'"),
    ("SELECT COUNT(*) FROM adult WHERE age || 'a' = 'b'", 'TYPE_MISMATCH', 'age'),
    (
        "SELECT COUNT(*) FROM adult WHERE CASE WHEN age > 3 THEN 1 ELSE 'a' END = 1",
        'TYPE_MISMATCH',
        "age > 3 THEN 1 ELSE 'a'",
    ),
    ('SELECT COUNT(*) FROM adult WHERE LOG(age) > 3', 'FUNCTION_UNKNOWN', 'LOG'),
    ('SELECT COUNT(*) FROM adult WHERE ABS(sex) > 3', 'TYPE_MISMATCH', 'sex'),
    ('SELECT COUNT(*) FROM adult WHERE UPPER(age) = 3', 'TYPE_MISMATCH', 'age'),
    ('SELECT COUNT(*) FROM adult WHERE ROUND(age, hours_per_week) > 3', 'CONSTRUCT', 'hours_per_week'),
    ('SELECT COUNT(*) FROM adult WHERE POWER(2, age) > 3', 'CONSTRUCT', 'POWER(2, age)'),
    ('SELECT COUNT(*) FROM adult WHERE YEAR(age) > 3', 'TYPE_MISMATCH', 'age'),
    ('SELECT VAR(age, sex) FROM adult', 'AGGREGATE_FORM', 'VAR(age, sex)'),
    ('SELECT CORR(age, sex) FROM adult', 'TYPE_MISMATCH', 'sex'),
    ('SELECT COUNT(*) FROM adult LIMIT 3 OFFSET 2', 'OFFSET', 'OFFSET'),
    ('SELECT COUNT(*) FROM adult TABLESAMPLE 10%', 'SAMPLING', 'TABLESAMPLE'),
    ('SELECT COUNT(*) FROM adult ORDER BY age', 'NOT_GROUPED', 'age'),
    ('SELECT COUNT(*) FROM adult HAVING age > 3', 'NOT_GROUPED', 'age'),
    ('SELECT COUNT(*) FORM adult', 'SYNTAX', 'adult'),
    ('SELECT COUNT(* FROM adult', 'SYNTAX', 'FROM'),
    ('SELECT COUNT(*) FROM adult WHERE \u0430ge > 3', 'CHARACTER', '\u0430'),
    ("SELECT COUNT(*) FROM adult WHERE x'41' = sex", 'CHARACTER', "x'41'"),
    ("SELECT COUNT(*) FROM adult WHERE sex = 'a", 'UNCLOSED', "'a"),
    ('SELECT COUNT(*) FROM adult /* ', 'UNCLOSED', '/* '),
    ("SELECT COUNT(*) FROM read_csv('x')", 'FUNCTION_UNKNOWN', 'read_csv'),
    ('SELECT COUNT(*), COUNT(*) FROM adult', 'DUPLICATE_NAME', 'COUNT(*)'),
    ('SELECT SUM(CLAMP(age, 2, 1)) FROM adult', 'CLAMP_FORM', 'CLAMP(age, 2, 1)'),
    ('SELECT SUM(CLAMP(age, fnlwgt, 1)) FROM adult', 'CLAMP_FORM', 'fnlwgt'),
    ("SELECT COUNT(*) FROM adult WHERE CAST(age AS BLOB) = 'a'", 'CAST_UNSUPPORTED', 'age'),
    ('SELECT COUNT(*) FROM adult WHERE age > 1e400', 'LITERAL_RANGE', '1e400'),
    ('SELECT SUM(fnlwgt) AS "a😀b", AVG(agee) FROM adult', 'COLUMN_UNKNOWN', 'agee'),
    (' SELECT COUNT(NULL) FROM adult ', 'CONSTRUCT', 'SELECT COUNT(NULL) FROM adult'),
    ('SELECT COUNT(*) FROM adult GROUP BY ()', 'KEY_EXPRESSION', 'SELECT COUNT(*) FROM adult GROUP BY ()'),
    ('SELECT COUNT(*) FROM adult GROUP BY ALL', 'CONSTRUCT', 'SELECT COUNT(*) FROM adult GROUP BY ALL'),
    ('', 'EMPTY', None),
    (' ; ', 'EMPTY', None),
]


@pytest.mark.parametrize(('sql', 'code', 'word'), CASES)
def test_refuses_with_code_place_and_way_out(sql: str, code: str, word: str | None) -> None:
    found = refusal(ADULT, sql)
    units = sql.encode('utf-16-le')
    marked = None if found['position'] is None else units[found['position'][0] * 2 : found['position'][1] * 2]
    assert found['code'] == code
    assert marked == (None if word is None else word.encode('utf-16-le'))
    assert len(found['message']) > 10
    assert len(found['remedy']) > 3


def test_the_way_out_of_a_sum_of_texts_is_a_question_that_is_answered() -> None:
    remedy = refusal(ADULT, 'SELECT SUM(sex) AS s FROM adult')['remedy']
    told = remedy.removeprefix('Write ').removesuffix('.').replace('low', '0').replace('high', '9').replace('x', 'sex')
    assert accepted(ADULT, f'SELECT {told} AS s FROM adult')['columns'][0]['name'] == 's'


def test_suggests_close_names_of_published_columns_only() -> None:
    secret = definition(
        {
            'salary': {'type': 'integer', 'hidden': True},
            'salad': {'type': 'integer'},
            'email': {'type': 'string', 'identifier': True},
        }
    )
    unknown, hidden = (
        refusal(secret, 'SELECT COUNT(salry) FROM adult'),
        refusal(secret, 'SELECT COUNT(salary) FROM adult'),
    )
    assert (unknown['code'], hidden['code']) == ('COLUMN_UNKNOWN', 'COLUMN_UNKNOWN')
    assert unknown['remedy'] == hidden['remedy'] == 'Did you mean salad?'
    assert 'email' not in refusal(secret, 'SELECT COUNT(nothing_like_it) FROM adult')['remedy']


def test_suggests_nothing_where_metadata_are_not_published() -> None:
    closed = definition() | {'publicMetadata': False}
    for sql in ('SELECT AVG(agee) FROM adult', 'SELECT COUNT(*) FROM adlt', 'SELECT COUNT(nothing) FROM adult'):
        assert refusal(closed, sql)['remedy'] == 'Ask the owner of the data set for its tables and columns.'


@pytest.mark.parametrize(
    'sql',
    [
        'SELECT COUNT(email) FROM adult',
        'SELECT email, COUNT(*) FROM adult GROUP BY email',
        "SELECT COUNT(*) FROM adult WHERE email = 'a'",
        'SELECT COUNT(*) FROM adult ORDER BY email',
    ],
)
def test_identifiers_are_used_nowhere(sql: str) -> None:
    assert refusal(definition({'email': {'type': 'string', 'identifier': True}}), sql)['code'] == 'IDENTIFIER_USE'


@pytest.mark.parametrize(
    'table',
    [
        {'unit': {'kind': 'path', 'via': ['a -> b.c'], 'maxGroups': 3, 'maxRows': 5}},
    ],
)
def test_what_a_definition_may_say_but_this_version_cannot_compute_is_refused(table: dict[str, object]) -> None:
    found = refusal(definition(None, **table), 'SELECT COUNT(*) FROM adult')
    assert found['code'] == 'DEFINITION_UNSUPPORTED'


def test_database_sources_are_refused() -> None:
    stored = definition() | {'connector': {'type': 'mssql', 'host': 'db', 'options': {}}}
    assert refusal(stored, 'SELECT COUNT(*) FROM adult')['code'] == 'DEFINITION_UNSUPPORTED'


@pytest.mark.parametrize('epsilon', [0, -1, float('nan'), float('inf')])
def test_an_epsilon_that_is_none_is_refused(epsilon: float) -> None:
    assert refusal(ADULT, 'SELECT COUNT(*) FROM adult', epsilon=epsilon)['code'] == 'EPSILON_INVALID'


def test_noise_beyond_exact_arithmetic_is_refused() -> None:
    assert refusal(ADULT, 'SELECT COUNT(*) FROM adult', epsilon=1e-300)['code'] == 'NOISE_RANGE'


@pytest.mark.parametrize(
    'sql',
    [
        'select count(*) from ADULT',
        'SELECT COUNT(*) FROM "adult";',
        'SELECT -- MIN(x) \' " ;\n COUNT(*) /* ; DROP TABLE adult */ FROM adult -- end',
        'SELECT (COUNT(*)) AS n FROM adult AS a WHERE a.age > 3 GROUP BY sex, sex ORDER BY n DESC NULLS FIRST LIMIT 1',
        "SELECT sex AS s, COUNT(*) FROM adult WHERE age NOT IN (1, -2.5) AND race NOT LIKE '%o_' GROUP BY s",
    ],
)
def test_ordinary_spellings_are_accepted(sql: str) -> None:
    accepted(ADULT, sql)


def test_a_refusal_never_repeats_the_text() -> None:
    for sql, _, _ in CASES:
        reply = str(plan(ADULT, sql.replace('agee', 'secretname').replace('adlt', 'secretname')))
        assert 'secretname' not in reply
