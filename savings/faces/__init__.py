"""The faces: a frozen report in, a rendering out."""
