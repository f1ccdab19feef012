"""The forms, by feature: each declares its fields, cleans what was typed, and never saves."""
