"""Voices as sound: examined, kept, joined, made by a machine for want of a person."""
