"""From people and regimens to measured histories."""
