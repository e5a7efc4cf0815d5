"""The case workers' console: it shows the desk and decides nothing."""
