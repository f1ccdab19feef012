"""Trials: longer tries of the served product than the tests make, run by `make trials`; each is bounded and ends by itself."""
