"""Files of a data version, once, into typed Parquet: each cell one try-cast, each trouble a line and no value."""

from .run import ingest

__all__ = ["ingest"]
