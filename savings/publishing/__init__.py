"""A report as a whole: reading what it refers to, composing, checking, publishing, and reproducing it years later."""
