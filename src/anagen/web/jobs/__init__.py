"""Work in the background: a queue in the store's database, one runner that has it done, and results as folders.

A page asks for a job with `Jobs.ask` and gets it at once, with its state and its place in the queue. One runner
(`anagen.web.jobs.runner`) takes what waits, and puts each result in its place whole or not at all.
"""

from __future__ import annotations

from anagen.web.jobs.cache import Cache, content_key
from anagen.web.jobs.carrying import run_waiting
from anagen.web.jobs.queue import Jobs
from anagen.web.jobs.tasks import Progress, task, warm
from anagen.web.jobs.values import Job

__all__ = ["Cache", "Job", "Jobs", "Progress", "content_key", "run_waiting", "task", "warm"]
