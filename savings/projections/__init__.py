"""The pure core: frozen values and functions that turn postings into status, grid, phase-in and coverage."""
