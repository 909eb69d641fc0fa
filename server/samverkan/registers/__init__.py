"""Registers: the workbooks and CSV files that data stewards keep, to quads and back."""
