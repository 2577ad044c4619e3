"""`plan`: NDJSON requests in, one JSON line each out. Holds no state between requests and sees no data."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any, TextIO

from dq0_sql.definition import Definition, DefinitionError, read_definition
from dq0_sql.dialects.pushed import pushed
from dq0_sql.plan import plan
from dq0_sql.price import Price

RECURSION_LIMIT = 10_000
"""Nesting is bounded before parsing (60 parentheses, 100 operations); the parser takes some 20 frames for each."""
MAX_LINE = 64 * 2**20


class BadRequest(ValueError):
    """A request without the shape of the protocol; the message names no value of it."""


def answer(line: str) -> str:
    """One JSON line for one JSON line; never raises."""
    try:
        result = _answer(json.loads(line))
    except (BadRequest, DefinitionError) as error:
        result = {'error': {'code': 'BAD_REQUEST', 'message': str(error)}}
    except (ValueError, RecursionError):
        result = {'error': {'code': 'BAD_REQUEST', 'message': 'the line is not JSON'}}
    except Exception as error:
        result = {'error': {'code': 'INTERNAL', 'message': f'the planner failed ({type(error).__name__})'}}
    return json.dumps(result, separators=(',', ':'), allow_nan=False)


def serve(source: TextIO, sink: TextIO, *, once: bool) -> None:
    """Answers lines until the source ends, or only the first."""
    sys.setrecursionlimit(RECURSION_LIMIT)
    while line := source.readline(MAX_LINE):
        if line.strip():
            sink.write(answer(line) + '\n')
            sink.flush()
            if once:
                return


def _answer(request: Any) -> Mapping[str, Any]:
    if not isinstance(request, dict) or request.get('protocol') != 1:
        raise BadRequest('a request is an object of protocol 1')
    arguments = request.get('arguments')
    if not isinstance(arguments, dict):
        raise BadRequest('arguments are missing')
    definition = read_definition(request.get('definition'))
    kind = request.get('request')
    if kind == 'plan':
        text = _text(arguments, 'sql')
        held, price = arguments.get('refine'), _price(arguments)
        planned = plan(definition, text, price) if held is None else _refined(definition, text, price, held)
        return pushed(request['definition'], text, planned)
    if kind == 'mock':
        from dq0_sql.mock import mock_answer

        return mock_answer(request['definition'], definition, _text(arguments, 'sql'), _price(arguments))
    if kind == 'sample':
        from dq0_sql.mock import sample_answer

        rows = _number(arguments, 'rows')
        return sample_answer(request['definition'], definition, _text(arguments, 'table'), int(rows))
    if kind == 'derive':
        from dq0_sql.derive import derived_answer

        sharp, held = arguments.get('sharp') is True, arguments.get('held')
        if not isinstance(held, list):
            raise BadRequest('held is not a list')
        return derived_answer(definition, _text(arguments, 'sql'), _price(arguments), held, sharp=sharp)
    raise BadRequest('the request is none of plan, mock, sample, derive')


def _refined(definition: Definition, text: str, price: Price, held: Any) -> dict[str, Any]:
    from dq0_sql.refine import refined_plan

    if not isinstance(held, dict):
        raise BadRequest('refine is not an answer')
    return refined_plan(definition, text, price, held)


def _price(arguments: Mapping[str, Any]) -> Price:
    expect = None if arguments.get('expect') is None else _number(arguments, 'expect')
    salt = '' if arguments.get('accountSalt') is None else _text(arguments, 'accountSalt')
    return Price(_number(arguments, 'epsilon'), _number(arguments, 'delta'), expect, salt)


def _text(arguments: Mapping[str, Any], name: str) -> str:
    value = arguments.get(name)
    if not isinstance(value, str):
        raise BadRequest(f'{name} is not a text')
    return value


def _number(arguments: Mapping[str, Any], name: str) -> float:
    value = arguments.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadRequest(f'{name} is not a number')
    return value
