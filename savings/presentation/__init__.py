"""A frozen report in, a rendering out: as screen, paper or sheets, none of which knows another."""
