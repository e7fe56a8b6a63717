"""
Five years of finasteride
=========================

Kaufman and others followed men with loss at the vertex for a year and then for up to five, counting hairs within a
tattooed circle of 5.1 cm². The packaged trial enrolls virtual men by the same window of counts, gives them the same
tablets, and reads them through the same instrument. Lines and bands are predicted, points are what the papers print.
"""

import anagen as ag
from anagen.plot.trials import trial_figure

result = ag.run_trial(ag.find_trial("kaufman_1998"), people=300, follicles=200, seed=1)
figure = trial_figure(result)

# %%
# The same as numbers: every outcome, and whether the published value lies where nine of ten such trials would.

for one in result.published():
    arm = f"{one.arm} minus {one.versus}" if one.versus else one.arm
    print(
        f"{arm:32} week {one.week:4.0f}  predicted {one.predicted.mean:7.1f}  published {one.published.value:7.1f}"
    )
