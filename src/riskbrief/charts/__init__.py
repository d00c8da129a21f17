"""Figure specifications to SVG: the only room with matplotlib, which is loaded here without its lists of properties."""

from matplotlib import artist

artist.kwdoc = lambda artist: ""  # help texts that nobody asks for: a fifth of the time that loading it takes
