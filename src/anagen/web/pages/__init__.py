"""Pages and their JSON twins, one group a file; `app.py` finds each file's `pages`."""
