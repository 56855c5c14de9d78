"""The report of a class as a site: pages that open from a folder and need neither network nor server."""
