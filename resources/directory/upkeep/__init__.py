"""How the directory stays true: what readers signal, the links owners answer by, what is due."""
