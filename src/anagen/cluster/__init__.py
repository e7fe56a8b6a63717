"""Where work runs: in this process, in processes of this machine, or on a Dask cluster; and work that is kept."""
