"""The status on paper: an appendix for the board packet, as a tagged PDF with its figures attached."""
