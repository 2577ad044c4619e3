"""Differentially private SQL: text and owner metadata in, a plan or refusals out; exact cells in, a noisy table out."""

NAME = 'sql'
VERSION = '1.0.0'
