"""One small process per job: holds its pipes, keeps its limits, records what it says. Standard library only."""
