"""
How much finasteride is enough
==============================

Drake and others gave men 0.01 to 5 mg a day for six weeks and measured DHT in the scalp and in the blood. The response
is flat from 0.2 mg on: the enzyme turns over slowly and the tablet inactivates it for good, so that even small doses
add up. Predicted change (line, band of 90 %) and published (points).
"""

import anagen as ag
from anagen.plot.style import color_of, finish, new_figure

result = ag.run_trial(ag.find_trial("drake_1999"), people=300, follicles=2, seed=1)
DOSE_MG = {
    arm.name: float(arm.name.split("_")[1].removesuffix("mg")) for arm in result.trial.arms if not arm.control
}

figure, (ax,) = new_figure(8.0, 4.5)
for place, (measure, says) in enumerate({"scalp_dht": "scalp", "serum_dht": "serum"}.items()):
    rows = [
        one for one in result.published() if one.measure == measure and one.arm in DOSE_MG and not one.versus
    ]
    rows.sort(key=lambda one: DOSE_MG[one.arm])
    doses = [DOSE_MG[one.arm] for one in rows]
    color = color_of(place, control=False)
    low, high = [one.predicted.low90 for one in rows], [one.predicted.high90 for one in rows]
    ax.fill_between(doses, low, high, color=color, alpha=0.15, linewidth=0)
    ax.plot(doses, [one.predicted.mean for one in rows], color=color, label=f"{says}, predicted")
    ax.plot(doses, [one.published.value for one in rows], "o", color=color, label=f"{says}, published")
ax.set_xscale("log")
ax.set_xticks([0.01, 0.05, 0.2, 1.0, 5.0], labels=["0.01", "0.05", "0.2", "1", "5"])
ax.minorticks_off()
ax.legend(frameon=False)
finish(
    ax,
    title="DHT after six weeks of finasteride",
    note="line and band: predicted mean of such an arm, and where nine of ten would lie; points: Drake1999",
    x="dose [mg a day]",
    y="change from baseline [%]",
)
