"""From answers to safe options, each with what it would probably do: rules, screening, options, forecasts, report."""
