"""Figures and their pictures: hiding what is too small to show, drawing without a script. Knows no database."""
