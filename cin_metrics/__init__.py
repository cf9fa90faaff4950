"""Timeliness, drift and step-up/step-down figures for children in need, from case events."""
