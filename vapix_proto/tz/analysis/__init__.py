"""Questions about zones: whether two show the same clock, where readings part, a portable form, a description."""
