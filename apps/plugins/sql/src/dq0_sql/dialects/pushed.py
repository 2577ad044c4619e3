"""A plan for a data set that lives in a database: its statement in that database's own dialect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dq0_sql.dialects.mysql import Mysql
from dq0_sql.dialects.port import Dialect
from dq0_sql.dialects.postgresql import Postgresql
from dq0_sql.dialects.source_place import source_tables
from dq0_sql.dialects.terms import Family, NotTranslated
from dq0_sql.dialects.translator import Translator
from dq0_sql.refusal import Refused

Json = dict[str, Any]
DIALECTS: dict[str, Dialect] = {'postgresql': Postgresql(), 'mysql': Mysql()}
_RESULT: dict[Family, str] = {
    'truth': 'boolean', 'integer': 'integer', 'huge': 'integer', 'real': 'float', 'text': 'string', 'day': 'date',
    'moment': 'timestamp',
}  # fmt: skip


def pushed(definition: Mapping[str, Any], text: str, planned: Json) -> Json:
    """The plan with its statements in the dialect of the definition's connector; a refusal stays as it is."""
    dialect = DIALECTS.get(definition['connector']['type'])
    if dialect is None or not planned['accepted']:
        return planned
    try:
        statements = [_translated(definition, dialect, statement) for statement in planned['statements']]
    except NotTranslated as found:
        refused = Refused(
            'DIALECT',
            f'This data set lives in a database that cannot compute a part of this question ({found}).',
            'Ask without it, or ask the owner for a copy as files.',
        )
        return {'accepted': False, 'refusals': [refused.to_json(text)]}
    return {**planned, 'statements': statements}


def _translated(definition: Mapping[str, Any], dialect: Dialect, statement: Json) -> Json:
    found = Translator(dialect, source_tables(definition)).statement(statement['sql'], statement['parameters'])
    result = [{'name': name, 'type': _RESULT[kind.family]} for name, kind in found.columns.items()]
    return {
        **statement,
        'dialect': dialect.name,
        'sql': found.sql,
        'parameters': found.parameters,
        'result': result,
    }
