"""Figures of the machine."""
