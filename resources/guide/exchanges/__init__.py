"""« Demander un temps d'échange » : the form, the pair who answers, the mail, and what is erased in time."""
