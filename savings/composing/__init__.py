"""Composing: a manuscript and the figures it refers to become one document that every face and every check reads."""
