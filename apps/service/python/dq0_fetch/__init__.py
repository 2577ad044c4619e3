"""Reads data: files into typed Parquet once per version, and compiled statements over that Parquet."""
