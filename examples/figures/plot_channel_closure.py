"""
When needle channels close
==========================

Clinics tell people that what is put on the skin within 30 to 60 minutes after rolling goes in. On uncovered skin that
holds for the open area of the channels and for the leak of electric current: half is gone in half an hour. The loss of
water says a little longer, and a dye still enters hours later. Under a cover channels stay open for much longer. Each
line is driven by a source of its own, so the measure has to be named.
"""

from anagen.plot.skin import closure, closure_table

ax = closure()

# %%
# What is left after half an hour and after six, by each measure:

for row in closure_table(hours=[0.5, 6.0]):
    print(f"{row['measure']:8} {row['hours']:4.1f} h   {100.0 * row['left']:5.1f} %")
