"""Which rows a query reads: equal for questions that may be derived from one another."""

from __future__ import annotations

import hashlib

from dq0_sql.nodes import Node
from dq0_sql.relation import Filtered, Relation


def unfiltered(relation: Relation) -> tuple[Relation, list[Node]]:
    """The relation without its last conditions, and these; a row is kept when all of them are TRUE."""
    conditions = []
    while isinstance(relation, Filtered):
        conditions.append(relation.condition)
        relation = relation.source
    return relation, conditions


def relation_digest(relation: Relation) -> str:
    """SHA-256 of the relation before its last conditions."""
    return hashlib.sha256(repr(unfiltered(relation)[0]).encode()).hexdigest()
