"""The outlook as pages: what is worked out of the answers, all options side by side, and one of them in full."""
