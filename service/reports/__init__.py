"""Reports of coverage: in the terminal and as one page that needs nothing else."""
