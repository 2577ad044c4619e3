"""The compiled statement in the dialect of another database: same cells, same integers, total on every row there."""
