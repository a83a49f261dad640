"""Figures as SVG text: pure functions from coverage data, placed by pages and reports."""
