"""Formats where Django's own differ from what people here write."""
