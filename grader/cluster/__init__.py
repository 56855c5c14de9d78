"""Grade a class on a Dask cluster: the client's side, and what its workers run.

The only package that imports `distributed`, which only whoever has such a cluster needs.
"""
