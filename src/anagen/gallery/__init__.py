"""A gallery of virtual people: for each description and regimen the poor, the middle and the good outcome."""
