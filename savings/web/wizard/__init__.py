"""The recording of an entry, step by step; each step is kept as typed and cleaned again when the entry is sent."""
