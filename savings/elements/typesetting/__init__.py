"""Setting a paper: the compiler, the glyphs it has, and tables as it takes them."""
