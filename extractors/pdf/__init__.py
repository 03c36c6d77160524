"""PDF files: from letters or pictures of pages to blocks in reading order."""
