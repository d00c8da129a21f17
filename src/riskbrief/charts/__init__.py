"""Figure specifications to SVG: the only room with matplotlib."""
