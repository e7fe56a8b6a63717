"""The gallery in the browser: of each kind of people the poor, the middle and the good outcome of each treatment."""
