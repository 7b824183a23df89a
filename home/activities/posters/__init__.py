"""The posters: a week or a month of a territory on paper, as a PDF, an image, or a page to print."""
