"""The views: guard, form, one call, render."""
