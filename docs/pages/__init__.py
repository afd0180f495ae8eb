"""One module for each kind of reference page; each offers ``pages()``: path → text."""
