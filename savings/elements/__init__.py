"""What pages, papers and files are made of: words, numbers, tables of values, charts, and the typesetter."""
