"""Making a report: reading what it refers to, composing and checking it, letting it out, and making it again years later."""
