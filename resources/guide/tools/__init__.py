"""What one downloads: each tool described once, then written as PDF, DOCX or ODT."""
