"""Figures for who watches over the machine (Prometheus): how much, how long, how old; never whose."""
