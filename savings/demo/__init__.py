"""The demo: three real programmes from their sources, and the state's price index; nothing that no source says."""
