"""The whole guide as one PDF: made behind the page, kept in a file, the same as what is published."""
